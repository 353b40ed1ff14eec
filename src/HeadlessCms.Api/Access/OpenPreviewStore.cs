using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>Reads which previews open something. Who makes and revokes them is no matter here.</summary>
internal static class OpenPreviewStore
{
    /// <summary>
    /// Whether a preview <c>p</c> of an article <c>a</c> opens it at <c>@now</c>: until it ends, not from the trash, and
    /// never again once the article was taken from the public after it was made.
    /// </summary>
    public const string IsOpen =
        "p.expires_at > @now AND a.state <> 'trashed' AND (a.hidden_at IS NULL OR a.hidden_at < p.created_at)";

    /// <summary>Null when there is none that is open.</summary>
    public static Task<OpenPreview?> FindAsync(Session session, Guid id, DateTimeOffset now, CancellationToken ct) =>
        session.FirstOrDefaultAsync<OpenPreview>(
            $"""
            SELECT p.id, p.article_id, p.version
            FROM previews p
            JOIN articles a ON a.id = p.article_id
            WHERE p.id = @id AND {IsOpen}
            """, new { id, now }, ct);
}

/// <summary>What a preview opens: one version of one article, with its files.</summary>
internal sealed record OpenPreview
{
    public required Guid Id { get; init; }

    public required Guid ArticleId { get; init; }

    public required long Version { get; init; }
}
