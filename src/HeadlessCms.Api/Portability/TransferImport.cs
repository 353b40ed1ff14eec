using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Portability;

/// <summary>How an import goes about it.</summary>
/// <param name="DryRun">Only look.</param>
/// <param name="Skip">Pass over lines that are wrong; else one of them leaves all as it was.</param>
internal sealed record TransferOptions(bool DryRun, bool Skip);

/// <summary>
/// Takes lines in, or what reads like them, held to the rules of the API. What is there already, by id or slug, is left alone: so whoever was cut off
/// sends the same again. With skipping it commits every few hundred lines; without, it is all or nothing.
/// </summary>
internal sealed class TransferImport(
    Database database, FileStore files, PortalCheck check, MediaIntake intake, AuditLog audit, IOptions<JsonOptions> json, TimeProvider clock)
{
    private const int LinesOfBatch = 300;

    private readonly ImportFaults _faults = new();
    private readonly ImportCounts _total = new();
    private readonly Dictionary<Guid, Place> _foreign = []; // where each article of another system stands
    private readonly FirstPlaces _categories = new();
    private readonly FirstPlaces _articles = new();
    private readonly TransferEntries _entries = new(json.Value.SerializerOptions, check, clock);

    /// <summary>Imports the lines that the stream holds; it is read twice.</summary>
    public Task<TransferOutcome> RunAsync(
        Stream lines, TransferOptions options, Actor actor, IProgress<string>? progress, CancellationToken ct) =>
        RunAsync(new LineSource(lines, _entries), options, actor, progress, ct);

    /// <summary>Imports what the source holds.</summary>
    public async Task<TransferOutcome> RunAsync(
        ITransferSource source, TransferOptions options, Actor actor, IProgress<string>? progress, CancellationToken ct)
    {
        await using var bytes = new IncomingBytes(files, keep: !options.DryRun);
        var run = new Run(source, options, actor, bytes, progress, clock.NewId(clock.GetUtcNow()));
        if (options is { Skip: true, DryRun: false })
        {
            await InBatchesAsync(run, ct);
        }
        else
        {
            await AtOnceAsync(run, ct);
        }
        var isUndone = _faults.Any && !options.Skip;
        return new TransferOutcome
        {
            DryRun = options.DryRun,
            Categories = isUndone ? 0 : _total.Categories,
            Attachments = isUndone ? 0 : _total.Files,
            Articles = isUndone ? 0 : _total.Articles,
            Refused = _faults.Refusals,
            IsCutOff = _faults.IsCutOff,
            Faults = _faults.All,
            Notes = _faults.Notes,
        };
    }

    private Task<bool> AtOnceAsync(Run run, CancellationToken ct) => database.WriteAsync(async session =>
    {
        await session.LockAsync(Locks.Content, ct);
        var storage = new EntryStorage(session, _faults, run.Actor, clock.GetUtcNow());
        foreach (var translations in Passes(run))
        {
            await using var lines = Read(run, translations, ct).GetAsyncEnumerator(ct);
            await StoreAsync(run, session, storage, lines, translations, int.MaxValue, ct);
        }
        End(run, session, storage.Counts, undo: run.Options.DryRun || _faults.Any);
        return true;
    }, ct);

    private async Task InBatchesAsync(Run run, CancellationToken ct)
    {
        foreach (var translations in Passes(run))
        {
            await using var lines = Read(run, translations, ct).GetAsyncEnumerator(ct);
            while (await database.WriteAsync(async session =>
            {
                await session.LockAsync(Locks.Content, ct);
                var storage = new EntryStorage(session, _faults, run.Actor, clock.GetUtcNow());
                var hasMore = await StoreAsync(run, session, storage, lines, translations, LinesOfBatch, ct);
                End(run, session, storage.Counts, undo: false);
                return hasMore;
            }, ct))
            {
                // the next batch
            }
        }
    }

    // Originals first: a translation names its original by id, which must be there.
    private static bool[] Passes(Run run) => run.Source.IsReadTwice ? [false, true] : [false];

    // What is wrong with a line is said once, at the first reading.
    private IAsyncEnumerable<Arrival> Read(Run run, bool translations, CancellationToken ct) =>
        run.Source.ReadAsync(translations ? new ImportFaults() : _faults, ct);

    // One row a commit: whatever came with it names the import as who saved it.
    private void End(Run run, Session session, ImportCounts counts, bool undo)
    {
        _total.Categories += counts.Categories;
        _total.Files += counts.Files;
        _total.Articles += counts.Articles;
        if (undo || !counts.Any)
        {
            session.Undo();
            return;
        }
        audit.Append(session, run.Actor, "import.run", run.Id.ToString(), before: null, new { counts.Categories, counts.Files, counts.Articles });
    }

    // Whether there may be more lines.
    private async Task<bool> StoreAsync(
        Run run, Session session, EntryStorage storage, IAsyncEnumerator<Arrival> lines, bool translations, int most, CancellationToken ct)
    {
        for (var count = 0; count < most; count++)
        {
            ct.ThrowIfCancellationRequested();
            run.Progress?.Report($"Taking in articles: {_total.Articles + storage.Counts.Articles}");
            if (!await lines.MoveNextAsync())
            {
                await run.Bytes.EndAsync(_faults, ct);
                return false;
            }
            await TakeAsync(run, session, storage, lines.Current, translations, ct);
        }
        return true;
    }

    private async Task TakeAsync(Run run, Session session, EntryStorage storage, Arrival arrival, bool translations, CancellationToken ct)
    {
        if (arrival.Line is not { } line || (line is { Kind: "article", Article.TranslationOf: not null }) != translations)
        {
            return;
        }
        var place = arrival.Place;
        if (line.Kind == "bytes")
        {
            await run.Bytes.AddAsync(line.Sha256!, line.Data!, place, _faults, ct);
            return;
        }
        await run.Bytes.EndAsync(_faults, ct);
        switch (line.Kind)
        {
            case "site":
                var site = new SiteEntry { Draft = line.Site!, TagDomain = line.TagDomain, Place = place };
                await IfRightAsync(site, check.FaultsOf(site), () => storage.AddAsync(site, ct));
                break;
            case "category":
                var category = _entries.Category(line, place);
                await IfRightAsync(category, check.FaultsOf(category), () => IfFirstAsync(_categories.Add(line.Id, category.Draft.Slug, place), () => storage.AddAsync(category, ct)));
                break;
            case "attachment":
                await TakeFileAsync(run, storage, _entries.Media(line, place), arrival.File, ct);
                break;
            case "article" when arrival.IsForeign && !_foreign.TryAdd(line.Id!.Value, place): // its name made the id
                // As with lines of one name: a template or a feed may name two articles alike.
                var (file, number, _) = _foreign[line.Id.Value];
                _faults.Refuse([], [place.Fault($"The article at {file}:{number} has the same name: its guid, id or address, of a page the canonical one.")]);
                break;
            case "article":
                var article = _entries.Article(line, place) with { IsForeign = arrival.IsForeign };
                await IfRightAsync(article, check.FaultsOf(article), () => IfFirstAsync(
                    article.IsForeign ? [] : _articles.Add(line.Id, article.Draft.Slug, place),
                    async () => await storage.AddAsync(article, PreparedDraft.From(article.Draft, (await SiteStore.GetAsync(session, ct)).DefaultLocale), ct)));
                break;
        }
    }

    private async Task TakeFileAsync(Run run, EntryStorage storage, MediaEntry entry, string? path, CancellationToken ct)
    {
        if (path is not null)
        {
            await TakeInAsync(run, storage, entry, path, ct);
            return;
        }
        await using var content = await run.Bytes.OpenAsync(entry.File, ct);
        if (content is null)
        {
            _faults.Refuse(entry.Names, [entry.Place.Fault("/sha256", "These bytes are not here: export with them, or upload the file first.")]);
        }
        else if (await intake.LookAsync(entry, content, entry.File, _faults, ct) is { } row)
        {
            await storage.AddAsync(row, ct);
        }
    }

    private async Task TakeInAsync(Run run, EntryStorage storage, MediaEntry entry, string path, CancellationToken ct)
    {
        if (await storage.HasFileAsync(entry.Id, ct))
        {
            return;
        }
        await using var source = File.OpenRead(path);
        await using var file = await intake.TakeInAsync(entry, source, _faults, ct);
        if (file is null)
        {
            return;
        }
        if (!run.Options.DryRun)
        {
            await file.Staged.KeepAsync(ct);
        }
        await storage.AddAsync(file.Row, ct);
    }

    private async Task IfRightAsync(Entry entry, IEnumerable<ImportFault> found, Func<Task> store)
    {
        var faults = found.ToList();
        if (faults.Count == 0)
        {
            await store();
            return;
        }
        _faults.Refuse(entry.Names, faults);
    }

    // Here already is one thing; that lines name two alike is another, and would cost the second.
    private async Task IfFirstAsync(IReadOnlyList<ImportFault> same, Func<Task> store)
    {
        if (same.Count == 0)
        {
            await store();
            return;
        }
        _faults.Refuse([], same);
    }

    private sealed record Run(ITransferSource Source, TransferOptions Options, Actor Actor, IncomingBytes Bytes, IProgress<string>? Progress, Guid Id);
}
