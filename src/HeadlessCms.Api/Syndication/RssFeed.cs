using System.Globalization;
using System.Xml;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Syndication;

/// <summary>RSS 2.0 as its advisory board advises: <c>content:encoded</c> for the text, <c>atom:link</c> for itself, one enclosure.</summary>
[AnsweredAs("application/rss+xml")]
internal sealed record RssFeed(byte[] Bytes) : IWrittenBody
{
    /// <summary>The feed in this format.</summary>
    public static RssFeed Of(Feed feed) => new(FeedXml.Write(xml => Write(xml, feed)));

    private static void Write(XmlWriter xml, Feed feed)
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "atom", null, FeedXml.Atom);
        xml.WriteAttributeString("xmlns", "content", null, FeedXml.Content);
        xml.WriteAttributeString("xmlns", "dc", null, FeedXml.DublinCore);
        xml.WriteAttributeString("xmlns", "fh", null, FeedXml.History);
        xml.WriteAttributeString("xmlns", "media", null, FeedXml.Media);
        xml.WriteStartElement("channel");
        xml.Text("title", null, feed.Title);
        xml.Text("link", null, feed.HomeUrl);
        xml.Text("description", null, feed.Description);
        xml.Text("language", null, feed.Language);
        xml.Text("lastBuildDate", null, Date(feed.UpdatedAt));
        xml.Text("generator", null, "HeadlessCms");
        xml.Text("docs", null, "https://www.rssboard.org/rss-specification");
        foreach (var link in feed.Links)
        {
            xml.WriteStartElement("atom", "link", FeedXml.Atom);
            xml.Attribute("rel", link.Relation);
            xml.Attribute("href", link.Url);
            xml.Attribute("type", link.TypeOf("application/rss+xml"));
            xml.WriteEndElement();
        }
        if (feed.IsArchive)
        {
            xml.WriteStartElement("fh", "archive", FeedXml.History);
            xml.WriteEndElement();
        }
        foreach (var entry in feed.Entries)
        {
            WriteItem(xml, feed, entry);
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteItem(XmlWriter xml, Feed feed, FeedEntry entry)
    {
        xml.WriteStartElement("item");
        xml.Text("title", null, entry.Article.Title);
        xml.Text("link", null, entry.Article.Url);
        xml.WriteStartElement("guid");
        xml.WriteAttributeString("isPermaLink", "false");
        xml.WriteString(entry.Id);
        xml.WriteEndElement();
        xml.Text("pubDate", null, Date(entry.PublishedAt));
        xml.Text("atom", "updated", FeedXml.Atom, ArticleTimes.Rfc3339(entry.UpdatedAt));
        xml.WriteOrigin(entry);
        foreach (var category in entry.Article.Tags.Prepend(entry.Article.Category.Name).Distinct())
        {
            xml.Text("category", null, category);
        }
        xml.Text("description", null, entry.Summary);
        if (feed.IsFull)
        {
            xml.Text("content", "encoded", FeedXml.Content, entry.Content);
        }
        if (entry.Enclosure is { } file)
        {
            xml.WriteStartElement("enclosure");
            xml.Attribute("url", file.Url);
            xml.Attribute("length", MediaElements.Number(file.Size));
            xml.Attribute("type", file.Type);
            xml.WriteEndElement();
        }
        xml.WriteMedia(entry);
        xml.WriteEndElement();
    }

    /// <summary>RFC 822 with the year in four digits.</summary>
    internal static string Date(DateTimeOffset time) =>
        time.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
}
