using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Sharing;

/// <summary>Tells search engines, social networks and the government's own site survey what a page is about.</summary>
internal static class ArticleHead
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = ReadableJson.Encoder };

    public static Head Of(HeadSource source)
    {
        HeadTag[] tags =
        [
            .. OpenGraph(source)
                .Concat(HtmlNames(source))
                .Concat(GovernmentLabels(source))
                .Where(tag => !string.IsNullOrWhiteSpace(tag.Content))
                .Select(tag => new HeadTag { Name = tag.Name, Content = tag.Content! }),
        ];
        var jsonLd = ArticleJsonLd.Of(source);
        return new Head { Title = source.Title, Tags = tags, JsonLd = jsonLd, Html = Html(source, tags, jsonLd) };
    }

    /// <summary>RFC 3339, a fraction only where it is not zero.</summary>
    internal static string Instant(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture);

    /// <summary>ogp.me, with its article vocabulary; Twitter reads the rest from it.</summary>
    private static IEnumerable<(string Name, string? Content)> OpenGraph(HeadSource source) =>
    [
        ("og:title", source.Title),
        ("og:type", "article"),
        ("og:url", source.Url),
        ("og:site_name", source.SiteName),
        ("og:locale", source.Locale.Replace('-', '_')),
        ("og:description", source.Summary),
        ("og:image", source.Cover?.Url),
        ("og:image:alt", source.Cover?.Alt),
        ("og:image:width", source.Cover?.Width?.ToString(CultureInfo.InvariantCulture)),
        ("og:image:height", source.Cover?.Height?.ToString(CultureInfo.InvariantCulture)),
        ("article:published_time", Instant(source.PublishedAt)),
        ("article:modified_time", Instant(source.UpdatedAt)),
        ("article:section", source.CategoryName),
        .. source.Tags.Select(tag => ("article:tag", (string?)tag)),
        ("twitter:card", source.Cover is null ? "summary" : "summary_large_image"),
    ];

    private static IEnumerable<(string Name, string? Content)> HtmlNames(HeadSource source) =>
    [
        ("description", source.Summary),
        ("keywords", Keywords(source)),
    ];

    /// <summary>
    /// The labels of the State Council's 政府网站发展指引 (2017), which its survey checks with this very spelling,
    /// although HTML's names know no case and two of them repeat the ones above.
    /// </summary>
    private static IEnumerable<(string Name, string? Content)> GovernmentLabels(HeadSource source) =>
    [
        ("SiteName", source.SiteName),
        ("SiteDomain", source.SiteDomain),
        ("SiteIDCode", source.SiteIdCode),
        ("ColumnName", source.CategoryName),
        ("ColumnType", source.CategoryType),
        ("ArticleTitle", source.Title),
        ("PubDate", source.PublishedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        ("ContentSource", source.SourceName),
        ("Keywords", Keywords(source)),
        ("Author", source.Author),
        ("Description", source.Summary),
        ("Image", source.Cover?.Url),
        ("Url", source.Url),
    ];

    private static string Keywords(HeadSource source) => string.Join(',', source.Tags);

    private static string Html(HeadSource source, IEnumerable<HeadTag> tags, JsonObject jsonLd)
    {
        var html = new StringBuilder()
            .Append("<title>").Append(SecurityElement.Escape(source.Title)).Append("</title>\n")
            .Append("<link rel=\"canonical\" href=\"").Append(SecurityElement.Escape(source.Url)).Append("\">\n");
        if (source.FeedUrl is { } feed)
        {
            html.Append("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"").Append(SecurityElement.Escape(source.CategoryName))
                .Append("\" href=\"").Append(SecurityElement.Escape(feed)).Append("\">\n");
        }
        foreach (var tag in tags)
        {
            html.Append("<meta ").Append(IsProperty(tag.Name) ? "property" : "name").Append("=\"").Append(tag.Name)
                .Append("\" content=\"").Append(SecurityElement.Escape(tag.Content)).Append("\">\n");
        }
        // In a script nothing is an entity: only "<" can end it (or open a comment), and JSON has it in strings alone.
        return html.Append("<script type=\"application/ld+json\">")
            .Append(jsonLd.ToJsonString(Readable).Replace("<", "\\u003c", StringComparison.Ordinal))
            .Append("</script>\n").ToString();
    }

    /// <summary>Open Graph is RDFa, which speaks in properties.</summary>
    private static bool IsProperty(string name) =>
        name.StartsWith("og:", StringComparison.Ordinal) || name.StartsWith("article:", StringComparison.Ordinal);
}
