using System.Globalization;
using System.Text.Json.Nodes;
using HeadlessCms.Access;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>Reading articles: one, a list, its neighbours, its relatives.</summary>
internal static class ArticleReading
{
    /// <summary>What one article takes.</summary>
    public static QueryParameter[] OneParameters { get; } =
    [
        QueryParameter.Text(
            "version", 10, "^(draft|[1-9][0-9]{0,8})$", "draft, or the number of a version", "`draft`: the working copy; a number: the article as it was in that version (both need `drafts:read`)."),
        PreviewDoor.Parameter,
        ArticleSelection.Include,
        ArticleSelection.Fields,
    ];

    /// <summary>Get an article</summary>
    /// <remarks>
    /// What the public sees, whole: breadcrumb, text, picture, files, source. Everything a page shows is in this answer
    /// or behind its <c>links</c>.
    /// </remarks>
    /// <param name="id">Its id or its slug. A slug it had before answers 308.</param>
    /// <response code="410">It was public and has been withdrawn.</response>
    internal static async Task<Answers<Article, MovedTo, NotFoundProblem, GoneProblem>> GetArticle(
        string id, Query query, HttpContext context, Actor actor, Database database, ArticleReader reader, PreviewDoor door, CancellationToken ct)
    {
        if (query.Has(PreviewDoor.Parameter.Name))
        {
            return new(PreviewFault(query) is { } fault
                ? new InvalidProblem([fault])
                : await ArticleVersionReading.PreviewAsync(id, query, context, database, reader, door, ct));
        }
        var mayReadDrafts = context.User.Has(Scopes.DraftsRead);
        if ((query.Has("version") || ArticleSelection.NamesEditors(query)) && !mayReadDrafts)
        {
            return new(AccessRules.Refuse(context, Scopes.DraftsRead));
        }
        var selection = ArticleSelection.ForOne(query, mayReadDrafts);
        if (long.TryParse(query.Text("version"), CultureInfo.InvariantCulture, out var version))
        {
            return new(await ArticleVersionReading.ReadAsync(id, version, selection, actor, context, database, reader, ct));
        }
        var copy = query.Has("version") ? "draft" : "public";
        selection = copy == "draft" ? selection.Within(actor) : selection;
        return new(await database.ReadAsync(async session =>
        {
            var found = copy == "draft"
                ? await ArticleIds.ForEditorAsync(session, id, actor, ct)
                : await PublicArticles.FindAsync(session, id, slug => $"/v1/articles/{slug}{context.Request.QueryString}", ct);
            if (found.Address is not { } address)
            {
                return found.Instead!;
            }
            if (copy == "public" && mayReadDrafts && !await SubtreeStore.CoversArticleAsync(session, actor, address.ArticleId, ct))
            {
                if (ArticleSelection.NamesEditors(query))
                {
                    return AccessRules.OutOfReach();
                }
                (mayReadDrafts, selection) = (false, ArticleSelection.ForOne(query, forEditors: false));
            }
            var around = await Revisions.ReadAsync(session, ct);
            var (shown, revision, group) = copy == "draft"
                ? (address.DraftVersion!.Value, address.Revision!.Value, address.DraftGroupRevision ?? 0)
                : (address.PublicVersion!.Value, mayReadDrafts ? address.Revision!.Value : address.PublicRevision!.Value, address.PublicGroupRevision ?? 0);
            var changed = copy == "draft"
                ? Latest(address.DraftUpdatedAt, address.DraftGroupChangedAt)
                : Latest(address.PublicUpdatedAt, address.PublicGroupChangedAt);
            changed = Latest(changed, ArticleTags.ChangedAround(around, selection));
            var tag = selection.HasViews || selection.Has("neighbours")
                ? null
                : ArticleTags.Of(ArticleTags.Own(address.ArticleId, shown), revision, group, around, selection);
            return await AnswerAsync(context, tag, changed, async () =>
            {
                var row = (await ArticleStore.FindAsync(session, address.ArticleId, copy, ct))!;
                return (await reader.ReadAsync(session, [row], selection, ct))[0];
            });
        }, ct));
    }

