using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>The one door for whoever has no key but a preview's link: articles and files both ask here what it opens.</summary>
internal sealed class PreviewDoor(PreviewTokens tokens, TimeProvider clock)
{
    /// <summary>The parameter that carries a token.</summary>
    public static QueryParameter Parameter { get; } = QueryParameter.Text(
        Caching.PreviewParameter, 512, "The `token` of a preview: opens what it is for, without a key; any other is `403`.");

    /// <summary>What the token opens; null when it is forged, expired or revoked.</summary>
    public async Task<OpenPreview?> FindAsync(Session session, string token, CancellationToken ct) =>
        tokens.Read(token) is { } id ? await OpenPreviewStore.FindAsync(session, id, clock.GetUtcNow(), ct) : null;
}
