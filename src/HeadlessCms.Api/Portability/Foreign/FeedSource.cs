using System.Xml.Linq;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// An RSS (0.9x, 1.0, 2.0) or Atom file. Its items are public articles; what they enclose and show comes along where it lies beside
/// the file.
/// </summary>
internal sealed class FeedSource(ForeignXml xml, ForeignHouse house) : ITransferSource
{
    private const int LeastSteps = 1;

    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";

    /// <inheritdoc/>
    public bool IsReadTwice => false;

    /// <inheritdoc/>
    public IAsyncEnumerable<Arrival> ReadAsync(ImportFaults faults, CancellationToken ct) => Read(faults).ToAsyncEnumerable();

    private IEnumerable<Arrival> Read(ImportFaults faults)
    {
        xml.ReadHead(faults); // nothing in it is needed, but what is wrong with it is to be known
        foreach (var item in xml.ReadItems(faults))
        {
            var line = LineOf(item, faults);
            foreach (var arrival in house.Categories.Made(item.Place).Concat(house.Media.Arrivals()))
            {
                yield return arrival;
            }
            yield return new(item.Place, line) { IsForeign = true };
        }
    }

    private TransferLine? LineOf(XmlItem item, ImportFaults faults)
    {
        try
        {
            return Read(item, faults);
        }
        catch (TooComplexException fault)
        {
            faults.Refuse([], [item.Place.Fault(fault.Message)]);
            return null;
        }
    }

    private TransferLine? Read(XmlItem item, ImportFaults faults)
    {
        var said = item.Element.Name.LocalName == "entry" ? OfAtom(item.Element) : OfRss(item.Element);
        var name = said.Name ?? said.Page?.AbsoluteUri;
        var time = ForeignText.Time(said.Time, house.Zone);
        var (category, tags) = CategoryOf(said.Categories);
        string?[] wrong =
        [
            name is null ? "It has no guid, id or link, by which a second import could tell that it is here." : null,
            time is null && said.Time is not null ? $"The date '{said.Time}' cannot be read." : null,
            category is null ? NoCategory(said.Categories) : null,
        ];
        if (wrong.OfType<string>().ToList() is { Count: > 0 } all)
        {
            faults.Refuse([], all.Select(item.Place.Fault));
            return null;
        }
        return Make(said, name!, time, category!, tags, item.Place, faults).ToLine(house.Now);
    }

    private ForeignArticle Make(FeedItem said, string name, DateTimeOffset? time, string category, IEnumerable<string> tags, Place place, ImportFaults faults)
    {
        Guid? Take(string file, AttachmentDraft draft) => house.Media.Take(file, draft, place, faults);
        var enclosed = new List<Guid>();
        foreach (var address in said.Enclosures)
        {
            if (house.Media.Folder.Find(address, LeastSteps) is { } file && Take(file, new AttachmentDraft()) is { } id)
            {
                enclosed.Add(id);
            }
            else
            {
                faults.Note(place.Fault($"The enclosed file {address} is not here."));
            }
        }
        using var document = HtmlTree.Parse(said.Body);
        ForeignBody.Rewrite(
            document.Body!, said.Page, (written, whole) => whole is null ? house.Media.Folder.FindWritten(written) : house.Media.Folder.Find(whole, LeastSteps), Take,
            missing => faults.Note(place.Fault(missing)));
        return new ForeignArticle
        {
            Name = name,
            Title = said.Title,
            Body = document.Body!.InnerHtml,
            Page = said.Page,
            PublishedAt = time,
            Summary = ForeignText.Summary(ForeignText.WithoutTags(said.Summary)),
            Author = said.Author,
            Source = said.Source,
            Tags = ForeignText.Tags(tags),
            Category = category,
            Attachments = enclosed,
        };
    }

