using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of taking old versions away.</summary>
internal static class VersionPruningStore
{
    /// <summary>Articles after this one, by id, with versions that may go.</summary>
    public static Task<IReadOnlyList<Guid>> FindAsync(Session session, PruningLimits limits, Guid after, int limit, CancellationToken ct) =>
        session.ListAsync<Guid>(
            $"""
            SELECT a.id
            FROM articles a
            WHERE a.id > @after AND EXISTS (SELECT 1 FROM article_versions v WHERE v.article_id = a.id AND {MayGo(limits)})
            ORDER BY a.id
            LIMIT @limit
            """, new { after, limit, limits.KeepLatest, limits.SavedBefore, limits.Now }, ct);

    /// <summary>Takes those of an article away, with what they say of files and links that have ended; which they were.</summary>
    public static async Task<IReadOnlyList<long>> PruneAsync(Session session, PruningLimits limits, Guid id, CancellationToken ct)
    {
        var gone = await session.ListAsync<long>(
            $"""
            DELETE FROM article_versions AS v
            WHERE v.article_id = @id AND {MayGo(limits)}
            RETURNING version
            """, new { id, limits.KeepLatest, limits.SavedBefore, limits.Now }, ct);
        await session.ExecuteAsync(
            """
            DELETE FROM article_attachments
            WHERE article_id = @id AND NOT EXISTS
                (
                    SELECT 1
                    FROM article_versions v
                    WHERE v.article_id = article_attachments.article_id AND v.version = article_attachments.version
                )
            """, new { id }, ct);
        return gone;
    }

    // Never one that the public saw, that a copy shows, that is planned to be shown or that a link opens.
    private static string MayGo(PruningLimits limits) =>
        $"""
        v.first_published_at IS NULL
            {(limits.KeepLatest is null ? "" : "AND v.version <= (SELECT latest_version FROM articles WHERE id = v.article_id) - @KeepLatest")}
            {(limits.SavedBefore is null ? "" : "AND v.saved_at < @SavedBefore")}
            AND NOT EXISTS (SELECT 1 FROM article_copies c WHERE c.article_id = v.article_id AND c.version = v.version)
            AND NOT EXISTS (SELECT 1 FROM article_schedules s WHERE s.article_id = v.article_id AND s.version = v.version)
            AND NOT EXISTS (SELECT 1 FROM previews p WHERE p.article_id = v.article_id AND p.version = v.version AND p.expires_at > @Now)
        """;
}

/// <summary>What may go: what is beyond each limit that is set.</summary>
/// <param name="KeepLatest">How many of an article's last versions stay, or null.</param>
/// <param name="SavedBefore">When those that may go were saved at the latest, or null.</param>
/// <param name="Now">When links end.</param>
internal sealed record PruningLimits(long? KeepLatest, DateTimeOffset? SavedBefore, DateTimeOffset Now);
