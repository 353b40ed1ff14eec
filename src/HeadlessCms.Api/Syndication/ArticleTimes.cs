using System.Globalization;

namespace HeadlessCms.Syndication;

/// <summary>Times as feeds and sitemaps write them.</summary>
internal static class ArticleTimes
{
    /// <summary>RFC 3339 with the offset it has, a fraction only where it is not zero.</summary>
    public static string Rfc3339(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture);
}