    // The first that is a category here, or is to be one; the others say what it is about.
    private (string? Category, IEnumerable<string> Tags) CategoryOf(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (house.Categories.Find([name]) is { } slug)
            {
                return (slug, names.Where(other => other != name));
            }
        }
        return (house.Categories.Standard, names);
    }

    private static string NoCategory(IReadOnlyList<string> names) => names.Count == 0
        ? "It says no category: --category names one for such."
        : $"No category is called '{names[0]}': --create-categories makes it, --category names one for all.";

    private static FeedItem OfRss(XElement item)
    {
        string? Text(XName name) => item.Elements().FirstOrDefault(element => element.Name == name || (element.Name.LocalName == name.LocalName && name.Namespace == XNamespace.None && IsRss(element.Name.Namespace)))?.Value;
        var (guid, link) = (item.Elements().FirstOrDefault(element => element.Name.LocalName == "guid"), ForeignText.Web(Text("link")));
        var (content, description) = (Text(Content + "encoded"), Text("description"));
        return new FeedItem
        {
            Name = ForeignText.Line(guid?.Value),
            Page = link ?? (guid?.Attribute("isPermaLink")?.Value == "false" ? null : ForeignText.Web(guid?.Value)),
            Title = ForeignText.WithoutTags(Text("title")),
            Body = content ?? description ?? "",
            Summary = content is null ? null : description,
            Time = ForeignText.Line(Text("pubDate") ?? Text(Dc + "date")),
            Author = Text(Dc + "creator") ?? NameOf(Text("author")),
            Source = Text("source"),
            Categories = [.. item.Elements().Where(element => element.Name.LocalName == "category" && IsRss(element.Name.Namespace)).Select(element => ForeignText.Line(element.Value)).OfType<string>().Distinct()],
            Enclosures = [.. item.Elements().Where(element => element.Name.LocalName == "enclosure").Select(element => ForeignText.Web(element.Attribute("url")?.Value)).OfType<Uri>()],
        };
    }

    // RSS has an e-mail address there, and often the name behind it.
    private static string? NameOf(string? author) =>
        author is not null && author.IndexOf('(', StringComparison.Ordinal) is > 0 and var begin && author.TrimEnd().EndsWith(')') ? author.TrimEnd()[(begin + 1)..^1] : author;

    private static bool IsRss(XNamespace space) => space == XNamespace.None || space.NamespaceName is "http://purl.org/rss/1.0/" or "http://backend.userland.com/rss2";

    private static FeedItem OfAtom(XElement entry)
    {
        XElement? One(string name) => entry.Elements().FirstOrDefault(element => element.Name.LocalName == name && element.Name.Namespace == entry.Name.Namespace);
        IEnumerable<XElement> Links(string kind) => entry.Elements().Where(element => element.Name.LocalName == "link" && (element.Attribute("rel")?.Value ?? "alternate") == kind);
        var (content, summary) = (HtmlOf(One("content")), HtmlOf(One("summary")));
        return new FeedItem
        {
            Name = ForeignText.Line(One("id")?.Value),
            Page = Links("alternate").Select(link => ForeignText.Web(link.Attribute("href")?.Value)).FirstOrDefault(link => link is not null),
            Title = One("title") is { } title && title.Attribute("type")?.Value is "html" or "xhtml" ? ForeignText.WithoutTags(HtmlOf(One("title"))) : One("title")?.Value,
            Body = content ?? summary ?? "",
            Summary = content is null ? null : summary,
            Time = ForeignText.Line(One("published")?.Value ?? One("updated")?.Value),
            Author = One("author")?.Elements().FirstOrDefault(element => element.Name.LocalName == "name")?.Value,
            Source = One("source")?.Elements().FirstOrDefault(element => element.Name.LocalName == "title")?.Value,
            Categories = [.. entry.Elements().Where(element => element.Name.LocalName == "category").Select(element => ForeignText.Line(element.Attribute("label")?.Value ?? element.Attribute("term")?.Value)).OfType<string>().Distinct()],
            Enclosures = [.. Links("enclosure").Select(link => ForeignText.Web(link.Attribute("href")?.Value)).OfType<Uri>()],
        };
    }

    // RFC 4287, 3.1: text, HTML in a text, or a div of XHTML.
    private static string? HtmlOf(XElement? text) => text?.Attribute("type")?.Value switch
    {
        _ when text is null => null,
        "xhtml" => string.Concat((text.Elements().FirstOrDefault() ?? text).Nodes().Select(node => WithoutPrefixes(node).ToString(SaveOptions.DisableFormatting))),
        "html" or "text/html" => text.Value,
        _ => ForeignText.ToHtml(text.Value),
    };

    private static XNode WithoutPrefixes(XNode node) => node is XElement element
        ? new XElement(element.Name.LocalName, element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration), element.Nodes().Select(WithoutPrefixes))
        : node;

    private sealed record FeedItem
    {
        public required string? Name { get; init; }

        public required Uri? Page { get; init; }

        public required string? Title { get; init; }

        public required string Body { get; init; }

        public required string? Summary { get; init; }

        public required string? Time { get; init; }

        public required string? Author { get; init; }

        public required string? Source { get; init; }

        public required IReadOnlyList<string> Categories { get; init; }

        public required IReadOnlyList<Uri> Enclosures { get; init; }
    }
}
