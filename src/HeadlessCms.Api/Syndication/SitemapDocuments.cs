using System.Xml;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Syndication;

/// <summary>The formats of sitemaps.org, and Google's for news.</summary>
internal static class SitemapFormat
{
    public const string MediaType = "application/xml";
    public const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    public const string News = "http://www.google.com/schemas/sitemap-news/0.9";

    /// <summary>An element that says where something lies, and when it changed.</summary>
    public static void Write(XmlWriter xml, string name, string url, DateTimeOffset? changedAt)
    {
        xml.WriteStartElement(name, Namespace);
        xml.Text("loc", Namespace, url);
        xml.Text("lastmod", Namespace, changedAt is { } changed ? ArticleTimes.Rfc3339(changed) : null);
    }
}

/// <summary>Where the parts of the sitemap are.</summary>
[AnsweredAs(SitemapFormat.MediaType)]
internal sealed record SitemapIndex(byte[] Bytes) : IWrittenBody
{
    /// <summary>Of these parts.</summary>
    public static SitemapIndex Of(IEnumerable<(string Url, DateTimeOffset? ChangedAt)> parts) => new(FeedXml.Write(xml =>
    {
        xml.WriteStartElement("sitemapindex", SitemapFormat.Namespace);
        foreach (var (url, changedAt) in parts)
        {
            SitemapFormat.Write(xml, "sitemap", url, changedAt);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }));
}

/// <summary>A part of the sitemap.</summary>
[AnsweredAs(SitemapFormat.MediaType)]
internal sealed record Sitemap(byte[] Bytes) : IWrittenBody
{
    /// <summary>Of these pages.</summary>
    public static Sitemap Of(IEnumerable<(string Url, DateTimeOffset? ChangedAt)> pages) => new(FeedXml.Write(xml =>
    {
        xml.WriteStartElement("urlset", SitemapFormat.Namespace);
        foreach (var (url, changedAt) in pages)
        {
            SitemapFormat.Write(xml, "url", url, changedAt);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }));
}

/// <summary>What is news: Google's extension for what is younger than two days.</summary>
[AnsweredAs(SitemapFormat.MediaType)]
internal sealed record NewsSitemap(byte[] Bytes) : IWrittenBody
{
    /// <summary>Of these articles of a publication.</summary>
    public static NewsSitemap Of(string publication, IEnumerable<NewsEntry> entries) => new(FeedXml.Write(xml =>
    {
        xml.WriteStartElement("urlset", SitemapFormat.Namespace);
        xml.WriteAttributeString("xmlns", "news", null, SitemapFormat.News);
        foreach (var entry in entries)
        {
            SitemapFormat.Write(xml, "url", entry.Url, changedAt: null);
            xml.WriteStartElement("news", "news", SitemapFormat.News);
            xml.WriteStartElement("news", "publication", SitemapFormat.News);
            xml.Text("news", "name", SitemapFormat.News, publication);
            xml.Text("news", "language", SitemapFormat.News, LanguageOf(entry.Locale));
            xml.WriteEndElement();
            xml.Text("news", "publication_date", SitemapFormat.News, ArticleTimes.Rfc3339(entry.PublishedAt));
            xml.Text("news", "title", SitemapFormat.News, entry.Title);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }));

    /// <summary>The language in ISO 639, but of Chinese the script, as Google wants it: <c>zh-cn</c> or <c>zh-tw</c>.</summary>
    internal static string LanguageOf(string locale)
    {
        var parts = locale.ToLowerInvariant().Split('-');
        return parts[0] != "zh" ? parts[0]
            : parts.Contains("hant") || (!parts.Contains("hans") && (parts.Contains("tw") || parts.Contains("hk") || parts.Contains("mo"))) ? "zh-tw"
            : "zh-cn";
    }
}

/// <summary>An article in the sitemap of news.</summary>
internal sealed record NewsEntry(string Url, string Title, string Locale, DateTimeOffset PublishedAt);

/// <summary>What crawlers are told first (RFC 9309).</summary>
[AnsweredAs("text/plain")]
internal sealed record Robots(byte[] Bytes) : IWrittenBody
{
    /// <summary>Everything may be read, and here is where all of it is listed.</summary>
    public static Robots Of(params IEnumerable<string> sitemaps) =>
        new(System.Text.Encoding.UTF8.GetBytes(string.Concat(["User-agent: *\nAllow: /\n\n", .. sitemaps.Select(url => $"Sitemap: {url}\n")])));
}
