using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of what articles have to do with each other.</summary>
internal static class ArticleRelationStore
{
    /// <summary>Which articles of a group of translations the public sees, and where.</summary>
    public static Task<IReadOnlyList<PublicPlace>> PublicTranslationsAsync(Session session, Guid group, CancellationToken ct) =>
        session.ListAsync<PublicPlace>(
            """
            SELECT article_id, category_id, version
            FROM article_copies
            WHERE copy = 'public' AND translation_of = @group
            ORDER BY locale, article_id
            """, new { group }, ct);

    /// <summary>How often each was read.</summary>
    public static async Task<IReadOnlyDictionary<Guid, long>> ViewsAsync(
        Session session, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        (await session.ListAsync<ViewsRow>(
            "SELECT article_id, views FROM article_views WHERE article_id IN @ids", new { ids = new InList<Guid>(ids) }, ct))
        .ToDictionary(row => row.ArticleId, row => row.Views);

    /// <summary>The public articles next to each of these in its category, by date; null at the ends.</summary>
    public static Task<IReadOnlyList<NeighbourRow>> NeighboursAsync(
        Session session, string copy, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        session.ListAsync<NeighbourRow>(
            """
            SELECT c.article_id,
                (
                    SELECT n.article_id FROM article_copies n
                    WHERE n.copy = 'public' AND n.category_id = c.category_id
                        AND (n.sorted_at, n.article_id) < (c.sorted_at, c.article_id)
                    ORDER BY n.sorted_at DESC, n.article_id DESC
                    LIMIT 1
                ) AS previous_id,
                (
                    SELECT n.article_id FROM article_copies n
                    WHERE n.copy = 'public' AND n.category_id = c.category_id
                        AND (n.sorted_at, n.article_id) > (c.sorted_at, c.article_id)
                    ORDER BY n.sorted_at ASC, n.article_id ASC
                    LIMIT 1
                ) AS next_id
            FROM article_copies c
            WHERE c.copy = @copy AND c.article_id IN @ids
            """, new { copy, ids = new InList<Guid>(ids) }, ct);

    /// <summary>
    /// Public articles that share tags, most shared first, then the newest of the category. Of each tag only the newest
    /// are looked at, so that a common tag costs no more than a rare one.
    /// </summary>
    public static Task<IReadOnlyList<ArticleRow>> RelatedAsync(
        Session session, ArticleRow row, IReadOnlyList<string> tags, int limit, CancellationToken ct)
    {
        var args = new Dapper.DynamicParameters(new { row.CategoryId, row.ArticleId, limit });
        for (var i = 0; i < tags.Count; i++)
        {
            args.Add($"tag{i}", tags[i]);
        }
        var perTag = string.Concat(Enumerable.Range(0, tags.Count).Select(i =>
            $"""

            UNION ALL
            SELECT article_id, 1 AS weight FROM
            (
                SELECT article_id FROM article_tags
                WHERE copy = 'public' AND tag = @tag{i}
                ORDER BY sorted_at DESC, article_id DESC
                LIMIT 50
            ) t{i}
            """));
        return session.ListAsync<ArticleRow>(
            $"""
            WITH candidates AS
            (
                SELECT article_id, 0 AS weight FROM
                (
                    SELECT article_id FROM article_copies
                    WHERE copy = 'public' AND category_id = @CategoryId
                    ORDER BY sorted_at DESC, article_id DESC
                    LIMIT 50
                ) own{perTag}
            ),
            page AS
            (
                SELECT article_id, SUM(weight) AS weight
                FROM candidates
                WHERE article_id <> @ArticleId
                GROUP BY article_id
            )
            SELECT {ArticleStore.Columns}
            FROM page
            CROSS JOIN article_copies c
            {ArticleStore.Joins}
            WHERE c.copy = 'public' AND c.article_id = page.article_id
            ORDER BY page.weight DESC, c.sorted_at DESC, c.article_id DESC
            LIMIT @limit
            """, args, ct);
    }

    private sealed record ViewsRow
    {
        public required Guid ArticleId { get; init; }

        public required long Views { get; init; }
    }
}

/// <summary>Who stands next to an article.</summary>
internal sealed record NeighbourRow
{
    public required Guid ArticleId { get; init; }

    public required Guid? PreviousId { get; init; }

    public required Guid? NextId { get; init; }
}

/// <summary>A public article and where it lies.</summary>
internal sealed record PublicPlace
{
    public required Guid ArticleId { get; init; }

    public required Guid CategoryId { get; init; }

    public required long Version { get; init; }
}
