using System.Text;
using System.Xml;

namespace HeadlessCms.Syndication;

/// <summary>Writes XML that every parser takes: what XML 1.0 cannot hold even escaped is left out.</summary>
internal static class FeedXml
{
    public const string Atom = "http://www.w3.org/2005/Atom";
    public const string Content = "http://purl.org/rss/1.0/modules/content/";
    public const string DublinCore = "http://purl.org/dc/elements/1.1/";
    public const string Media = "http://search.yahoo.com/mrss/";
    public const string History = "http://purl.org/syndication/history/1.0";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize, // a carriage return would be read as a line feed
    };

    /// <summary>The document that this writes.</summary>
    public static byte[] Write(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartDocument();
            write(xml);
            xml.WriteEndDocument();
        }
        return bytes.ToArray();
    }

    /// <summary>An element of text; none where there is none.</summary>
    public static void Text(this XmlWriter xml, string name, string? ns, string? text)
    {
        if (text is not null)
        {
            xml.WriteElementString(name, ns, Clean(text));
        }
    }

    /// <inheritdoc cref="Text(XmlWriter, string, string?, string?)"/>
    public static void Text(this XmlWriter xml, string prefix, string name, string ns, string? text)
    {
        if (text is not null)
        {
            xml.WriteElementString(prefix, name, ns, Clean(text));
        }
    }

    /// <summary>An attribute; none where there is nothing to say.</summary>
    public static void Attribute(this XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteAttributeString(name, Clean(value));
        }
    }

    /// <summary>Without the characters that XML 1.0 forbids (section 2.2): most controls, U+FFFE and U+FFFF, halves of pairs.</summary>
    public static string Clean(string text)
    {
        if (IsClean(text))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (XmlConvert.IsXmlChar(text[at]))
            {
                clean.Append(text[at]);
            }
            else if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]))
            {
                clean.Append(text, at++, 2);
            }
        }
        return clean.ToString();
    }

    private static bool IsClean(string text)
    {
        foreach (var letter in text)
        {
            if (!XmlConvert.IsXmlChar(letter))
            {
                return false;
            }
        }
        return true;
    }
}
