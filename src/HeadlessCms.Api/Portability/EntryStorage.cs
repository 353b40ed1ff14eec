using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>
/// Stores one entry after another in one transaction. What is there already, by id or slug, is left alone; what cannot be
/// stored is a fault, and it is the caller's to undo the rest.
/// </summary>
internal sealed class EntryStorage(Session session, ImportFaults faults, Actor actor, DateTimeOffset now)
{
    /// <summary>What was stored so far.</summary>
    public ImportCounts Counts { get; } = new();

    /// <summary>The site's settings, unless somebody has said already what the site is.</summary>
    public async Task AddAsync(SiteEntry entry, CancellationToken ct)
    {
        if (await SiteStore.IsSetAsync(session, ct))
        {
            return;
        }
        if (entry.Draft.LogoId is { } logo && !faults.HasRefused(logo.ToString()) && await SiteWriter.LogoFaultAsync(session, logo, ct) is { } fault)
        {
            faults.Refuse(entry.Names, [entry.Place.Fault(fault.Pointer, fault.Detail)]);
            return;
        }
        await SiteStore.SaveAsync(session, entry.Draft.ToSettings() with { TagDomain = entry.TagDomain ?? entry.Draft.Domain }, now, ct);
        Counts.HasSite = true;
    }

    /// <summary>A category below one that is there.</summary>
    public async Task AddAsync(CategoryEntry entry, CancellationToken ct)
    {
        if (await CategoryStore.GetAsync(session, entry.Id, ct) is not null
            || await CategoryStore.FindIdAsync(session, entry.Draft.Slug!, ct) is not null)
        {
            return;
        }
        var outcome = await CategoryTreeStore.AddAsync(session, entry.Id, entry.Draft, entry.CreatedAt, ct);
        if (outcome.Row is null)
        {
            var isOwnDoing = faults.HasRefused(entry.Draft.ParentId);
            faults.Refuse(entry.Names, isOwnDoing ? [] : outcome.Faults.Select(TreeFaults.Say).Select(fault => entry.Place.Fault(fault.Pointer, fault.Detail)));
            return;
        }
        foreach (var slug in entry.FormerSlugs)
        {
            await CategoryTreeStore.AddFormerSlugAsync(session, entry.Id, slug, ct);
        }
        Counts.Categories++;
    }

    /// <summary>Whether a file is here already.</summary>
    public async Task<bool> HasFileAsync(Guid id, CancellationToken ct) => (await AttachmentStore.FindAsync(session, [id], ct)).Count > 0;

    /// <summary>A file, whose bytes are kept before the commit.</summary>
    public async Task AddAsync(AttachmentRow row, CancellationToken ct) =>
        Counts.Files += await AttachmentStore.AddAsync(session, row, ct) ? 1 : 0;

    /// <summary>An article with its past; its category, its files and its original are there.</summary>
    public async Task AddAsync(ArticleEntry entry, PreparedDraft prepared, CancellationToken ct)
    {
        if (await ArticleStore.FindAddressAsync(session, entry.Id.ToString(), ct) is not null)
        {
            return;
        }
        var found = await ArticleReferences.ResolveAsync(session, entry.Id, prepared, new Naming(Actor.Program("import")), ct);
        if (found.Faults.Count > 0)
        {
            faults.Refuse(entry.Names, found.Faults.Where(fault => !faults.IsOwnDoing(fault.Detail)).Select(fault => entry.Place.Fault(fault.Pointer, fault.Detail)));
            return;
        }
        if (await ClaimAsync(entry, ct) is not { } slug)
        {
            if (entry.IsForeign)
            {
                faults.Refuse(entry.Names, [entry.Place.Fault("No slug like its own is free: change those of articles that have them.")]);
            }
            return;
        }
        await ArticleImportStore.AddAsync(session, VersionOf(entry, slug, prepared, found), PastOf(entry), now, ct);
        foreach (var former in entry.FormerSlugs)
        {
            await ArticleImportStore.AddFormerSlugAsync(session, entry.Id, former, ct);
        }
        Counts.Articles++;
    }

    // Null when another article has the slug: then this one is here already, and that one is left alone. Of another system's: when none is free.
    private async Task<string?> ClaimAsync(ArticleEntry entry, CancellationToken ct)
    {
        if (entry.IsForeign)
        {
            return await ArticleSlugs.ClaimFreeAsync(session, entry.Id, entry.Draft.Slug ?? ArticleSlugs.From(entry.Draft.Title!, entry.Id), ct);
        }
        // Lines must have one (TransferEntries), a file's name is one (YamlEntries): none is lost for want of it.
        var slug = entry.Draft.Slug ?? throw new InvalidOperationException($"An article without a slug reached the store: {entry.Place.Fault("here")}");
        return await ArticleWriteStore.ClaimSlugAsync(session, entry.Id, slug, ct) ? slug : null;
    }

    private ArticleVersion VersionOf(ArticleEntry entry, string slug, PreparedDraft prepared, ArticleReferences found) => new()
    {
        ArticleId = entry.Id,
        Version = entry.Version,
        Slug = slug,
        CategoryId = found.CategoryId,
        TranslationOf = found.TranslationOf,
        Draft = found.Draft with { Slug = slug, ChangeNote = null },
        Body = prepared.Body,
        BodySource = prepared.BodySource,
        Files = found.Files,
        SavedAt = entry.UpdatedAt,
        SavedBy = actor.Name,
        ChangeNote = entry.Draft.ChangeNote,
    };

    private static ArticlePast PastOf(ArticleEntry entry) =>
        new(entry.State, entry.WithdrawnAt, entry.Reason, entry.CreatedAt, entry.Views, entry.Corrections, entry.Schedule);
}

/// <summary>How much was added.</summary>
internal sealed record ImportCounts
{
    public bool HasSite { get; set; }

    public int Categories { get; set; }

    public int Files { get; set; }

    public int Articles { get; set; }

    /// <summary>Whether anything was.</summary>
    public bool Any => HasSite || Categories + Files + Articles > 0;
}
