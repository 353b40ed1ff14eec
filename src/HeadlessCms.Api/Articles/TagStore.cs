using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>Tags that public articles carry.</summary>
internal static class TagStore
{
    /// <summary>A page of them, by name: one more than the limit when there is a next page.</summary>
    public static Task<IReadOnlyList<Tag>> ListAsync(Session session, string? after, int limit, CancellationToken ct) =>
        session.ListAsync<Tag>(
            $"""
            SELECT tag AS name, article_count
            FROM tag_counts
            WHERE article_count > 0 {(after is null ? "" : "AND tag > @after")}
            ORDER BY tag
            LIMIT @limit
            """, new { after, limit = limit + 1 }, ct);

    /// <summary>How many there are.</summary>
    public static Task<long> CountAsync(Session session, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM tag_counts WHERE article_count > 0", null, ct);
}

/// <summary>A tag and how many public articles carry it.</summary>
public sealed record Tag
{
    /// <summary>The tag itself.</summary>
    /// <example>科技创新</example>
    public required string Name { get; init; }

    /// <summary>How many public articles carry it.</summary>
    /// <example>12</example>
    public required long ArticleCount { get; init; }
}
