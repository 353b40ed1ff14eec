using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>Who may keep an answer: anybody what the public sees, nobody what a key was shown for.</summary>
internal static class Caching
{
    /// <summary>The parameter that carries a preview's token: what it shows is for whoever has the link, and for no index.</summary>
    public const string PreviewParameter = "preview";

    /// <summary>Whether the request says who calls, by a key or by a preview's token.</summary>
    public static bool IsPersonal(HttpRequest request) => request.Headers.Authorization.Count > 0 || IsPreview(request);

    /// <summary>
    /// Whether the answer is for this caller alone: a key was sent, or the handler says so.
    /// </summary>
    public static void Write(HttpContext context, bool isPrivate = false)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Accept-Encoding, Authorization";
        if (IsPreview(context.Request))
        {
            headers["X-Robots-Tag"] = "noindex";
        }
        if (isPrivate || IsPersonal(context.Request))
        {
            headers.CacheControl = "private, no-store";
            return;
        }
        var seconds = context.RequestServices.GetRequiredService<IOptions<CmsOptions>>().Value.PublicMaxAge;
        headers.CacheControl = seconds == 0 ? "public, no-cache" : $"public, max-age={seconds}";
    }

    private static bool IsPreview(HttpRequest request) => request.Query.ContainsKey(PreviewParameter);
}