    /// <summary>List articles</summary>
    /// <remarks>
    /// Newest first unless another order is asked for; every order is total and paged by cursor. In the list of a category,
    /// newest first, those come before all others that lie in this category itself and are pinned when the walk begins.
    /// </remarks>
    internal static async Task<Answers<Page<Article>, InvalidProblem>> ListArticles(
        Query sent, HttpContext context, Actor actor, Database database, ArticleReader reader, Cursors cursors,
        TimeProvider clock, CancellationToken ct)
    {
        var query = ArticleQuery.From(sent);
        query = query with { Within = query.State is null ? null : actor.CategoryId };
        if (query.State is not null && !context.User.Has(Scopes.DraftsRead))
        {
            return new(AccessRules.Refuse(context, Scopes.DraftsRead));
        }
        var isForEditors = context.User.Has(Scopes.DraftsRead) && actor.CategoryId == query.Within;
        if (ArticleSelection.NamesEditors(sent) && !isForEditors)
        {
            return new(context.User.Has(Scopes.DraftsRead) ? AccessRules.OutOfReach() : AccessRules.Refuse(context, Scopes.DraftsRead));
        }
        var after = query.Cursor is null ? null : cursors.Read(query.Cursor, query.Filtering);
        if (query.Cursor is not null && after is null)
        {
            return new(Cursors.Refused());
        }
        var selection = ArticleSelection.ForList(sent, isForEditors);
        selection = query.Copy == "draft" ? selection.Within(actor) : selection;
        // Counting all of a long list takes a while.
        Task<IResult> ReadAsync(Func<Session, Task<IResult>> work) =>
            query.WithTotal ? database.SlowReadAsync(work, ct) : database.ReadAsync(work, ct);
        return new(await ReadAsync(async session =>
        {
            var around = await Revisions.ReadAsync(session, ct);
            var isVolatile = selection.HasViews || query.Sort == "-views" || query.Pinned is not null || query.Copy == "draft" || selection.ForEditors;
            var category = query.Category is null ? (Guid?)null : await CategoryStore.FindIdAsync(session, query.Category, ct);
            if (query.Category is not null && category is null)
            {
                return new InvalidProblem([Fault.In("category", "unknown", $"No category has the id or slug '{query.Category}'.")]);
            }
            var now = clock.GetUtcNow();
            var standing = category is null ? null : await CategoryFilterStore.StandingAsync(session, query, category.Value, now, ct);
            query = standing?.Knowing(query) ?? query;
            // A pin that ends changes a list although nobody writes.
            var pins = query.PutsPinnedFirst && after is null ? standing : null;
            var pinEndedAt = pins?.PinEndedAt;
            ReadyFlight.Of(context)?.HoldsUntil(pins?.PinEndsAt);
            var tag = isVolatile ? null : ArticleTags.OfList($"{context.Request.Path}{context.Request.QueryString} {pinEndedAt:O}", around, selection);
            return await AnswerAsync(context, tag, Latest(ArticleTags.ListChanged(around), pinEndedAt), async () =>
            {
                var (rows, place) = await ArticlePages.ReadAsync(session, new ListRead(query, category, after, now, selection.HasText), standing, ct);
                var items = await reader.ReadAsync(session, rows, selection, ct);
                var next = place is null ? null : cursors.Write(place, query.Filtering);
                Paging.WriteNextLink(context, next);
                return new Page<JsonObject>
                {
                    Items = items,
                    NextCursor = next,
                    Total = query.WithTotal ? await ArticleListStore.CountAsync(session, query, category, now, ct) : null,
                };
            });
        }));
    }

    /// <summary>Get an article's neighbours</summary>
    /// <remarks>The next older and the next newer one in its category, as pages link them.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static async Task<Answers<Neighbours, MovedTo, NotFoundProblem, GoneProblem>> GetNeighbours(
        string id, HttpContext context, Database database,
        ArticleReader reader, CancellationToken ct) => new(await database.ReadAsync(async session =>
        {
            var found = await PublicArticles.FindAsync(session, id, slug => $"/v1/articles/{slug}/neighbours", ct);
            if (found.Address is not { } address)
            {
                return found.Instead!;
            }
            var around = await Revisions.ReadAsync(session, ct);
            var tag = ArticleTags.OfList($"neighbours {address.ArticleId}", around, ArticleSelection.Item);
            return await AnswerAsync(context, tag, ArticleTags.ListChanged(around), async () =>
            {
                var row = (await ArticleStore.FindAsync(session, address.ArticleId, "public", ct))!;
                return (await reader.NeighboursAsync(session, [row], ct))[row.ArticleId];
            });
        }, ct));

    /// <summary>List related articles</summary>
    /// <remarks>Those that share most tags with it, then the newest of its category.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static async Task<Answers<Page<Article>, MovedTo, NotFoundProblem, GoneProblem>> ListRelated(
        string id, Query query, HttpContext context, Database database, ArticleReader reader, CancellationToken ct) => new(await database.ReadAsync(async session =>
        {
            var found = await PublicArticles.FindAsync(session, id, slug => $"/v1/articles/{slug}/related{context.Request.QueryString}", ct);
            if (found.Address is not { } address)
            {
                return found.Instead!;
            }
            var limit = (int)query.Integer("limit");
            var around = await Revisions.ReadAsync(session, ct);
            var tag = ArticleTags.OfList($"related {limit} {address.ArticleId}", around, ArticleSelection.Item);
            return await AnswerAsync(context, tag, ArticleTags.ListChanged(around), async () =>
            {
                var row = (await ArticleStore.FindAsync(session, address.ArticleId, "public", ct))!;
                var rows = await ArticleRelationStore.RelatedAsync(session, row, row.Draft.Tags!, limit, ct);
                return new Page<JsonObject> { Items = await reader.ReadAsync(session, rows, ArticleSelection.Item, ct), NextCursor = null };
            });
        }, ct));

    private static Fault? PreviewFault(Query query) => query switch
    {
        _ when query.Has("version") => Fault.In("version", "not_allowed", "A preview shows the version it was made for."),
        _ when ArticleSelection.NamesEditors(query) => Fault.In("fields", "not_allowed", "A preview shows what readers will see, and nothing that only editors do."),
        _ => null,
    };

    // Counts have no time of their last change.
    private static async Task<IResult> AnswerAsync(HttpContext context, string? tag, DateTimeOffset? changed, Func<Task<object>> read) =>
        await Conditional<object>.OfSnapshotAsync(context, tag, tag is null ? null : changed, read);

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;
}
