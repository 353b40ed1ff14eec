using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Syndication;

/// <summary>Answers with a feed: tag and entries from one snapshot.</summary>
internal sealed class FeedAnswers(Database database, Feeds feeds, FeedHub hub, Cursors cursors, PublicAddress address, TimeProvider clock)
{
    /// <summary>The feed that was asked for, in one of its formats.</summary>
    public async Task<Answers<T, InvalidProblem>> OfAsync<T>(
        string path, Func<Feed, T> write, Query sent, HttpContext context, CancellationToken ct)
    {
        var asked = FeedQuery.From(sent, clock.GetUtcNow());
        if (asked.Value is not { } query)
        {
            return new(new InvalidProblem(asked.Faults));
        }
        var after = query.Cursor is null ? null : cursors.Read(query.Cursor, query.Filtering);
        if (query.Cursor is not null && after is null)
        {
            return new(Cursors.Refused());
        }
        return new(await database.ReadAsync<IResult>(async session =>
        {
            var category = query.Category is null ? null : await CategoryStore.FindAsync(session, query.Category, ct);
            if (query.Category is not null && category is null)
            {
                return new InvalidProblem([Fault.In("category", "unknown", $"No category has the id or slug '{query.Category}'.")]);
            }
            var around = await Revisions.ReadAsync(session, ct);
            var changed = ArticleTags.ListChanged(around);
            // An archive is the same until something in it changes, whatever is published meanwhile: its bytes are its tag.
            var tag = query.Archive is null ? ArticleTags.OfList($"{address.Of(path + query.Text)} {hub.Url}", around, ArticleSelection.Whole) : null;
            return await Conditional<T>.OfSnapshotAsync(context, tag, tag is null ? null : changed, async () =>
            {
                var feed = await feeds.ReadAsync(session, path, query, category, after, changed, ct);
                context.Response.Headers.Link = string.Join(", ", feed.Links.Select(link => $"<{link.Url}>; rel=\"{link.Relation}\""));
                return write(feed);
            });
        }, ct));
    }
}
