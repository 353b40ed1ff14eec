using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>Writes a portal into a folder, as <see cref="PortalImport"/> takes it in: the same content, the same bytes.</summary>
internal sealed class PortalExport(Database database, FileStore files, SiteZone zone)
{
    private const int PageSize = 100;

    /// <summary>Writes everything; how many articles there were.</summary>
    public async Task<int> RunAsync(string folder, IProgress<string>? progress, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.Combine(folder, "articles"));
        Directory.CreateDirectory(Path.Combine(folder, "media"));
        var write = new PortalWriter(zone);
        var site = await database.ReadAsync(session => SiteStore.GetAsync(session, ct), ct);
        await WriteAsync(folder, "site.yaml", PortalWriter.Site(site), ct);
        var tree = await database.ReadAsync(session => CategoryStore.TreeAsync(session, ct), ct);
        await WriteAsync(folder, "categories.yaml", PortalWriter.Categories(tree, zone), ct);
        await WriteAsync(folder, "media.yaml", await MediaAsync(folder, write, ct), ct);
        var count = 0;
        foreach (var copy in (string[])["public", "draft"])
        {
            count += await ArticlesAsync(folder, copy, write, site.DefaultLocale, progress, ct);
        }
        return count;
    }

    private async Task<int> ArticlesAsync(
        string folder, string copy, PortalWriter write, string locale, IProgress<string>? progress, CancellationToken ct)
    {
        var slugs = (await database.ReadAsync(session => CategoryStore.TreeAsync(session, ct), ct)).SelectMany(PortalWriter.Flatten)
            .ToDictionary(category => category.Id, category => category.Slug);
        var (count, after) = (0, (Guid?)null);
        while (true)
        {
            var last = after;
            var page = await database.SlowReadAsync(session => ArticleImportStore.PageAsync(session, copy, last, PageSize, ct), ct);
            foreach (var article in page)
            {
                var extension = article.Draft.BodyFormat == "markdown" ? "md" : "html";
                await WriteAsync(folder, Path.Combine("articles", $"{article.Slug}.{extension}"), write.Article(article, slugs, locale), ct);
            }
            count += page.Count;
            progress?.Report($"articles: {count}");
            if (page.Count < PageSize)
            {
                return count;
            }
            after = page[^1].ArticleId;
        }
    }

    private async Task<string> MediaAsync(string folder, PortalWriter write, CancellationToken ct)
    {
        var rows = new List<AttachmentRow>();
        Guid? after = null;
        var all = new AttachmentFilter(null, null, null, null);
        while (true)
        {
            var last = after;
            var page = await database.SlowReadAsync(session => AttachmentStore.ListAsync(session, all, last, PageSize, ct), ct);
            rows.AddRange(page.Take(PageSize));
            if (page.Count <= PageSize)
            {
                break;
            }
            after = page[PageSize - 1].Id;
        }
        rows.Reverse(); // listed newest first, written oldest first
        var names = MediaNames.Of(rows);
        foreach (var row in rows.DistinctBy(row => names[row.Id]))
        {
            await using var source = await files.OpenReadAsync(row.Sha256, ct)
                ?? throw new FileNotFoundException($"The file {row.Sha256} of attachment {row.Id} is missing; 'check' lists all that are.");
            await using var target = File.Create(Path.Combine(folder, "media", names[row.Id]));
            await source.CopyToAsync(target, ct);
        }
        return write.Media(rows, names);
    }

    private static Task WriteAsync(string folder, string file, string text, CancellationToken ct) =>
        File.WriteAllTextAsync(Path.Combine(folder, file), text, ct);
}
