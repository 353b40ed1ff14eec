using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>What an import did, or why it did nothing.</summary>
/// <param name="Faults">Each with file and line; when there is one, nothing was stored.</param>
/// <param name="Categories">How many were added; what is there already is left alone.</param>
/// <param name="Files">How many were added.</param>
/// <param name="Articles">How many were added.</param>
internal sealed record ImportOutcome(IReadOnlyList<string> Faults, int Categories, int Files, int Articles);

/// <summary>
/// Takes a portal's folder in: all of it in one transaction, or nothing. What is there already, by id or slug, is left
/// alone, so a second import changes nothing.
/// </summary>
internal sealed class PortalImport(
    Database database, FileStore files, IValidator<ArticleDraft> articleRules, IValidator<AttachmentDraft> fileRules,
    AuditLog audit, TimeProvider clock)
{
    private readonly List<string> _faults = [];

    /// <summary>Imports what lies in the folder.</summary>
    public async Task<ImportOutcome> RunAsync(
        string folder, bool dryRun, Actor actor, IProgress<string>? progress, CancellationToken ct)
    {
        var portal = new PortalReader(folder).Read();
        _faults.AddRange(portal.Faults);
        await CheckAsync(portal.Articles, ct);
        if (_faults.Count > 0)
        {
            return new(_faults, 0, 0, 0);
        }
        progress?.Report($"files: {portal.Media.Count}");
        var media = new List<AttachmentRow>();
        foreach (var entry in portal.Media)
        {
            if (await TakeInAsync(folder, entry, keep: !dryRun, ct) is { } row)
            {
                media.Add(row);
            }
        }
        var locale = portal.Site?.DefaultLocale ?? (await database.ReadAsync(session => SiteStore.GetAsync(session, ct), ct)).DefaultLocale;
        var prepared = portal.Articles.Select(entry => (Entry: entry, Draft: PreparedDraft.From(entry.Draft, locale))).ToList();
        progress?.Report($"articles: {prepared.Count}");
        return _faults.Count > 0 ? new(_faults, 0, 0, 0) : await database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            var outcome = await StoreAsync(session, portal, media, prepared, actor, ct);
            if (dryRun || outcome.Faults.Count > 0)
            {
                session.Undo();
            }
            else if (outcome.Categories + outcome.Files + outcome.Articles > 0)
            {
                // One row for all of it: whatever came with it names the import as who saved it.
                audit.Append(
                    session, actor, "import.run", Guid.CreateVersion7(clock.GetUtcNow()).ToString(), before: null,
                    new { outcome.Categories, outcome.Files, outcome.Articles });
            }
            return outcome;
        }, ct);
    }

    private async Task CheckAsync(IReadOnlyList<ArticleEntry> articles, CancellationToken ct)
    {
        foreach (var entry in articles)
        {
            var result = await articleRules.ValidateAsync(entry.Draft, ct);
            _faults.AddRange(result.Errors.Select(fault => $"{entry.Place}: {Pointers.FromProperty(fault.PropertyName)}: {fault.ErrorMessage}"));
        }
    }

    private async Task<AttachmentRow?> TakeInAsync(string folder, MediaEntry entry, bool keep, CancellationToken ct)
    {
        var draft = new AttachmentDraft { FileName = entry.FileName, Alt = entry.Alt, Caption = entry.Caption, Credit = entry.Credit };
        var rules = await fileRules.ValidateAsync(draft, ct);
        _faults.AddRange(rules.Errors.Select(fault => $"{entry.Place}: {fault.ErrorMessage}"));
        await using var source = File.OpenRead(Path.Combine(folder, "media", entry.File));
        await using var staged = (await files.StageAsync(source, long.MaxValue, ct))!;
        MediaInspection inspection;
        await using (var content = staged.OpenRead())
        {
            inspection = MediaTypes.Inspect(content, entry.FileName, entry.MediaType);
        }
        if (!inspection.IsAccepted || inspection.Accepted.Type != entry.MediaType)
        {
            _faults.Add($"{entry.Place}: {(inspection.IsAccepted ? $"the file is {inspection.Accepted.Type}" : inspection.Detail)}");
            return null;
        }
        if (keep)
        {
            await staged.KeepAsync(ct);
        }
        return RowOf(entry, staged, inspection);
    }

    private static AttachmentRow RowOf(MediaEntry entry, StagedFile staged, MediaInspection inspection) => new()
    {
        Id = entry.Id,
        Sha256 = staged.Sha256,
        MediaType = entry.MediaType,
        FileName = entry.FileName,
        Size = staged.Size,
        Width = inspection.Size?.Width,
        Height = inspection.Size?.Height,
        Alt = entry.Alt,
        Caption = entry.Caption,
        Credit = entry.Credit,
        Decorative = entry.Decorative,
        Revision = 1,
        CreatedAt = entry.CreatedAt,
        UpdatedAt = entry.CreatedAt,
    };

    private async Task<ImportOutcome> StoreAsync(
        Session session, PortalEntries portal, IReadOnlyList<AttachmentRow> media,
        IReadOnlyList<(ArticleEntry Entry, PreparedDraft Draft)> articles, Actor actor, CancellationToken ct)
    {
        if (portal.Site is { } site && !await SiteStore.IsSetAsync(session, ct))
        {
            await SiteStore.SaveAsync(session, site, clock.GetUtcNow(), ct);
        }
        var (categories, added, stored) = (0, 0, 0);
        foreach (var entry in portal.Categories)
        {
            categories += await AddAsync(session, entry, ct) ? 1 : 0;
        }
        foreach (var row in media)
        {
            added += await AttachmentStore.AddAsync(session, row, ct) ? 1 : 0;
        }
        var ids = portal.Articles.ToDictionary(entry => entry.Draft.Slug!, entry => entry.Id);
        // Originals first: a translation names its original by id, which must be there.
        foreach (var (entry, draft) in articles.OrderBy(article => article.Entry.TranslationOf is not null))
        {
            stored += await AddAsync(session, entry, draft, ids, actor, ct) ? 1 : 0;
        }
        return new(_faults, categories, added, stored);
    }

    private async Task<bool> AddAsync(Session session, CategoryEntry entry, CancellationToken ct)
    {
        if (await CategoryStore.GetAsync(session, entry.Id, ct) is not null
            || await CategoryStore.FindIdAsync(session, entry.Draft.Slug!, ct) is not null)
        {
            return false;
        }
        var outcome = await CategoryTreeStore.AddAsync(session, entry.Id, entry.Draft, entry.CreatedAt, ct);
        _faults.AddRange(outcome.Faults.Select(fault => $"{entry.Place}: the category cannot stand there: {fault}"));
        return outcome.Row is not null;
    }

    private async Task<bool> AddAsync(
        Session session, ArticleEntry entry, PreparedDraft prepared, IReadOnlyDictionary<string, Guid> ids, Actor actor, CancellationToken ct)
    {
        if (await ArticleStore.FindAddressAsync(session, entry.Id.ToString(), ct) is not null)
        {
            return false;
        }
        var named = prepared with { Draft = prepared.Draft with { TranslationOf = OriginalOf(entry, ids) } };
        var found = await ArticleReferences.ResolveAsync(session, entry.Id, named, before: null, ct);
        _faults.AddRange(found.Faults.Select(fault => $"{entry.Place}: {fault.Pointer}: {fault.Detail}"));
        if (found.Faults.Count > 0)
        {
            return false;
        }
        if (!await ArticleWriteStore.ClaimSlugAsync(session, entry.Id, entry.Draft.Slug!, ct))
        {
            return false; // another article has it: what is there is left alone
        }
        await ArticleImportStore.AddAsync(session, VersionOf(entry, named, found, actor), PastOf(entry), clock.GetUtcNow(), ct);
        return true;
    }

    private Guid? OriginalOf(ArticleEntry entry, IReadOnlyDictionary<string, Guid> ids)
    {
        if (entry.TranslationOf is not { } slug)
        {
            return null;
        }
        if (ids.TryGetValue(slug, out var id))
        {
            return id;
        }
        _faults.Add($"{entry.Place}: 'translationOf' names no article of this folder: {slug}");
        return null;
    }

    private static ArticleVersion VersionOf(ArticleEntry entry, PreparedDraft prepared, ArticleReferences found, Actor actor) => new()
    {
        ArticleId = entry.Id,
        Version = entry.Version,
        Slug = entry.Draft.Slug!,
        CategoryId = found.CategoryId,
        TranslationOf = found.TranslationOf,
        Draft = found.Draft with { ChangeNote = null },
        Body = prepared.Body,
        BodySource = prepared.BodySource,
        Files = found.Files,
        SavedAt = entry.UpdatedAt,
        SavedBy = actor.Name,
        ChangeNote = entry.Draft.ChangeNote,
    };

    private static ArticlePast PastOf(ArticleEntry entry) =>
        new(entry.State, entry.WithdrawnAt, entry.Reason, entry.CreatedAt, entry.Views);
}
