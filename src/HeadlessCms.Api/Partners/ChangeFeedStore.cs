using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>SQL of following the log: each page walks one index, however much lies before it.</summary>
internal static class ChangeFeedStore
{
    private static readonly Categories Subtree = new("category_closure x", "x.ancestor_id = @CategoryId", "x.descendant_id");

    private static readonly Categories Branch = new("change_categories x", "x.seq = @change AND x.is_below", "x.category_id");

    /// <summary>Public articles by id: all, or those that the followed category shows.</summary>
    public static Task<IReadOnlyList<PublicCopy>> PublicAsync(
        Session session, ChangeScope scope, Guid after, int limit, CancellationToken ct) =>
        session.ListAsync<PublicCopy>(
            $"""
            SELECT c.article_id, c.category_id, c.version, c.updated_at
            FROM {(scope.CategoryId is null ? "" : $"({ShownIn(session, Subtree)}) AS f CROSS JOIN")} article_copies AS c
            WHERE c.copy = 'public' AND {(scope.CategoryId is null ? "c.article_id > @after" : "c.article_id = f.article_id")}
            ORDER BY c.article_id
            LIMIT @limit
            """, new { scope.CategoryId, after, limit }, ct);

    /// <summary>Changes after a place: all, or those that the followers of a category were to be told.</summary>
    public static Task<IReadOnlyList<LoggedChange>> ChangesAsync(
        Session session, ChangeScope scope, long after, int limit, CancellationToken ct) =>
        scope.CategoryId is null
            ? ChangeStore.AfterAsync(session, after, limit, ct)
            : session.ListAsync<LoggedChange>(
                """
                SELECT g.seq, g.kind, g.article_id, g.category_id, g.version, g.reason, g.occurred_at
                FROM change_categories AS t
                JOIN changes AS g ON g.seq = t.seq
                WHERE t.category_id = @CategoryId AND t.seq > @after
                ORDER BY t.seq
                LIMIT @limit
                """, new { scope.CategoryId, after, limit }, ct);

    /// <summary>
    /// Articles that a change of the tree may have brought, taken away, or made to show something else, by id: those that
    /// the categories that lay below it then show now, and those that anything happened to in these since.
    /// </summary>
    public static Task<IReadOnlyList<Guid>> BranchAsync(Session session, long change, Guid after, int limit, CancellationToken ct) =>
        session.ListAsync<Guid>(
            $"""
            WITH branch AS (SELECT category_id FROM change_categories WHERE seq = @change AND is_below)
            SELECT article_id
            FROM
            (
                {ShownIn(session, Branch)}
                UNION
                SELECT article_id FROM
                (
                    SELECT DISTINCT g.article_id
                    FROM branch
                    JOIN change_categories AS t ON t.category_id = branch.category_id AND t.seq > @change
                    JOIN changes AS g ON g.seq = t.seq AND g.article_id > @after
                    ORDER BY g.article_id
                    LIMIT @limit
                ) AS former
            ) AS candidates
            ORDER BY article_id
            LIMIT @limit
            """, new { change, after, limit }, ct);

    /// <summary>Which of these categories lie in the one that is followed.</summary>
    public static async Task<IReadOnlySet<Guid>> WithinAsync(
        Session session, Guid category, IReadOnlyCollection<Guid> among, CancellationToken ct) =>
        among.Count == 0 ? new HashSet<Guid>() : (await session.ListAsync<Guid>(
            "SELECT descendant_id FROM category_closure WHERE ancestor_id = @category AND descendant_id IN @among",
            new { category, among = new InList<Guid>(among) }, ct)).ToHashSet();

    /// <summary>Why articles that are not public are not: by id, those that still exist.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string?>> HiddenAsync(
        Session session, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        ids.Count == 0 ? new Dictionary<Guid, string?>() : (await session.ListAsync<Hidden>(
            "SELECT id, withdrawn_reason FROM articles WHERE id IN @ids", new { ids = new InList<Guid>(ids) }, ct))
        .ToDictionary(row => row.Id, row => row.WithdrawnReason);

    /// <summary>The number of the oldest change that is remembered; 0 when there is none.</summary>
    public static Task<long> OldestAsync(Session session, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>("SELECT seq FROM changes ORDER BY seq LIMIT 1", null, ct);

    /// <summary>What the change before or at a place says; null when there is none any more.</summary>
    public static Task<LoggedChange?> FindAsync(Session session, long seq, CancellationToken ct) =>
        session.FirstOrDefaultAsync<LoggedChange>(
            "SELECT seq, kind, article_id, category_id, version, reason, occurred_at FROM changes WHERE seq = @seq", new { seq }, ct);

    // The next public articles that lie in one of these or are shown there too, each once: the merge of the walks of one
    // index, a category each, none further than the page.
    private static string ShownIn(Session session, Categories categories)
    {
        var next = $"o.copy = 'public' AND o.category_id = {categories.Id} AND o.article_id > @after";
        var isFirst =
            $"""
            NOT EXISTS (SELECT 1 FROM article_also_in AS p WHERE p.copy = 'public' AND p.article_id = o.article_id
                AND p.category_id < o.category_id AND p.category_id IN (SELECT {categories.Id} FROM {categories.Table} WHERE {categories.Condition}))
            """;
        return
            $"""
            SELECT article_id FROM (SELECT o.article_id FROM {session.JoinFirst(categories.Table, "article_copies o", next, "o.article_id")}
                WHERE {categories.Condition} ORDER BY o.article_id LIMIT @limit) AS own
            UNION
            SELECT article_id FROM (SELECT o.article_id FROM {session.JoinFirst(categories.Table, "article_also_in o", $"{next} AND {isFirst}", "o.article_id")}
                WHERE {categories.Condition} ORDER BY o.article_id LIMIT @limit) AS shown
            """;
    }

    // Rows of which each names a category.
    private sealed record Categories(string Table, string Condition, string Id);

    private sealed record Hidden
    {
        public required Guid Id { get; init; }

        public required string? WithdrawnReason { get; init; }
    }
}

/// <summary>A public article as the snapshot tells it.</summary>
internal sealed record PublicCopy
{
    public required Guid ArticleId { get; init; }

    public required Guid CategoryId { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
