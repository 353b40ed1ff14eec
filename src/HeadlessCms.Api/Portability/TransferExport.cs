using System.Text.Json;
using System.Text.Json.Serialization;
using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Portability;

/// <summary>What of a portal is written.</summary>
/// <param name="Articles">Which articles; of a part, only the files they use.</param>
/// <param name="WithBytes">Whether the files' bytes are in it, too.</param>
internal sealed record TransferSelection(LeavingSelection Articles, bool WithBytes);

/// <summary>
/// Writes a portal as newline-delimited JSON, one line after the other as it reads them: of one moment, in memory that does not
/// grow with it, and the same content always as the same bytes.
/// </summary>
internal sealed class TransferExport(Database database, FileStore files, IOptions<JsonOptions> json)
{
    private const int PageSize = 100;
    private const int BytesOfLine = 192 * 1024; // 256 KiB in base64

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>Writes it all; how many articles there were.</summary>
    public Task<long> WriteAsync(Stream target, TransferSelection selection, IProgress<string>? progress, CancellationToken ct) =>
        database.SlowReadAsync(async session =>
        {
            var site = await SiteStore.GetAsync(session, ct);
            var run = new Run(session, target, selection, JsonOf(site), [], []);
            await SiteAsync(run, site, ct);
            await CategoriesAsync(run, ct);
            var count = 0L;
            foreach (var copy in (string[])["public", "draft"])
            {
                count += await ArticlesAsync(run, copy, count, progress, ct);
            }
            if (!selection.Articles.IsPart)
            {
                await RestOfFilesAsync(run, ct);
            }
            await LineAsync(run, new TransferLine { Kind = "end", Articles = count }, ct);
            return count;
        }, ct);

