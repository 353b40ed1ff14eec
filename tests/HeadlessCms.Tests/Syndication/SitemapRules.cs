using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What sitemaps.org asks of a sitemap or an index, and Google of one of news, as findings.</summary>
internal static partial class SitemapRules
{
    public static readonly XNamespace Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9";
    public static readonly XNamespace News = "http://www.google.com/schemas/sitemap-news/0.9";

    private const int MostEntries = 50_000;
    private const int MostBytes = 50 * 1024 * 1024;
    private const int LongestAddress = 2047;

    /// <summary>What is wrong with it.</summary>
    public static IEnumerable<string> Of(Answer answer)
    {
        var root = FeedRules.Read(answer).Root!;
        var entry = root.Name == Sitemaps + "sitemapindex" ? Sitemaps + "sitemap" : Sitemaps + "url";
        var places = root.Elements().Elements(Sitemaps + "loc").Select(loc => Uri.TryCreate(loc.Value, UriKind.Absolute, out var url) ? url : null).ToList();
        return
        [
            .. Unless(root.Name == Sitemaps + "sitemapindex" || root.Name == Sitemaps + "urlset", "the root is urlset or sitemapindex"),
            .. Unless(root.Elements().All(each => each.Name == entry), $"all in it are {entry.LocalName}"),
            .. Unless(root.Elements().Count() <= MostEntries, "it has 50,000 entries at most"),
            .. Unless(answer.Bytes.Length <= MostBytes, "it has 50 MiB at most"),
            .. Unless(places.All(place => place is { Scheme: "http" or "https" }), "every loc is an absolute address"),
            .. Unless(places.All(place => place is null || (place.OriginalString.Length <= LongestAddress && place.OriginalString == place.AbsoluteUri)), "every loc is shorter than 2,048 characters, and escaped"),
            .. Unless(places.Select(place => place?.Authority).Distinct().Count() <= 1, "all are on one host"),
            .. Unless(places.Distinct().Count() == places.Count, "every loc comes once"),
            .. root.Elements().SelectMany(OfEntry),
        ];
    }

    private static IEnumerable<string> OfEntry(XElement entry) =>
    [
        .. Unless(entry.Elements(Sitemaps + "loc").Count() == 1, "an entry has one loc"),
        .. Unless(entry.Elements().All(part => part.Name == Sitemaps + "loc" || part.Name == Sitemaps + "lastmod" || part.Name == News + "news"), "an entry has loc, lastmod and news"),
        .. Unless(entry.Elements(Sitemaps + "lastmod").Count() <= 1, "an entry has one lastmod at most"),
        .. entry.Elements(Sitemaps + "lastmod").SelectMany(date => Unless(IsDate(date.Value), $"{date.Value} is a date of W3C")),
        .. entry.Elements(News + "news").SelectMany(OfNews),
    ];

    private static IEnumerable<string> OfNews(XElement news) =>
    [
        .. Unless(news.Element(News + "publication")?.Element(News + "name")?.Value is { Length: > 0 }, "news has the name of its publication"),
        .. Unless(Language().IsMatch(news.Element(News + "publication")?.Element(News + "language")?.Value ?? ""), "news has the language of its publication"),
        .. Unless(IsDate(news.Element(News + "publication_date")?.Value ?? ""), "news has a date of W3C"),
        .. Unless(news.Element(News + "title")?.Value is { Length: > 0 }, "news has a title"),
    ];

    private static bool IsDate(string text) => Date().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<string> Unless(bool holds, string finding) => holds ? [] : [finding];

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"\A([a-z]{2,3}|zh-cn|zh-tw)\z")]
    private static partial Regex Language();
}
