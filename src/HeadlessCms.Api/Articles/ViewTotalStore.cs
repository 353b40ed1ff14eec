using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// How often each article was read in all. Every article has its row from its first second on, so that lists by views
/// walk one index.
/// </summary>
internal static class ViewTotalStore
{
    /// <summary>Begins to count; an imported article brings what it had.</summary>
    public static Task AddAsync(Session session, Guid id, long baseline, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO article_views (article_id, views, baseline)
            VALUES (@id, @baseline, @baseline)
            ON CONFLICT (article_id) DO NOTHING
            """, new { id, baseline }, ct);

    /// <summary>Counts on, atomically; what it is now.</summary>
    public static Task<long> CountAsync(Session session, Guid id, long views, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            "UPDATE article_views SET views = views + @views WHERE article_id = @id RETURNING views",
            new { id, views }, ct);
}
