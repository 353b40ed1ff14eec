using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What RFC 4287, RFC 5005 and the RSS advisory board ask of a feed, as findings.</summary>
internal static partial class FeedRules
{
    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    public static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    public static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    public static readonly XNamespace Media = "http://search.yahoo.com/mrss/";
    public static readonly XNamespace History = "http://purl.org/syndication/history/1.0";

    private static readonly string[] OncePerItem =
        ["title", "link", "description", "author", "enclosure", "guid", "pubDate", "source", "comments"];

    /// <summary>The document; characters that XML 1.0 forbids are a fault.</summary>
    public static XDocument Read(Answer answer)
    {
        using var reader = XmlReader.Create(
            new MemoryStream(answer.Bytes), new XmlReaderSettings { CheckCharacters = true, DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader);
    }

    /// <summary>What is wrong with an RSS feed that was found at this address.</summary>
    public static IEnumerable<string> OfRss(XDocument document, string self)
    {
        var channel = document.Root!.Element("channel")!;
        foreach (var name in (string[])["title", "link", "description", "language", "lastBuildDate"])
        {
            if (channel.Elements(name).Count() != 1 || channel.Element(name)!.Value.Length == 0)
            {
                yield return $"channel: {name} comes once, with something in it";
            }
        }
        if (document.Root.Attribute("version")?.Value != "2.0")
        {
            yield return "rss: version is 2.0";
        }
        if (channel.Elements(Atom + "link").Single(link => link.Attribute("rel")?.Value == "self").Attribute("href")?.Value != self)
        {
            yield return $"channel: atom:link self is {self}";
        }
        foreach (var date in channel.Descendants("pubDate").Concat(channel.Elements("lastBuildDate")).Where(date => !Rfc822().IsMatch(date.Value)))
        {
            yield return $"{date} is no date of RFC 822";
        }
        foreach (var item in channel.Elements("item"))
        {
            foreach (var name in OncePerItem.Where(name => item.Elements(name).Count() > 1))
            {
                yield return $"item: {name} comes once";
            }
            if (item.Element("guid") is not { } guid || guid.Attribute("isPermaLink")?.Value != "false" || !TagAddress().IsMatch(guid.Value))
            {
                yield return "item: has a guid that is no permalink";
            }
            if (item.Element("enclosure") is { } file && (!IsAbsolute(file.Attribute("url")) || !long.TryParse(file.Attribute("length")?.Value, out _) || file.Attribute("type") is null))
            {
                yield return "enclosure: has url, length and type";
            }
            if (!IsAbsolute(item.Element("link")!.Value))
            {
                yield return "item: link is absolute";
            }
        }
        if (channel.Descendants("guid").GroupBy(guid => guid.Value).Any(same => same.Count() > 1))
        {
            yield return "channel: every guid is another";
        }
    }

    /// <summary>What is wrong with an Atom feed that was found at this address.</summary>
    public static IEnumerable<string> OfAtom(XDocument document, string self)
    {
        var feed = document.Root!;
        if (feed.Name != Atom + "feed" || feed.Elements(Atom + "author").Count() != 1)
        {
            yield return "feed: is an Atom feed with an author";
        }
        if (feed.Elements(Atom + "link").Single(link => link.Attribute("rel")?.Value == "self").Attribute("href")?.Value != self)
        {
            yield return $"feed: link self is {self}";
        }
        foreach (var part in feed.Elements(Atom + "entry").Prepend(feed))
        {
            foreach (var name in (string[])["id", "title", "updated"])
            {
                if (part.Elements(Atom + name).Count() != 1)
                {
                    yield return $"{part.Name.LocalName}: {name} comes once";
                }
            }
            if (!TagAddress().IsMatch(part.Element(Atom + "id")!.Value))
            {
                yield return "id is an absolute IRI that stays";
            }
            foreach (var name in (string[])["summary", "content", "published", "rights", "subtitle", "logo", "generator"])
            {
                if (part.Elements(Atom + name).Count() > 1)
                {
                    yield return $"{part.Name.LocalName}: {name} comes once at most";
                }
            }
            if (part.Elements(Atom + "link").Count(link => link.Attribute("rel")?.Value == "alternate") != 1)
            {
                yield return $"{part.Name.LocalName}: one link is the page for people";
            }
        }
        foreach (var link in feed.Descendants(Atom + "link").Where(link => !IsAbsolute(link.Attribute("href"))))
        {
            yield return $"{link} is absolute";
        }
        foreach (var date in feed.Descendants().Where(date => date.Name == Atom + "updated" || date.Name == Atom + "published")
            .Where(date => !IsRfc3339(date.Value)))
        {
            yield return $"{date} is a date of RFC 3339";
        }
        if (feed.Elements(Atom + "entry").GroupBy(entry => entry.Element(Atom + "id")!.Value).Any(same => same.Count() > 1))
        {
            yield return "feed: every id is another";
        }
    }

    /// <summary>Whether it is a time of RFC 3339.</summary>
    public static bool IsRfc3339(string date) => Rfc3339().IsMatch(date) && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, out _);

    /// <summary>What is wrong with a feed in either format that was found at this address.</summary>
    public static IEnumerable<string> Of(XDocument document, string self) =>
        document.Root!.Name == "rss" ? OfRss(document, self) : OfAtom(document, self);

    /// <summary>The address of a link of a feed in either format, as a path on its server; null without one.</summary>
    public static string? LinkTo(XDocument feed, string relation) => HeadOf(feed).Elements(Atom + "link")
        .SingleOrDefault(link => link.Attribute("rel")?.Value == relation)?.Attribute("href") is { } href ? new Uri(href.Value).PathAndQuery : null;

    /// <summary>The titles of a feed in either format.</summary>
    public static string[] Titles(XDocument feed) =>
    [
        .. HeadOf(feed).Elements(Atom + "entry").Select(entry => entry.Element(Atom + "title")!.Value),
        .. HeadOf(feed).Elements("item").Select(item => item.Element("title")!.Value),
    ];

    /// <summary>What says something of the feed itself.</summary>
    public static XElement HeadOf(XDocument feed) => feed.Root!.Element("channel") ?? feed.Root;

    private static bool IsAbsolute(XAttribute? address) => IsAbsolute(address?.Value);

    private static bool IsAbsolute(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    [GeneratedRegex(@"\A(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-5][0-9] [+-][0-9]{4}\z")]
    private static partial Regex Rfc822();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"\Atag:[a-z0-9.-]+,[0-9]{4}-[0-9]{2}-[0-9]{2}:[A-Za-z0-9/%._~-]+\z")]
    private static partial Regex TagAddress();
}
