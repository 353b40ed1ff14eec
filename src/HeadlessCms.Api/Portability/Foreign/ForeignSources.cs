using AngleSharp.Dom;
using HeadlessCms.Categories;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;
using HeadlessCms.Site;

namespace HeadlessCms.Portability.Foreign;

/// <summary>In what form something from another system comes.</summary>
internal enum ForeignFormat
{
    /// <summary>An RSS or Atom file.</summary>
    Feed,

    /// <summary>WordPress's export (WXR).</summary>
    Wxr,

    /// <summary>A folder of saved pages.</summary>
    Pages,
}

/// <summary>Opens what comes from other systems, so that it reads as lines do.</summary>
internal sealed class ForeignSources(Database database, TimeProvider clock)
{
    /// <summary>The source; its categories are those that are here now.</summary>
    /// <exception cref="RefusedException">The category that is named is not here.</exception>
    public async Task<ITransferSource> OpenAsync(ForeignFormat format, string path, ForeignSettings settings, CancellationToken ct)
    {
        RequireSelector(settings.BodySelector);
        var folder = settings.Files ?? (format == ForeignFormat.Pages ? path : Path.GetDirectoryName(Path.GetFullPath(path))!); // a file lies in a folder
        var house = await database.ReadAsync(async session =>
        {
            var choice = settings.Categories;
            if (choice.Standard is { } standard)
            {
                var row = await CategoryStore.FindAsync(session, standard, ct) ?? throw new RefusedException($"No category has the id or slug '{standard}'.");
                choice = choice with { Standard = row.Slug };
            }
            var former = (await CategoryStore.FormerSlugsAsync(session, ct)).SelectMany(slugs => slugs);
            var categories = new ForeignCategories(await CategoryStore.TreeAsync(session, ct), former, choice);
            var zone = TimeZoneInfo.FindSystemTimeZoneById((await SiteStore.GetAsync(session, ct)).TimeZone);
            return new ForeignHouse(categories, new ForeignMedia(new FilesBeside(folder)), zone, clock.GetUtcNow());
        }, ct);
        return format switch
        {
            ForeignFormat.Pages => new PageSource(path, settings, house),
            ForeignFormat.Wxr => new WxrSource(Xml(path), house),
            _ => new FeedSource(Xml(path), house),
        };
    }

    private static void RequireSelector(string? selector)
    {
        try
        {
            using var document = HtmlTree.Parse("");
            _ = selector is null ? null : document.QuerySelector(selector);
        }
        catch (DomException)
        {
            throw new RefusedException($"'{selector}' is no CSS selector.");
        }
    }

    private static ForeignXml Xml(string path) => new(() => File.OpenRead(path), Path.GetFileName(path));
}
