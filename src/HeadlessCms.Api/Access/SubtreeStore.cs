using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>
/// What a key that is limited to a category reaches: the one place that decides it for categories, articles and versions,
/// as <see cref="FileReachStore"/> does for files. Asked in the transaction, or on the snapshot, of what it is asked for;
/// who is not limited reaches everything, without a query.
/// </summary>
internal static class SubtreeStore
{
    /// <summary>
    /// Whether a version <c>v</c> is within reach of a key that is limited to <c>@root</c>: the article lies in the subtree
    /// now, and lay in it when the version was saved. A category that is no more counts as the one the article lies in now,
    /// as it is shown.
    /// </summary>
    public static readonly string CoversVersion =
        $"""
        ({CoversArticle("v.article_id")}
        AND NOT EXISTS
        (
            SELECT 1
            FROM categories own
            WHERE own.id = v.category_id AND NOT EXISTS
            (
                SELECT 1 FROM category_closure x WHERE x.ancestor_id = @root AND x.descendant_id = own.id
            )
        ))
        """;

    /// <summary>
    /// Whether an article lies in the subtree of <c>@root</c>, both as editors have it and as the public sees it.
    /// </summary>
    /// <param name="id">The column that names it.</param>
    public static string CoversArticle(string id) =>
        $"""
        NOT EXISTS
        (
            SELECT 1
            FROM article_copies present
            WHERE present.article_id = {id} AND present.copy IN ('draft', 'public') AND NOT EXISTS
            (
                SELECT 1 FROM category_closure x WHERE x.ancestor_id = @root AND x.descendant_id = present.category_id
            )
        )
        """;

    /// <summary>Whether all these categories lie in the actor's subtree, its root included.</summary>
    public static Task<bool> CoversAsync(Session session, Actor actor, CancellationToken ct, params IReadOnlyCollection<Guid> categories) =>
        ReachesAsync(session, actor, categories, least: 0, ct);

    /// <summary>Whether the category lies below the root of the actor's subtree: the root itself is not the actor's to change.</summary>
    public static Task<bool> IsBelowRootAsync(Session session, Actor actor, Guid category, CancellationToken ct) =>
        ReachesAsync(session, actor, [category], least: 1, ct);

    /// <summary>Whether the article lies in the actor's subtree, both as editors have it and as the public sees it.</summary>
    public static async Task<bool> CoversArticleAsync(Session session, Actor actor, Guid articleId, CancellationToken ct) =>
        actor.CategoryId is not { } root || await session.FirstOrDefaultAsync<bool>(
            $"SELECT {CoversArticle("@articleId")}", new { root, articleId }, ct);

    /// <summary>Whether all these versions of an article are within the actor's reach; one that is not there is.</summary>
    public static async Task<bool> CoversVersionsAsync(
        Session session, Actor actor, Guid articleId, CancellationToken ct, params IReadOnlyCollection<long> versions) =>
        actor.CategoryId is not { } root || versions.Count == 0 || await session.FirstOrDefaultAsync<long>(
            $"""
            SELECT COUNT(*)
            FROM article_versions v
            WHERE v.article_id = @articleId AND v.version IN @versions AND NOT {CoversVersion}
            """, new { root, articleId, versions = new InList<long>(versions) }, ct) == 0;

    private static async Task<bool> ReachesAsync(
        Session session, Actor actor, IReadOnlyCollection<Guid> categories, int least, CancellationToken ct) =>
        actor.CategoryId is not { } root || await session.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM category_closure WHERE ancestor_id = @root AND depth >= @least AND descendant_id IN @ids",
            new { root, least, ids = new InList<Guid>(categories.Distinct()) }, ct) == categories.Distinct().Count();
}
