using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Sharing;
using HeadlessCms.Site;

namespace HeadlessCms.Syndication;

/// <summary>Gathers a feed: the same few statements whatever is asked for.</summary>
internal sealed class Feeds(ArticleReader reader, FeedEntries entries, FeedHub hub, Cursors cursors, PublicAddress address, SiteZone zone, TimeProvider clock)
{
    /// <summary>The feed of these articles.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="path">Where the feed is found on this server.</param>
    /// <param name="query">What was asked for.</param>
    /// <param name="category">The category it names, found; null without one.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="changed">When anything it shows last changed.</param>
    /// <param name="ct">Cancels the read.</param>
    public async Task<Feed> ReadAsync(
        Session session, string path, FeedQuery query, CategoryRow? category, Position? after, DateTimeOffset? changed, CancellationToken ct)
    {
        var list = await ListAsync(session, query, category, ct);
        var found = await ArticleListStore.ListAsync(session, list, category?.Id, after, clock.GetUtcNow(), withBody: true, ct);
        ArticleRow[] rows = [.. found.Take(query.Count)];
        var next = found.Count > query.Count ? NextOf(rows[^1], query) : null;
        var links = new FeedLinks(address, hub, path, query);
        var site = await SiteStore.GetAsync(session, ct);
        var items = await entries.OfAsync(session, site, rows, await reader.ReadWholeAsync(session, rows, ct), ct);
        var name = category?.Name ?? query.Tag;
        return new Feed
        {
            Id = TagAddress.OfFeed(site, category?.Id, query.Tag, query.Locale),
            Title = name is null ? site.Name : $"{name} - {site.Name}",
            Description = category?.Description ?? site.Description ?? name ?? site.Name,
            Language = query.Locale ?? site.DefaultLocale,
            Publisher = site.Name,
            HomeUrl = category is null
                ? $"https://{site.Domain}/"
                : CategoryPage.AddressOf(site, (await CategoryStore.BreadcrumbsAsync(session, [category.Id], ct))[category.Id]),
            LogoUrl = site.LogoId is { } logo ? address.Of($"/v1/attachments/{logo}/content") : null,
            Links = links.Around(next, await PreviousArchiveAsync(session, query, list, category, rows, next, ct)),
            IsArchive = query.Archive is not null,
            IsFull = query.Full,
            UpdatedAt = zone.Local(items.Count > 0 ? items.Max(item => item.UpdatedAt) : changed ?? DateTimeOffset.UnixEpoch),
            Entries = items,
        };
    }

    private async Task<ArticleQuery> ListAsync(Session session, FeedQuery query, CategoryRow? category, CancellationToken ct)
    {
        var list = query.ToList();
        return category is null ? list : (await CategoryFilterStore.StandingAsync(session, list, category.Id, clock.GetUtcNow(), ct)).Knowing(list);
    }

    // What comes after this page, in stretches that are over. From the feed itself it overlaps with what is shown already: nothing
    // lies between. From an archive it begins before the archive does, so that the link stays the same.
    private async Task<FeedQuery?> PreviousArchiveAsync(
        Session session, FeedQuery query, ArticleQuery list, CategoryRow? category, IReadOnlyList<ArticleRow> rows, string? next, CancellationToken ct)
    {
        var archive = query with { Limit = null, Cursor = null };
        if (query.Archive is null)
        {
            return next is null || query.Cursor is not null ? null : Over(archive, rows[^1].SortedAt, clock.GetUtcNow());
        }
        if (next is not null)
        {
            return archive with { Cursor = next, Limit = query.Limit };
        }
        var before = list with { PublishedAfter = null, PublishedBefore = query.Archive.Start, Limit = 0 };
        var older = await ArticleListStore.ListAsync(session, before, category?.Id, after: null, clock.GetUtcNow(), withBody: false, ct);
        return older.Count == 0 ? null : Over(archive, older[0].SortedAt, query.Archive.Start);
    }

    private static FeedQuery? Over(FeedQuery query, DateTimeOffset instant, DateTimeOffset endsBy) =>
        ArchivePeriod.Around(instant, endsBy) is { } period ? query with { Archive = period } : null;

    private string NextOf(ArticleRow last, FeedQuery query) =>
        cursors.Write(new Position(ArticleOrder.ByDate.WriteKey(last), last.ArticleId), query.Filtering);
}

/// <summary>The addresses of a feed and the pages around it (RFC 5005).</summary>
internal sealed class FeedLinks(PublicAddress address, FeedHub hub, string path, FeedQuery query)
{
    /// <summary>The links of a page.</summary>
    /// <param name="next">The cursor of what comes after it; null on the last.</param>
    /// <param name="previousArchive">The archive of what comes after it; null without one.</param>
    public IReadOnlyList<FeedLink> Around(string? next, FeedQuery? previousArchive)
    {
        var first = query with { Cursor = null };
        List<FeedLink> links = [To("self", query)];
        if (query.Archive is not null)
        {
            links.Add(To("current", first with { Archive = null, Limit = null }));
        }
        else
        {
            links.Add(query.Cursor is null ? new FeedLink(FeedLink.Hub, hub.Url) : To("first", first));
            links.AddRange(next is null ? [] : [To("next", query with { Cursor = next })]);
        }
        links.AddRange(previousArchive is null ? [] : [To("prev-archive", previousArchive)]);
        return links;
    }

    private FeedLink To(string relation, FeedQuery where) => new(relation, address.Of(path + where.Text));
}
