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
/// alone, so a second import changes nothing. Every fault of every file is found at once. Each article's file is read twice, to look
/// at it and to store it, and forgotten: of all of them only names and ids are kept.
/// </summary>
internal sealed class PortalImport(Database database, PortalCheck check, MediaIntake intake, AuditLog audit, TimeProvider clock)
{
    private readonly ImportFaults _faults = new();

    /// <summary>Imports what lies in the folder.</summary>
    public async Task<ImportOutcome> RunAsync(
        string folder, bool dryRun, Actor actor, IProgress<string>? progress, CancellationToken ct)
    {
        var reader = new PortalReader(folder, _faults);
        var portal = Check(reader.Read());
        var articles = CheckArticles(reader, portal, ct);
        var files = new List<IncomingFile>();
        try
        {
            foreach (var entry in portal.Media)
            {
                progress?.Report($"Taking in files: {files.Count}");
                await TakeInAsync(folder, entry, files, ct);
            }
            var run = new Run(reader, portal, articles, files, dryRun, actor, progress);
            return await database.WriteAsync(session => StoreAsync(session, run, ct), ct);
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
    };

    // Which files hold an article that can be tried, originals first: a translation names its original by id, which must be there.
    private List<string> CheckArticles(PortalReader reader, PortalEntries portal, CancellationToken ct)
    {
        var places = new FirstPlaces();
        _faults.Add(portal.Media.SelectMany(entry => places.Add(entry.Id, slug: null, entry.Place)));
        var (originals, translations) = (new List<string>(), new List<string>());
        foreach (var file in portal.Articles)
        {
            ct.ThrowIfCancellationRequested();
            if (reader.ReadArticle(file) is not { } entry)
            {
                _faults.Refuse([Path.GetFileNameWithoutExtension(file)], []);
                continue;
            }
            _faults.Add(places.Add(entry.Id, slug: null, entry.Place));
            if (portal.ArticleOf(entry.Draft.Slug!) is { } first && first != file)
            {
                _faults.Add(entry.Place.Fault("/slug", $"the slug '{entry.Draft.Slug}' is already at {first}:1"));
            }
            if (IsRight(entry, check.FaultsOf(entry)))
            {
                (entry.TranslationOf is null ? originals : translations).Add(file);
            }
        }
        return [.. originals, .. translations];
    }

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

    private async Task<ImportOutcome> StoreAsync(Session session, Run run, CancellationToken ct)
    {
        await session.LockAsync(Locks.Content, ct);
        var now = clock.GetUtcNow();
        var storage = new EntryStorage(session, _faults, run.Actor, now);
        foreach (var entry in run.Portal.Categories)
        {
            await storage.AddAsync(entry, ct);
        }
        foreach (var file in run.Files)
        {
            await storage.AddAsync(file.Row, ct);
        }
        if (run.Portal.Site is { } site)
        {
            await storage.AddAsync(site, ct);
        }
        await StoreArticlesAsync(session, storage, run, ct);
        return await EndAsync(session, storage.Counts, run, now, ct);
    }

    private async Task StoreArticlesAsync(Session session, EntryStorage storage, Run run, CancellationToken ct)
    {
        var locale = run.Portal.Site?.Draft.DefaultLocale ?? (await SiteStore.GetAsync(session, ct)).DefaultLocale;
        foreach (var file in run.Articles)
        {
            run.Progress?.Report($"Taking in articles: {storage.Counts.Articles}");
            // Whoever works in the folder meanwhile may have changed it.
            if (run.Reader.ReadArticle(file) is not { } entry || !IsRight(entry, check.FaultsOf(entry)))
            {
                continue;
            }
            var original = entry.TranslationOf is null ? null : OriginalOf(run, entry);
            if (entry.TranslationOf is null || original is not null)
            {
                await storage.AddAsync(entry, PreparedDraft.From(entry.Draft with { TranslationOf = original }, locale), ct);
            }
        }
    }

    // The id of the article that it is a translation of; null when there is none, and then it is refused.
    private Guid? OriginalOf(Run run, ArticleEntry entry)
    {
        var file = run.Portal.ArticleOf(entry.TranslationOf!);
        if (file is not null && !_faults.HasRefused(entry.TranslationOf) && run.Reader.ReadArticle(file) is { } original)
        {
            return original.Id;
        }
        _faults.Refuse(entry.Names, file is not null ? [] : [entry.Place.Fault("/translationOf", $"No article of this folder has the slug '{entry.TranslationOf}'.")]);
        return null;
    }

    private async Task<ImportOutcome> EndAsync(Session session, ImportCounts counts, Run run, DateTimeOffset now, CancellationToken ct)
    {
        if (_faults.Any || run.DryRun || !counts.Any)
        {
            session.Undo();
            return _faults.Any ? new(_faults.All, 0, 0, 0) : new([], counts.Categories, counts.Files, counts.Articles);
        }
        foreach (var file in run.Files)
        {
            await file.Staged.KeepAsync(ct);
        }
        // One row for all of it: whatever came with it names the import as who saved it.
        audit.Append(
            session, run.Actor, "import.run", clock.NewId(now).ToString(), before: null,
            new { counts.Categories, counts.Files, counts.Articles });
        return new([], counts.Categories, counts.Files, counts.Articles);
    }

    // What one import goes along with. Articles are names of files.
    private sealed record Run(
        PortalReader Reader, PortalEntries Portal, IReadOnlyList<string> Articles, IReadOnlyList<IncomingFile> Files,
        bool DryRun, Actor Actor, IProgress<string>? Progress);
}