    // In the zone of the very moment that is written, whatever the process thinks.
    private JsonSerializerOptions JsonOf(SiteSettings site)
    {
        var options = new JsonSerializerOptions(json.Value.SerializerOptions) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        options.Converters.Remove(options.Converters.OfType<SiteTimeConverter>().Single());
        options.Converters.Add(new SiteTimeConverter(new SiteZone { Zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone) }));
        return options;
    }

    private async Task SiteAsync(Run run, SiteSettings site, CancellationToken ct)
    {
        if (site.LogoId is { } logo)
        {
            await FilesAsync(run, [logo], ct);
        }
        await LineAsync(run, new TransferLine { Kind = "site", Site = SiteDraft.Of(site), TagDomain = PortalWriter.TagDomainOf(site) }, ct);
    }

    private static async Task CategoriesAsync(Run run, CancellationToken ct)
    {
        var formerSlugs = await CategoryStore.FormerSlugsAsync(run.Session, ct);
        var all = (await CategoryStore.TreeAsync(run.Session, ct)).SelectMany(PortalWriter.Flatten).ToList();
        var slugs = all.ToDictionary(category => category.Id, category => category.Slug);
        foreach (var category in all)
        {
            await LineAsync(run, new TransferLine
            {
                Kind = "category",
                Id = category.Id,
                Category = new CategoryDraft
                {
                    Slug = category.Slug,
                    Name = category.Name,
                    Description = category.Description,
                    Keywords = category.Keywords.Count > 0 ? category.Keywords : null,
                    Type = category.Type,
                    ParentId = category.ParentId is { } parent ? slugs[parent] : null,
                    Position = category.Position,
                },
                FormerSlugs = NotEmpty(formerSlugs[category.Id]),
                CreatedAt = category.CreatedAt,
            }, ct);
        }
    }

    private async Task<long> ArticlesAsync(Run run, string copy, long before, IProgress<string>? progress, CancellationToken ct)
    {
        var slugs = (await CategoryStore.TreeAsync(run.Session, ct)).SelectMany(PortalWriter.Flatten).ToDictionary(category => category.Id, category => category.Slug);
        var (count, after) = (0L, (Guid?)null);
        while (true)
        {
            var page = await ArticleImportStore.PageAsync(run.Session, copy, after, PageSize, run.Selection.Articles, ct);
            var formerSlugs = await ArticleImportStore.FormerSlugsAsync(run.Session, page, ct);
            await FilesAsync(run, await ArticleImportStore.FilesOfAsync(run.Session, copy, page, ct), ct);
            foreach (var article in page)
            {
                await LineAsync(run, LineOf(article, slugs, formerSlugs[article.ArticleId]), ct);
            }
            count += page.Count;
            progress?.Report($"Writing articles: {before + count}");
            if (page.Count < PageSize)
            {
                return count;
            }
            after = page[^1].ArticleId;
        }
    }

    private static TransferLine LineOf(LeavingArticle article, Dictionary<Guid, string> slugs, IEnumerable<string> formerSlugs) => new()
    {
        Kind = "article",
        Id = article.ArticleId,
        State = article.State,
        Version = article.Version,
        WithdrawnAt = article.State == "withdrawn" ? article.WithdrawnAt : null,
        Reason = article.State == "withdrawn" ? article.WithdrawnReason : null,
        CreatedAt = article.CreatedAt,
        UpdatedAt = article.UpdatedAt,
        Views = article.Views,
        Corrections = article.AllCorrections.Count == 0 ? null
            : [.. article.AllCorrections.Select(one => new TransferCorrection { At = one.At, Text = one.Text })],
        Schedule = article.Schedule is { } plan
            ? new() { At = plan.At, Until = plan.Until ?? plan.PublicUntil, Correction = plan.Correction, ChangeNote = plan.ChangeNote }
            : null,
        FormerSlugs = NotEmpty(formerSlugs),
        Article = article.Draft with
        {
            Slug = article.Slug,
            Locale = article.Locale,
            TranslationOf = article.OriginalId == article.ArticleId ? null : article.OriginalId,
            CategoryId = article.CategorySlug,
            AlsoInIds = NotEmpty(article.AlsoInIds.Where(slugs.ContainsKey).Select(id => slugs[id])),
            Body = article.BodySource ?? article.Body,
            PublishedAt = article.PublishedAt,
            ChangeNote = article.ChangeNote,
        },
    };

    private async Task RestOfFilesAsync(Run run, CancellationToken ct)
    {
        Guid? after = null;
        while (true)
        {
            var page = await AttachmentStore.ListAsync(run.Session, new(null, null, null, null), after, PageSize, ct);
            await FilesAsync(run, [.. page.Take(PageSize).Select(row => row.Id)], ct);
            if (page.Count <= PageSize)
            {
                return;
            }
            after = page[PageSize - 1].Id;
        }
    }

    private async Task FilesAsync(Run run, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var rows = await AttachmentStore.FindAsync(run.Session, [.. ids.Where(run.Written.Add)], ct);
        foreach (var row in rows.OrderBy(row => row.Id.ToString(), StringComparer.Ordinal))
        {
            if (run.Selection.WithBytes && run.WrittenBytes.Add(row.Sha256))
            {
                await BytesAsync(run, row, ct);
            }
            await LineAsync(run, new TransferLine
            {
                Kind = "attachment",
                Id = row.Id,
                Attachment = row.ToDraft(),
                MediaType = row.MediaType,
                Sha256 = row.Sha256,
                CreatedAt = row.CreatedAt,
            }, ct);
        }
    }

    private async Task BytesAsync(Run run, AttachmentRow row, CancellationToken ct)
    {
        await using var source = await files.OpenReadAsync(row.Sha256, ct)
            ?? throw new RefusedException($"The file {row.Sha256} of attachment {row.Id} is missing. If the attachment was deleted just now, export again; 'check' lists all that are missing.");
        var buffer = new byte[BytesOfLine];
        while (await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) is var read and > 0)
        {
            await LineAsync(run, new TransferLine { Kind = "bytes", Sha256 = row.Sha256, Data = Convert.ToBase64String(buffer, 0, read) }, ct);
        }
    }

    private static async Task LineAsync(Run run, TransferLine line, CancellationToken ct)
    {
        await run.Target.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, run.Json), ct);
        await run.Target.WriteAsync(NewLine, ct);
    }

    private static string[]? NotEmpty(IEnumerable<string> values) => values.ToArray() is { Length: > 0 } some ? some : null;

    // What one export goes along with; which files were written is all that grows.
    private sealed record Run(Session Session, Stream Target, TransferSelection Selection, JsonSerializerOptions Json, HashSet<Guid> Written, HashSet<string> WrittenBytes);
}
