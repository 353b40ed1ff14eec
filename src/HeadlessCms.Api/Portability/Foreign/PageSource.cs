using System.Security.Cryptography;
using AngleSharp.Dom;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// A folder of saved pages of a Chinese public body's site, page by page. Pages without the labels of an article are left out;
/// pictures and documents that lie in the folder come along. A folder without a single such page is the wrong one, and a fault.
/// </summary>
internal sealed class PageSource(string folder, ForeignSettings settings, ForeignHouse house) : ITransferSource
{
    private static readonly Dictionary<string, int> NoKeys = [];
    private static readonly string[] Endings = [".html", ".htm", ".shtml", ".xhtml"];

    private readonly FilesBeside _pages = new(folder);

    /// <summary>Whether there are pages in a folder, or in one below it; links are not followed.</summary>
    public static bool HasPages(string folder) => new FilesBeside(folder).All(Endings).Any();

    /// <inheritdoc/>
    public bool IsReadTwice => false;

    /// <inheritdoc/>
    public IAsyncEnumerable<Arrival> ReadAsync(ImportFaults faults, CancellationToken ct) => Read(faults).ToAsyncEnumerable();

    private IEnumerable<Arrival> Read(ImportFaults faults)
    {
        var hasArticles = false;
        foreach (var file in _pages.All(Endings))
        {
            var place = new Place(_pages.NameOf(file), 1, NoKeys);
            var (line, isArticle) = LineOf(file, place, faults);
            foreach (var arrival in house.Categories.Made(place).Concat(house.Media.Arrivals()))
            {
                yield return arrival;
            }
            if (isArticle)
            {
                hasArticles = true;
                yield return new(place, line) { IsForeign = true };
            }
        }
        if (!hasArticles)
        {
            faults.Refuse([], [new(folder, 1, null,
                $"There is nothing to import in this folder: no page ({string.Join(", ", Endings)}) with one of the labels ArticleTitle and PubDate of an article.")]);
        }
    }

    private (TransferLine? Line, bool IsArticle) LineOf(string file, Place place, ImportFaults faults)
    {
        var bytes = new FileInfo(file).Length > PageText.Longest ? null : File.ReadAllBytes(file);
        if ((bytes is null ? null : PageText.Read(bytes)) is not { } text)
        {
            faults.Refuse([], [place.Fault(bytes is null
                ? $"A page may have {PageText.Longest / 1024 / 1024} MiB."
                : "Its bytes are in no encoding that it or a Chinese site would say: not UTF-8, not GB18030.")]);
            return (null, true);
        }
        try
        {
            using var document = HtmlTree.Parse(text);
            var page = new SavedPage(document);
            if (page.IsArticle)
            {
                return (LineOf(page, place, Convert.ToHexStringLower(SHA256.HashData(bytes!)), faults), true);
            }
            faults.Note(place.Fault("It is left out: it has neither of the labels ArticleTitle and PubDate of an article."));
            return (null, false);
        }
        catch (TooComplexException fault)
        {
            faults.Refuse([], [place.Fault(fault.Message)]);
            return (null, true);
        }
    }

    private TransferLine? LineOf(SavedPage page, Place place, string sha256, ImportFaults faults)
    {
        var address = page.Address ?? AddressBelow(settings.BaseUrl, place.File!); // a page has a file
        var (body, time) = (page.Body(settings.BodySelector), ForeignText.Time(page.Label("PubDate"), house.Zone));
        var section = page.Section;
        var category = (section.Count > 0 ? house.Categories.Find(section) : null) ?? house.Categories.Standard;
        string?[] wrong =
        [
            body is null ? settings.BodySelector is { } selector ? $"Nothing in it is '{selector}'." : "Its text is in none of the usual places: --body-selector names the element." : null,
            time is null ? page.Label("PubDate") is { } date ? $"The date '{date}' of PubDate cannot be read." : "It has no PubDate." : null,
            category is null ? section.Count == 0
                ? "It has no ColumnName: --category names a category for such."
                : $"No category is called '{string.Join(" / ", section)}': --create-categories makes it, --category names one for all." : null,
        ];
        if (wrong.OfType<string>().ToList() is { Count: > 0 } all)
        {
            faults.Refuse([], all.Select(place.Fault));
            return null;
        }
        // A page of which nobody knows the address is known by its place and its bytes.
        var name = address?.AbsoluteUri ?? $"{place.File}\n{sha256}";
        return Make(page, body!, name, address, category!, place, faults, time).ToLine(house.Now);
    }

    private ForeignArticle Make(
        SavedPage page, IElement body, string name, Uri? address, string category, Place place, ImportFaults faults, DateTimeOffset? time)
    {
        Guid? Take(string file, AttachmentDraft said) => house.Media.Take(file, said, place, faults);
        string? FileOf(string written, Uri? whole) => FileBeside(place.File!, address, written, whole);
        ForeignBody.Rewrite(body, address, FileOf, Take, missing => faults.Note(place.Fault(missing)));
        var html = body.InnerHtml;
        return new ForeignArticle
        {
            Name = name,
            Title = page.Title,
            Body = html,
            Page = address,
            PublishedAt = time,
            Summary = ForeignText.Summary(page.Label("Description")),
            Author = page.Label("Author"),
            Source = page.Source,
            Tags = ForeignText.Tags(ForeignText.Words(page.Label("Keywords"))),
            Category = category,
            Cover = page.Label("Image") is { } image && FileOf(image, Whole(image, address)) is { } file ? PictureOf(file, Take) : null,
            Views = page.ViewsBeside(body),
        };
    }

    private static Guid? PictureOf(string file, Func<string, AttachmentDraft, Guid?> take) =>
        MediaTypes.Accepted.Any(type => type.Type.StartsWith("image/", StringComparison.Ordinal) && type.Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            ? take(file, new AttachmentDraft()) : null;

    private static Uri? Whole(string written, Uri? page) =>
        ForeignText.Web(written) ?? (page is not null && Uri.TryCreate(page, written, out var whole) ? whole : null);

    // Beside the page as it writes it; and on the page's own site by the path from the folder's top.
    private string? FileBeside(string page, Uri? address, string written, Uri? whole)
    {
        if (ForeignText.Web(written) is null && !written.StartsWith("//", StringComparison.Ordinal))
        {
            var path = Uri.UnescapeDataString(written.Split('?', '#')[0]).Replace('\\', '/');
            if ((path.StartsWith('/') ? path : Joined(page, path)) is { } inFolder && house.Media.Folder.Find(inFolder) is { } beside)
            {
                return beside;
            }
        }
        return whole is not null && address is not null && whole.Host == address.Host ? house.Media.Folder.Find(Uri.UnescapeDataString(whole.AbsolutePath)) : null;
    }

    // The path in the folder of what a page names; null when it leads out of it.
    private static string? Joined(string page, string path)
    {
        var steps = page.Split('/')[..^1].ToList();
        foreach (var step in path.Split('/').Where(step => step is not ("" or ".")))
        {
            if (step != "..")
            {
                steps.Add(step);
            }
            else if (steps.Count == 0)
            {
                return null;
            }
            else
            {
                steps.RemoveAt(steps.Count - 1);
            }
        }
        return string.Join('/', steps);
    }

    private static Uri? AddressBelow(Uri? top, string file) => top is null
        ? null
        : new Uri(top.AbsoluteUri.TrimEnd('/') + "/" + string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
}
