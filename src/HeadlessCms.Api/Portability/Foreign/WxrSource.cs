using System.Globalization;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// WordPress's export (WXR 1.0 to 1.2): posts and pages with their state, sections, tags, authors and files. One reading goes over the file twice, as
/// files may stand behind what shows them. Nothing is fetched: files come from beside it.
/// </summary>
internal sealed class WxrSource(ForeignXml xml, ForeignHouse house) : ITransferSource
{
    // Below "uploads" each file lies in a folder of its year and month.
    private const int LeastSteps = 3;

    private static readonly string[] ViewCounters = ["views", "post_views_count", "_post_views", "pageviews"];

    private readonly Dictionary<string, Guid> _files = [];

    /// <inheritdoc/>
    public bool IsReadTwice => false;

    /// <inheritdoc/>
    public IAsyncEnumerable<Arrival> ReadAsync(ImportFaults faults, CancellationToken ct) => Read(faults).ToAsyncEnumerable();

    private IEnumerable<Arrival> Read(ImportFaults faults)
    {
        var head = xml.ReadHead(faults);
        var site = head is null ? WxrSite.Empty : WxrSite.Of(head);
        foreach (var item in xml.ReadItems(faults))
        {
            var post = new WxrPost(item.Element);
            if (post.Type == "attachment")
            {
                Guarded(item.Place, faults, () => TakeFile(post, item.Place, faults));
            }
            foreach (var arrival in house.Media.Arrivals())
            {
                yield return arrival;
            }
        }
        var others = new HashSet<string>();
        foreach (var item in xml.ReadItems(new ImportFaults())) // what is wrong with an item has been said
        {
            var post = new WxrPost(item.Element);
            if (post.Type is not ("post" or "page"))
            {
                if (post.Type is not "attachment" && others.Add(post.Type))
                {
                    faults.Note(item.Place.Fault($"Items of type '{post.Type}' are left out."));
                }
            }
            else if (post.State is not ("trash" or "auto-draft"))
            {
                TransferLine? line = null;
                Guarded(item.Place, faults, () => line = LineOf(post, site, item.Place, faults));
                foreach (var arrival in house.Categories.Made(item.Place).Concat(house.Media.Arrivals()))
                {
                    yield return arrival;
                }
                yield return new(item.Place, line) { IsForeign = true };
            }
        }
    }

    private void TakeFile(WxrPost post, Place place, ImportFaults faults)
    {
        var address = ForeignText.Web(post.Text("attachment_url")) ?? ForeignText.Web(post.Element("guid"));
        if (address is null || house.Media.Folder.Find(address, LeastSteps) is not { } file)
        {
            faults.Note(place.Fault($"The file {post.Text("attachment_url") ?? post.Element("title")} is not here: lay it beside, in its folders below 'uploads'."));
            return;
        }
        var said = new AttachmentDraft { Alt = post.Meta("_wp_attachment_image_alt"), Caption = ForeignText.WithoutTags(post.Excerpt) };
        if (house.Media.Take(file, said, place, faults) is { } id && post.Text("post_id") is { } number)
        {
            _files[number] = id;
        }
    }

    private TransferLine? LineOf(WxrPost post, WxrSite site, Place place, ImportFaults faults)
    {
        var name = ForeignText.Line(post.Element("guid")) ?? ForeignText.Line(post.Element("link"));
        var ways = post.Categories.Select(site.WayOf).OrderByDescending(way => way.Names.Count).ToList();
        string[] categories = [.. ways.Select(way => house.Categories.Find(way.Names, way.Slugs, isWhole: true)).OfType<string>().Distinct()];
        var category = categories.FirstOrDefault() ?? house.Categories.Standard;
        if (name is null || category is null)
        {
            faults.Refuse([], [place.Fault(name is null ? "It has no guid or link, by which a second import could tell that it is here."
                : ways.Count == 0 ? "It lies in no category: --category names one for such."
                : $"No category is called '{string.Join(" / ", ways[0].Names)}': --create-categories makes it, --category names one for all.")]);
            return null;
        }
        return Make(post, site, name, category, categories, place, faults).ToLine(house.Now);
    }

    // A text may be nested more deeply than can be read: that costs its item.
    private static void Guarded(Place place, ImportFaults faults, Action read)
    {
        try
        {
            read();
        }
        catch (TooComplexException fault)
        {
            faults.Refuse([], [place.Fault(fault.Message)]);
        }
    }

    private ForeignArticle Make(
        WxrPost post, WxrSite site, string name, string category, IReadOnlyList<string> categories, Place place, ImportFaults faults)
    {
        var page = ForeignText.Web(post.Element("link"));
        using var document = HtmlTree.Parse(WxrText.ToHtml(post.Content ?? ""));
        ForeignBody.Rewrite(
            document.Body!, page, (written, whole) => whole is null ? house.Media.Folder.FindWritten(written) : FileOf(whole), (file, said) => house.Media.Take(file, said, place, faults),
            missing => faults.Note(place.Fault(missing)));
        var cover = post.Meta("_thumbnail_id") is { } number && _files.TryGetValue(number.Trim(), out var id) ? id : (Guid?)null;
        if (cover is null && post.Meta("_thumbnail_id") is { } lost)
        {
            faults.Note(place.Fault($"Its featured picture, item {lost}, is not here."));
        }
        var date = post.Date("post_date", house.Zone);
        if (post.State == "future" && date <= house.Now)
        {
            faults.Note(place.Fault($"Its time to be published, {post.Text("post_date")}, is over: it becomes public at once."));
        }
        return new ForeignArticle
        {
            Name = name,
            Title = ForeignText.WithoutTags(post.Element("title")),
            Body = document.Body!.InnerHtml,
            Page = page,
            OtherPages = ForeignText.Web(post.Element("guid")) is { } guid ? [guid] : [],
            PublishedAt = post.State is "publish" or "future" or "private" ? date : null,
            UpdatedAt = post.Date("post_modified", house.Zone),
            Slug = ForeignArticle.SlugOf(post.Text("post_name")),
            Summary = ForeignText.Summary(ForeignText.WithoutTags(post.Excerpt)),
            Author = site.AuthorOf(post.Author),
            Tags = ForeignText.Tags(post.Tags),
            IsFeatured = post.Text("is_sticky") == "1",
            // What needed a password, or was for editors, is not shown to everybody here.
            State = post.State == "publish" && string.IsNullOrEmpty(post.Text("post_password")) ? "published" : "draft",
            PublishAt = post.State == "future" ? date : null,
            Views = ViewCounters.Select(post.Meta).Select(count => long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var views) ? views : 0).Max(),
            Category = category,
            AlsoIn = [.. categories.Where(other => other != category)],
            Cover = cover,
        };
    }

    // The picture itself rather than a smaller copy that WordPress made of it.
    private string? FileOf(Uri address) =>
        (WxrText.WithoutSize(address) is { } original ? house.Media.Folder.Find(original, LeastSteps) : null) ?? house.Media.Folder.Find(address, LeastSteps);
}
