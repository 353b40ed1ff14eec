using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>What an export wrote.</summary>
/// <param name="Articles">How many.</param>
/// <param name="Removed">Files of an earlier export that this one has no more.</param>
internal sealed record ExportOutcome(int Articles, IReadOnlyList<string> Removed);

/// <summary>
/// Writes a portal into a folder, as <see cref="PortalImport"/> takes it in: the same content, the same bytes. All of it
/// is of one moment, whoever writes meanwhile.
/// </summary>
internal sealed class PortalExport(Database database, FileStore files)
{
    private const int PageSize = 100;

    /// <summary>Writes these articles, all categories and, of a part, only the files that the articles and the site use.</summary>
    /// <exception cref="RefusedException">A file is missing; a folder in it leads elsewhere; a part, and there is an export in the folder already.</exception>
    public Task<ExportOutcome> RunAsync(string folder, LeavingSelection articles, IProgress<string>? progress, CancellationToken ct)
    {
        foreach (var below in (string[])["articles", "media"])
        {
            // What an earlier export left is removed there: it must not be somebody else's.
            if (Directory.CreateDirectory(Path.Combine(folder, below)) is { LinkTarget: not null } link)
            {
                throw new RefusedException($"{link.FullName} is a link; a folder is expected there.");
            }
        }
        return database.SlowReadAsync(session => WriteAsync(session, folder, articles, progress, ct), ct);
    }

    private async Task<ExportOutcome> WriteAsync(Session session, string folder, LeavingSelection selection, IProgress<string>? progress, CancellationToken ct)
    {
        var stale = new StaleFiles(folder);
        if (selection.IsPart && stale.Any)
        {
            throw new RefusedException($"There is an export in {folder} already, and a part would remove the rest of it: name another folder.");
        }
        var site = await SiteStore.GetAsync(session, ct);
        var write = new PortalWriter(new SiteZone { Zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone) });
        var tree = await CategoryStore.TreeAsync(session, ct);
        // Files first, as they may go while this is under way; their list last, as it tells the next export what is ours.
        var media = await MediaAsync(folder, await RowsAsync(session, site, selection, ct), write, stale, progress, ct);
        await WriteAsync(folder, "site.yaml", PortalWriter.Site(site), ct);
        await WriteAsync(folder, "categories.yaml", write.Categories(tree, await CategoryStore.FormerSlugsAsync(session, ct)), ct);
        var count = 0;
        foreach (var copy in (string[])["public", "draft"])
        {
            count += await ArticlesAsync(session, folder, copy, selection, new(write, tree, site.DefaultLocale), stale, progress, ct);
        }
        var removed = stale.Remove();
        await WriteAsync(folder, "media.yaml", media, ct);
        return new(count, removed);
    }

    private static async Task<int> ArticlesAsync(
        Session session, string folder, string copy, LeavingSelection selection, ArticleFiles articles, StaleFiles stale, IProgress<string>? progress, CancellationToken ct)
    {
        var (count, after) = (0, (Guid?)null);
        while (true)
        {
            var page = await ArticleImportStore.PageAsync(session, copy, after, PageSize, selection, ct);
            var formerSlugs = await ArticleImportStore.FormerSlugsAsync(session, page, ct);
            foreach (var article in page)
            {
                var name = ArticleFiles.NameOf(article);
                stale.Keep("articles", name);
                await WriteAsync(folder, Path.Combine("articles", name), articles.TextOf(article, formerSlugs[article.ArticleId]), ct);
            }
            count += page.Count;
            progress?.Report($"Writing articles: {count}");
            if (page.Count < PageSize)
            {
                return count;
            }
            after = page[^1].ArticleId;
        }
    }

    private async Task<string> MediaAsync(
        string folder, IReadOnlyList<AttachmentRow> rows, PortalWriter write, StaleFiles stale, IProgress<string>? progress, CancellationToken ct)
    {
        var names = MediaNames.Of(rows);
        var count = 0;
        foreach (var row in rows.DistinctBy(row => names[row.Id]))
        {
            stale.Keep("media", names[row.Id]);
            await using var source = await files.OpenReadAsync(row.Sha256, ct)
                ?? throw new RefusedException($"The file {row.Sha256} of attachment {row.Id} is missing. If the attachment was deleted just now, export again; 'check' lists all that are missing.");
            await using var target = File.Create(Own(folder, Path.Combine("media", names[row.Id])));
            await source.CopyToAsync(target, ct);
            progress?.Report($"Writing files: {++count}");
        }
        return write.Media(rows, names);
    }

    private static async Task<IReadOnlyList<AttachmentRow>> RowsAsync(Session session, SiteSettings site, LeavingSelection selection, CancellationToken ct)
    {
        var all = await RowsAsync(session, ct);
        if (!selection.IsPart)
        {
            return all;
        }
        var used = (await ArticleImportStore.FilesOfAsync(session, selection, ct)).ToHashSet();
        return [.. all.Where(row => row.Id == site.LogoId || used.Contains(row.Id))];
    }

    private static async Task<IReadOnlyList<AttachmentRow>> RowsAsync(Session session, CancellationToken ct)
    {
        var rows = new List<AttachmentRow>();
        var all = new AttachmentFilter(null, null, null, Within: null);
        Guid? after = null;
        while (true)
        {
            var page = await AttachmentStore.ListAsync(session, all, after, PageSize, ct);
            rows.AddRange(page.Take(PageSize));
            if (page.Count <= PageSize)
            {
                rows.Reverse(); // listed newest first, written oldest first
                return rows;
            }
            after = page[PageSize - 1].Id;
        }
    }

    private static Task WriteAsync(string folder, string file, string text, CancellationToken ct) =>
        File.WriteAllTextAsync(Own(folder, file), text, ct);

    // A link that lies there is replaced, and not what it leads to.
    private static string Own(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }
        return path;
    }

    // What all articles' files are written with.
    private sealed class ArticleFiles(PortalWriter write, IReadOnlyList<CategoryNode> tree, string locale)
    {
        private readonly Dictionary<Guid, string> _categories =
            tree.SelectMany(PortalWriter.Flatten).ToDictionary(category => category.Id, category => category.Slug);

        public static string NameOf(LeavingArticle article) =>
            $"{article.Slug}.{(article.Draft.BodyFormat == "markdown" ? "md" : "html")}";

        public string TextOf(LeavingArticle article, IEnumerable<string> formerSlugs) =>
            write.Article(article, [.. formerSlugs], _categories, locale);
    }
}
