namespace HeadlessCms.Platform.Http;

/// <summary>What a client says it has already.</summary>
internal static class Validators
{
    /// <summary>
    /// Whether the client's copy is current. <c>If-Modified-Since</c> counts only where there is no
    /// <c>If-None-Match</c> (RFC 9110 section 13.2.2).
    /// </summary>
    public static bool AreCurrent(HttpRequest request, string tag, DateTimeOffset? lastModified)
    {
        if (request.Headers.IfNoneMatch.Count > 0)
        {
            return EntityTags.Names(request.Headers.IfNoneMatch.ToString(), tag);
        }
        return lastModified is { } changed && request.GetTypedHeaders().IfModifiedSince is { } since
            && changed.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }
}
