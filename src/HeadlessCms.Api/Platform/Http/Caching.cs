using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>Who may keep an answer: anybody what the public sees, nobody what a key was shown for.</summary>
internal static class Caching
{
    /// <summary>
    /// Whether the answer is for this caller alone: a key was sent, or the handler says so.
    /// </summary>
    public static void Write(HttpContext context, bool isPrivate = false)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Accept-Encoding, Authorization";
        if (isPrivate || context.Request.Headers.Authorization.Count > 0)
        {
            headers.CacheControl = "private, no-store";
            return;
        }
        var seconds = context.RequestServices.GetRequiredService<IOptions<CmsOptions>>().Value.PublicMaxAge;
        headers.CacheControl = seconds == 0 ? "public, no-cache" : $"public, max-age={seconds}";
    }
}
