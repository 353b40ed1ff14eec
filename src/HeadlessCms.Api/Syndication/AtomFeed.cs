using System.Xml;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Syndication;

/// <summary>Atom 1.0 (RFC 4287), with paging and archives (RFC 5005).</summary>
[AnsweredAs(MediaType)]
internal sealed record AtomFeed(byte[] Bytes) : IWrittenBody
{
    private const string MediaType = "application/atom+xml";
    private const string Xml = "http://www.w3.org/XML/1998/namespace";

    /// <summary>The feed in this format.</summary>
    public static AtomFeed Of(Feed feed) => new(FeedXml.Write(xml => Write(xml, feed)));

    private static void Write(XmlWriter xml, Feed feed)
    {
        xml.WriteStartElement("feed", FeedXml.Atom);
        xml.WriteAttributeString("xmlns", "dc", null, FeedXml.DublinCore);
        xml.WriteAttributeString("xmlns", "fh", null, FeedXml.History);
        xml.WriteAttributeString("xmlns", "media", null, FeedXml.Media);
        xml.WriteAttributeString("xml", "lang", Xml, feed.Language);
        Text(xml, "id", feed.Id);
        Text(xml, "title", feed.Title);
        Text(xml, "subtitle", feed.Description);
        Text(xml, "updated", ArticleTimes.Rfc3339(feed.UpdatedAt));
        WritePerson(xml, feed.Publisher);
        Text(xml, "generator", "HeadlessCms");
        Text(xml, "logo", feed.LogoUrl);
        WriteLink(xml, "alternate", feed.HomeUrl, "text/html");
        foreach (var link in feed.Links)
        {
            WriteLink(xml, link.Relation, link.Url, link.TypeOf(MediaType));
        }
        if (feed.IsArchive)
        {
            xml.WriteStartElement("fh", "archive", FeedXml.History);
            xml.WriteEndElement();
        }
        foreach (var entry in feed.Entries)
        {
            WriteEntry(xml, feed, entry);
        }
        xml.WriteEndElement();
    }

    private static void WriteEntry(XmlWriter xml, Feed feed, FeedEntry entry)
    {
        var article = entry.Article;
        xml.WriteStartElement("entry", FeedXml.Atom);
        if (article.Locale != feed.Language)
        {
            xml.WriteAttributeString("xml", "lang", Xml, article.Locale);
        }
        Text(xml, "id", entry.Id);
        Text(xml, "title", article.Title);
        Text(xml, "published", ArticleTimes.Rfc3339(entry.PublishedAt));
        Text(xml, "updated", ArticleTimes.Rfc3339(entry.UpdatedAt));
        WriteLink(xml, "alternate", article.Url, "text/html");
        if (article.LinkUrl is { } elsewhere)
        {
            WriteLink(xml, "related", elsewhere, null);
        }
        foreach (var file in entry.Media)
        {
            WriteLink(xml, "enclosure", file.Url, file.Type, file.Size, file.FileName);
        }
        if (article.Author is { } author)
        {
            WritePerson(xml, author);
        }
        xml.WriteOrigin(entry);
        WriteCategories(xml, article);
        Text(xml, "rights", MediaElements.Rights(entry));
        Text(xml, "summary", entry.Summary);
        if (feed.IsFull)
        {
            xml.WriteStartElement("content", FeedXml.Atom);
            xml.WriteAttributeString("type", "html");
            xml.WriteString(FeedXml.Clean(entry.Content));
            xml.WriteEndElement();
        }
        xml.WriteMedia(entry);
        xml.WriteEndElement();
    }

    private static void WriteCategories(XmlWriter xml, Article article)
    {
        xml.WriteStartElement("category", FeedXml.Atom);
        xml.Attribute("term", article.Category.Slug);
        xml.Attribute("label", article.Category.Name);
        xml.WriteEndElement();
        foreach (var tag in article.Tags)
        {
            xml.WriteStartElement("category", FeedXml.Atom);
            xml.Attribute("term", tag);
            xml.WriteEndElement();
        }
    }

    private static void WritePerson(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author", FeedXml.Atom);
        Text(xml, "name", name);
        xml.WriteEndElement();
    }

    private static void WriteLink(XmlWriter xml, string relation, string url, string? type, long? length = null, string? title = null)
    {
        xml.WriteStartElement("link", FeedXml.Atom);
        xml.Attribute("rel", relation);
        xml.Attribute("href", url);
        xml.Attribute("type", type);
        xml.Attribute("length", MediaElements.Number(length));
        xml.Attribute("title", title);
        xml.WriteEndElement();
    }

    private static void Text(XmlWriter xml, string name, string? text) => xml.Text(name, FeedXml.Atom, text);
}
