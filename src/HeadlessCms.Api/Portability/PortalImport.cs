using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>What an import did, or why it did nothing.</summary>
/// <param name="Faults">Each with file and line; when there is one, nothing was stored.</param>
/// <param name="Categories">How many were added; what is there already is left alone.</param>
/// <param name="Files">How many were added.</param>
/// <param name="Articles">How many were added.</param>
internal sealed record ImportOutcome(IReadOnlyList<ImportFault> Faults, int Categories, int Files, int Articles);

/// <summary>
/// Takes a portal's folder in: all of it in one transaction, or nothing. What is there already, by id or slug, is left
/// alone, so a second import changes nothing. Every fault of every file is found at once.
/// </summary>
internal sealed class PortalImport(Database database, PortalCheck check, MediaIntake intake, AuditLog audit, TimeProvider clock)
{
    private readonly ImportFaults _faults = new();

    /// <summary>Imports what lies in the folder.</summary>
    public async Task<ImportOutcome> RunAsync(
        string folder, bool dryRun, Actor actor, IProgress<string>? progress, CancellationToken ct)
    {
        var reader = new PortalReader(folder);
        var portal = Check(reader.Read());
        _faults.Add(reader.Faults);
        var files = new List<IncomingFile>();
        try
        {
            foreach (var entry in portal.Media)
            {
                progress?.Report($"Taking in files: {files.Count}");
                await TakeInAsync(folder, entry, files, ct);
            }
            var articles = await PrepareAsync(portal, ct);
            progress?.Report($"Taking in articles: {articles.Count}");
            return await database.WriteAsync(session => StoreAsync(session, portal, files, articles, dryRun, actor, ct), ct);
        }
        finally
        {
            foreach (var file in files)
            {
                await file.DisposeAsync(); // and so drops what was not kept
            }
        }
    }

    // What is wrong is refused; the rest is tried, for what shows only then.
    private PortalEntries Check(PortalEntries portal) => portal with
    {
        Site = portal.Site is { } site && IsRight(site, check.FaultsOf(site)) ? site : null,
        Categories = [.. ParentsFirst(portal.Categories).Where(entry => IsRight(entry, check.FaultsOf(entry)))],
        Articles = [.. portal.Articles.Where(entry => IsRight(entry, check.FaultsOf(entry)))],
    };

    private bool IsRight(Entry entry, IEnumerable<ImportFault> found)
    {
        var faults = found.ToList();
        if (faults.Count == 0 && entry.IsSound)
        {
            return true;
        }
        _faults.Refuse(entry.Names, faults);
        return false;
    }

    // Whoever wrote the file by hand may have written a branch before its root. Siblings stay as they are.
    private static IEnumerable<CategoryEntry> ParentsFirst(IReadOnlyList<CategoryEntry> categories)
    {
        var bySlug = categories.Where(entry => entry.Draft.Slug is not null).ToLookup(entry => entry.Draft.Slug!);
        int Depth(CategoryEntry entry)
        {
            var (depth, above) = (0, entry);
            while (depth <= categories.Count && above.Draft.ParentId is { } parent && bySlug[parent].FirstOrDefault() is { } next)
            {
                (depth, above) = (depth + 1, next);
            }
            return depth;
        }
        return categories.OrderBy(Depth);
    }

    private async Task TakeInAsync(string folder, MediaEntry entry, List<IncomingFile> files, CancellationToken ct)
    {
        var path = Path.Combine(folder, "media", entry.File);
        if (!entry.IsSound && !File.Exists(path))
        {
            _faults.Refuse(entry.Names, []);
            return;
        }
        await using var source = File.OpenRead(path);
        if (await intake.TakeInAsync(entry, source, _faults, ct) is { } file)
        {
            files.Add(file);
        }
    }

    private async Task<IReadOnlyList<(ArticleEntry Entry, PreparedDraft Draft)>> PrepareAsync(PortalEntries portal, CancellationToken ct)
    {
        var present = await database.ReadAsync(session => SiteStore.GetAsync(session, ct), ct);
        var locale = portal.Site?.Draft.DefaultLocale ?? present.DefaultLocale;
        var ids = portal.Articles.GroupBy(entry => entry.Draft.Slug!).ToDictionary(entries => entries.Key, entries => entries.First().Id);
        // Originals first: a translation names its original by id, which must be there.
        return [.. from entry in portal.Articles
            orderby entry.TranslationOf is not null
            where entry.TranslationOf is null || KnowsOriginal(entry, ids)
            let draft = entry.Draft with { TranslationOf = entry.TranslationOf is null ? null : ids[entry.TranslationOf] }
            select (entry, PreparedDraft.From(draft, locale))];
    }

    private bool KnowsOriginal(ArticleEntry entry, Dictionary<string, Guid> ids)
    {
        if (ids.ContainsKey(entry.TranslationOf!))
        {
            return true;
        }
        _faults.Refuse(entry.Names, _faults.HasRefused(entry.TranslationOf)
            ? []
            : [entry.Place.Fault("/translationOf", $"No article of this folder has the slug '{entry.TranslationOf}'.")]);
        return false;
    }

    private async Task<ImportOutcome> StoreAsync(
        Session session, PortalEntries portal, IReadOnlyList<IncomingFile> files,
        IReadOnlyList<(ArticleEntry Entry, PreparedDraft Draft)> articles, bool dryRun, Actor actor, CancellationToken ct)
    {
        await session.LockAsync(Locks.Content, ct);
        var now = clock.GetUtcNow();
        var storage = new EntryStorage(session, _faults, actor, now);
        foreach (var entry in portal.Categories)
        {
            await storage.AddAsync(entry, ct);
        }
        foreach (var file in files)
        {
            await storage.AddAsync(file.Row, ct);
        }
        if (portal.Site is { } site)
        {
            await storage.AddAsync(site, ct);
        }
        foreach (var (entry, draft) in articles)
        {
            await storage.AddAsync(entry, draft, ct);
        }
        return await EndAsync(session, storage.Counts, files, dryRun, actor, now, ct);
    }

    private async Task<ImportOutcome> EndAsync(
        Session session, ImportCounts counts, IReadOnlyList<IncomingFile> files, bool dryRun, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (_faults.Any || dryRun || !counts.Any)
        {
            session.Undo();
            return _faults.Any ? new(_faults.All, 0, 0, 0) : new([], counts.Categories, counts.Files, counts.Articles);
        }
        foreach (var file in files)
        {
            await file.Staged.KeepAsync(ct);
        }
        // One row for all of it: whatever came with it names the import as who saved it.
        audit.Append(
            session, actor, "import.run", clock.NewId(now).ToString(), before: null,
            new { counts.Categories, counts.Files, counts.Articles });
        return new([], counts.Categories, counts.Files, counts.Articles);
    }
}
