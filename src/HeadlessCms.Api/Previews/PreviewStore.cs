using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Previews;

/// <summary>SQL of previews: made, listed, revoked, forgotten.</summary>
internal static class PreviewStore
{
    private const int SweepSize = 500;
    private const string Columns = "p.id, p.article_id, p.version, p.created_at, p.created_by, p.expires_at";

    /// <summary>Adds one.</summary>
    public static Task AddAsync(Session session, PreviewRow row, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO previews (id, article_id, version, created_at, created_by, expires_at)
            VALUES (@Id, @ArticleId, @Version, @CreatedAt, @CreatedBy, @ExpiresAt)
            """, row, ct);

    /// <summary>
    /// A page of those that open something, newest first: one more than the limit when there is a next page. For a key that
    /// is limited to a category, those of versions within its reach.
    /// </summary>
    public static Task<IReadOnlyList<PreviewRow>> ListAsync(
        Session session, Guid articleId, Guid? within, Guid? before, int limit, DateTimeOffset now, CancellationToken ct) =>
        session.ListAsync<PreviewRow>(
            $"""
            SELECT {Columns}
            FROM previews p
            JOIN articles a ON a.id = p.article_id
            JOIN article_versions v ON v.article_id = p.article_id AND v.version = p.version
            WHERE p.article_id = @articleId {(before is null ? "" : "AND p.id < @before")} AND {OpenPreviewStore.IsOpen} {Within(within)}
            ORDER BY p.id DESC
            LIMIT @limit
            """, new { articleId, root = within, before, now, limit = limit + 1 }, ct);

    /// <summary>One that opens something; null when the article has none of that id, or none that is within the limit.</summary>
    public static Task<PreviewRow?> FindAsync(Session session, Guid articleId, Guid id, Guid? within, DateTimeOffset now, CancellationToken ct) =>
        session.FirstOrDefaultAsync<PreviewRow>(
            $"""
            SELECT {Columns}
            FROM previews p
            JOIN articles a ON a.id = p.article_id
            JOIN article_versions v ON v.article_id = p.article_id AND v.version = p.version
            WHERE p.id = @id AND p.article_id = @articleId AND {OpenPreviewStore.IsOpen} {Within(within)}
            """, new { articleId, id, root = within, now }, ct);

    private static string Within(Guid? limit) => limit is null ? "" : $"AND {SubtreeStore.CoversVersion}";

    /// <summary>Takes one away; false when somebody was faster.</summary>
    public static async Task<bool> RemoveAsync(Session session, Guid id, CancellationToken ct) =>
        await session.ExecuteAsync("DELETE FROM previews WHERE id = @id", new { id }, ct) == 1;

    /// <summary>Forgets some of those that ended; how many.</summary>
    public static Task<int> ForgetEndedAsync(Session session, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            DELETE FROM previews
            WHERE id IN (SELECT id FROM previews WHERE expires_at <= @now ORDER BY expires_at LIMIT @size)
            """, new { now, size = SweepSize }, ct);
}

/// <summary>A preview as it is stored.</summary>
internal sealed record PreviewRow
{
    public required Guid Id { get; init; }

    public required Guid ArticleId { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
