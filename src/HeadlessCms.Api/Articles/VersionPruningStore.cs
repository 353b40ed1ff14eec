using HeadlessCms.Attachments;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of taking old versions away.</summary>
internal static class VersionPruningStore
{
    /// <summary>
    /// The next versions after a place that the public never saw, and whether each may go: along an index, so that a step
    /// costs the same however many versions there are and however few may go.
    /// </summary>
    public static Task<IReadOnlyList<UnseenVersion>> NextAsync(
        Session session, PruningLimits limits, UnseenVersion after, int limit, CancellationToken ct) =>
        session.ListAsync<UnseenVersion>(
            $"""
            SELECT v.article_id, v.version, CASE WHEN {MayGo(limits)} THEN TRUE ELSE FALSE END AS may_go
            FROM article_versions v
            WHERE v.first_published_at IS NULL AND (v.article_id, v.version) > (@ArticleId, @Version)
            ORDER BY v.article_id, v.version
            LIMIT @limit
            """, new { after.ArticleId, after.Version, limit, limits.KeepLatest, limits.SavedBefore, limits.Now }, ct);

    /// <summary>
    /// Takes those of an article away that still may go, with what they say of files and links that have ended; which
    /// they were.
    /// </summary>
    public static async Task<IReadOnlyList<long>> PruneAsync(
        Session session, PruningLimits limits, Guid id, IEnumerable<long> versions, CancellationToken ct)
    {
        var gone = await session.ListAsync<long>(
            $"""
            DELETE FROM article_versions AS v
            WHERE v.article_id = @id AND v.version IN @versions AND v.first_published_at IS NULL AND {MayGo(limits)}
            RETURNING version
            """, new { id, versions = new InList<long>(versions), limits.KeepLatest, limits.SavedBefore, limits.Now }, ct);
        var files = await session.ListAsync<Guid>(
            "DELETE FROM article_attachments WHERE article_id = @id AND version IN @gone RETURNING attachment_id", new { id, gone = new InList<long>(gone) }, ct);
        await AttachmentStore.NoteUseAsync(session, [.. files.Distinct()], ct);
        return gone;
    }

    // Never one that a copy shows, that is planned to be shown or that a link opens.
    private static string MayGo(PruningLimits limits) =>
        $"""
        NOT EXISTS (SELECT 1 FROM article_copies c WHERE c.article_id = v.article_id AND c.copy IN ('draft', 'public') AND c.version = v.version)
            {(limits.KeepLatest is null ? "" : "AND v.version <= (SELECT latest_version FROM articles WHERE id = v.article_id) - @KeepLatest")}
            {(limits.SavedBefore is null ? "" : "AND v.saved_at < @SavedBefore")}
            AND NOT EXISTS (SELECT 1 FROM article_schedules s WHERE s.article_id = v.article_id AND s.version = v.version)
            AND NOT EXISTS (SELECT 1 FROM previews p WHERE p.article_id = v.article_id AND p.version = v.version AND p.expires_at > @Now)
        """;
}

/// <summary>What may go: what is beyond each limit that is set.</summary>
/// <param name="KeepLatest">How many of an article's last versions stay, or null.</param>
/// <param name="SavedBefore">When those that may go were saved at the latest, or null.</param>
/// <param name="Now">When links end.</param>
internal sealed record PruningLimits(long? KeepLatest, DateTimeOffset? SavedBefore, DateTimeOffset Now);

/// <summary>A version that the public never saw.</summary>
internal sealed record UnseenVersion
{
    /// <summary>Before all.</summary>
    public static UnseenVersion None { get; } = new() { ArticleId = Guid.Empty, Version = 0, MayGo = false };

    public required Guid ArticleId { get; init; }

    public required long Version { get; init; }

    public required bool MayGo { get; init; }
}
