using System.Globalization;
using System.Xml;

namespace HeadlessCms.Syndication;

/// <summary>What RSS and Atom say alike of files (Media RSS 1.5.1) and of whose an article is (Dublin Core).</summary>
internal static class MediaElements
{
    /// <summary>Each file: its bytes, its size, who made it, what it shows.</summary>
    public static void WriteMedia(this XmlWriter xml, FeedEntry entry)
    {
        foreach (var media in entry.Media)
        {
            xml.WriteStartElement("media", "content", FeedXml.Media);
            xml.Attribute("url", media.Url);
            xml.Attribute("type", media.Type);
            xml.Attribute("medium", media.Medium);
            xml.Attribute("fileSize", Number(media.Size));
            xml.Attribute("width", Number(media.Width));
            xml.Attribute("height", Number(media.Height));
            xml.Text("media", "title", FeedXml.Media, media.Caption ?? media.FileName);
            xml.Text("media", "description", FeedXml.Media, string.IsNullOrEmpty(media.Alt) ? null : media.Alt);
            xml.Text("media", "credit", FeedXml.Media, media.Credit);
            xml.WriteEndElement();
        }
    }

    /// <summary>Who wrote it, who published it first, whose it is.</summary>
    public static void WriteOrigin(this XmlWriter xml, FeedEntry entry)
    {
        xml.Text("dc", "creator", FeedXml.DublinCore, entry.Article.Author);
        xml.Text("dc", "source", FeedXml.DublinCore, entry.Article.Source?.Name);
        xml.Text("dc", "rights", FeedXml.DublinCore, Rights(entry));
    }

    /// <summary>Whose it is, and what others may do with it; null when nothing is said.</summary>
    public static string? Rights(FeedEntry entry)
    {
        var rights = entry.Article.Rights;
        var said = string.Join(' ', new[] { rights?.CopyrightHolder is { } holder ? $"© {holder}" : null, rights?.UsageTerms }.OfType<string>());
        return said.Length == 0 ? null : said;
    }

    /// <summary>As XML writes numbers.</summary>
    public static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
