using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>Who may keep an answer: anybody what the public sees, nobody what a key was shown for.</summary>
internal static class Caching
{
    /// <summary>The parameter that carries a preview's token: what it shows is for whoever has the link, and for no index.</summary>
    public const string PreviewParameter = "preview";

    /// <summary>What every answer of a read depends on beside its address.</summary>
    public const string Vary = "Accept-Encoding, Authorization";

    /// <summary>What is said of answers that anybody may keep.</summary>
    public static string PublicControl(CmsOptions options) =>
        options.PublicMaxAge == 0 ? "public, no-cache" : $"public, max-age={options.PublicMaxAge}";

    /// <summary>Whether a preview's token could stand in the query; it surely does not where this says no, unless its name is escaped.</summary>
    public static bool MayBePreview(HttpRequest request) =>
        request.QueryString.Value is { Length: > 0 } query && query.Contains(PreviewParameter, StringComparison.Ordinal);

    /// <summary>Whether the request says who calls, by a key or by a preview's token.</summary>
    public static bool IsPersonal(HttpRequest request) => request.Headers.Authorization.Count > 0 || IsPreview(request);

    /// <summary>
    /// Whether the answer is for this caller alone: a key was sent, or the handler says so.
    /// </summary>
    public static void Write(HttpContext context, bool isPrivate = false)
    {
        var headers = context.Response.Headers;
        headers.Vary = Vary;
        if (IsPreview(context.Request))
        {
            headers["X-Robots-Tag"] = "noindex";
        }
        headers.CacheControl = isPrivate || IsPersonal(context.Request)
            ? "private, no-store"
            : PublicControl(context.RequestServices.GetRequiredService<IOptions<CmsOptions>>().Value);
    }

    private static bool IsPreview(HttpRequest request) => request.Query.ContainsKey(PreviewParameter);
}
