using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>SQL of what a key that is limited to a category reaches. Asked in the transaction of what it is asked for.</summary>
internal static class SubtreeStore
{
    /// <summary>Whether all these categories lie in the actor's subtree, its root included; true for who is not limited.</summary>
    public static Task<bool> CoversAsync(Session session, Actor actor, CancellationToken ct, params IReadOnlyCollection<Guid> categories) =>
        ReachesAsync(session, actor, categories, least: 0, ct);

    /// <summary>Whether the category lies below the root of the actor's subtree: the root itself is not the actor's to change.</summary>
    public static Task<bool> IsBelowRootAsync(Session session, Actor actor, Guid category, CancellationToken ct) =>
        ReachesAsync(session, actor, [category], least: 1, ct);

    /// <summary>Whether the article lies in the actor's subtree, both as editors have it and as the public sees it.</summary>
    public static async Task<bool> CoversArticleAsync(Session session, Actor actor, Guid articleId, CancellationToken ct) =>
        actor.CategoryId is not { } root || await session.FirstOrDefaultAsync<long>(
            """
            SELECT COUNT(*)
            FROM article_copies AS c
            WHERE c.article_id = @articleId AND c.copy IN ('draft', 'public') AND NOT EXISTS
            (
                SELECT 1 FROM category_closure AS x WHERE x.ancestor_id = @root AND x.descendant_id = c.category_id
            )
            """, new { root, articleId }, ct) == 0;

    /// <summary>Whether every article that uses the file, in any version, lies in the actor's subtree; true while none does.</summary>
    public static async Task<bool> CoversUsersAsync(Session session, Actor actor, Guid attachmentId, CancellationToken ct) =>
        actor.CategoryId is not { } root || await session.FirstOrDefaultAsync<long>(
            """
            SELECT COUNT(*)
            FROM article_attachments AS a
            JOIN article_copies AS c ON c.article_id = a.article_id AND c.copy IN ('draft', 'public')
            WHERE a.attachment_id = @attachmentId AND NOT EXISTS
            (
                SELECT 1 FROM category_closure AS x WHERE x.ancestor_id = @root AND x.descendant_id = c.category_id
            )
            """, new { root, attachmentId }, ct) == 0;

    private static async Task<bool> ReachesAsync(
        Session session, Actor actor, IReadOnlyCollection<Guid> categories, int least, CancellationToken ct) =>
        actor.CategoryId is not { } root || await session.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM category_closure WHERE ancestor_id = @root AND depth >= @least AND descendant_id IN @ids",
            new { root, least, ids = new InList<Guid>(categories.Distinct()) }, ct) == categories.Distinct().Count();
}
