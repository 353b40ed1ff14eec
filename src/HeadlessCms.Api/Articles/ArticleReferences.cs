using HeadlessCms.Access;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>What a draft names by id: found, or named as a fault each.</summary>
internal sealed record ArticleReferences
{
    /// <summary>The draft with ids where slugs may have been.</summary>
    public required ArticleDraft Draft { get; init; }

    /// <summary>Its own category.</summary>
    public required Guid CategoryId { get; init; }

    /// <summary>The article its group of translations is named after; its own id when it is the original.</summary>
    public required Guid TranslationOf { get; init; }

    /// <summary>Every file it uses, and as what.</summary>
    public required IReadOnlyList<FileUse> Files { get; init; }

    /// <summary>What could not be found.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Whether all that it names now, and did not before, is within reach of who names it.</summary>
    public required bool IsWithinReach { get; init; }

    /// <summary>Looks everything up, in the write's own transaction.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="id">Whose draft.</param>
    /// <param name="prepared">The draft.</param>
    /// <param name="by">Who names it, and over what.</param>
    /// <param name="ct">Cancels the write.</param>
    public static async Task<ArticleReferences> ResolveAsync(
        Session session, Guid id, PreparedDraft prepared, Naming by, CancellationToken ct)
    {
        var draft = prepared.Draft;
        var faults = new List<Fault>();
        var category = await CategoryAsync(session, draft, faults, ct);
        var alsoIn = await AlsoInAsync(session, draft, by.IsRestored || by.Before is null ? [] : by.Before.AlsoInIds, faults, ct);
        var translationOf = await OriginalAsync(session, id, draft, by, faults, ct);
        if (translationOf is { } group && await TranslationStore.InLocaleAsync(session, group, draft.Locale!, id, ct) is { } same)
        {
            faults.Add(Fault.At("/locale", "taken", $"The article '{same}' is, or the public still sees it as, this one's translation into '{draft.Locale}'."));
        }
        var files = await FilesAsync(session, prepared, faults, ct);
        return new ArticleReferences
        {
            Draft = draft with { CategoryId = category?.ToString(), AlsoInIds = [.. alsoIn.Where(other => other != category).Select(other => other.ToString())] },
            CategoryId = category ?? Guid.Empty,
            TranslationOf = translationOf ?? id,
            Files = files,
            Faults = faults,
            IsWithinReach = faults.Count > 0
                || (translationOf is not null
                && await SubtreeStore.CoversAsync(session, by.Actor, ct, [category!.Value, .. alsoIn.Except(by.Before?.AlsoInIds ?? [])])
                && await FileReachStore.ReachesAsync(session, by.Actor, [.. files.Select(file => file.AttachmentId).Distinct()], ct)),
        };
    }

    /// <summary>What is not there of what a draft names that has faults beside: of what it does not say, nothing is asked.</summary>
    /// <param name="session">Where to look.</param>
    /// <param name="prepared">The draft.</param>
    /// <param name="known">The other categories that it may go on naming.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<Fault>> UnknownAsync(
        Session session, PreparedDraft prepared, IReadOnlyCollection<Guid> known, CancellationToken ct)
    {
        var faults = new List<Fault>();
        await CategoryAsync(session, prepared.Draft, faults, ct);
        await AlsoInAsync(session, prepared.Draft, known, faults, ct);
        await FindOriginalAsync(session, prepared.Draft, faults, ct);
        await FilesAsync(session, prepared, faults, ct);
        return faults;
    }

    private static async Task<Guid?> CategoryAsync(Session session, ArticleDraft draft, List<Fault> faults, CancellationToken ct)
    {
        var found = draft.CategoryId is { } wanted ? await CategoryStore.FindIdAsync(session, wanted, ct) : null;
        if (draft.CategoryId is not null && found is null)
        {
            faults.Add(Fault.At("/categoryId", "unknown", $"No category has the id or slug '{draft.CategoryId}'."));
        }
        return found;
    }

    private static async Task<IReadOnlyList<Guid>> AlsoInAsync(
        Session session, ArticleDraft draft, IReadOnlyCollection<Guid> known, List<Fault> faults, CancellationToken ct)
    {
        var found = new List<Guid>();
        foreach (var (idOrSlug, index) in draft.AlsoInIds!.Select((idOrSlug, index) => (idOrSlug, index)))
        {
            if (await CategoryStore.FindIdAsync(session, idOrSlug, ct) is { } category)
            {
                found.Add(category);
            }
            else if (!known.Any(id => id.ToString() == idOrSlug))
            {
                faults.Add(Fault.At($"/alsoInIds/{index}", "unknown", $"No category has the id or slug '{idOrSlug}'."));
            }
        }
        return [.. found.Distinct()];
    }

    // Null: there is one, and it is out of reach. Who does not reach it may join what the public sees.
    private static async Task<Guid?> OriginalAsync(
        Session session, Guid id, ArticleDraft draft, Naming by, List<Fault> faults, CancellationToken ct)
    {
        if (draft.TranslationOf is not { } original || original == id)
        {
            return id;
        }
        if (await FindOriginalAsync(session, draft, faults, ct) is { } row)
        {
            var isWithinReach = original == by.Before?.Draft.TranslationOf || await SubtreeStore.CoversArticleAsync(session, by.Actor, original, ct);
            // A translation of a translation belongs to the original's group.
            return isWithinReach ? row.TranslationOf : (await ArticleStore.FindAsync(session, original, "public", ct))?.TranslationOf;
        }
        return id;
    }

    private static async Task<ArticleRow?> FindOriginalAsync(Session session, ArticleDraft draft, List<Fault> faults, CancellationToken ct)
    {
        var found = draft.TranslationOf is { } original ? await ArticleStore.FindAsync(session, original, "draft", ct) : null;
        if (draft.TranslationOf is not null && found is null)
        {
            faults.Add(Fault.At("/translationOf", "unknown", $"No article has the id '{draft.TranslationOf}'."));
        }
        return found;
    }

    private static async Task<IReadOnlyList<FileUse>> FilesAsync(
        Session session, PreparedDraft prepared, List<Fault> faults, CancellationToken ct)
    {
        var draft = prepared.Draft;
        var inBody = prepared.InBody;
        var named = draft.Attachments!.Select((use, index) => (use, index)).Where(one => one.use.Id is not null).ToList(); // all, once the rules hold
        var ids = named.Select(one => one.use.Id!.Value).Concat(inBody)
            .Concat(draft.CoverId is { } cover ? [cover] : Array.Empty<Guid>()).Distinct().ToArray();
        var known = ids.Length == 0
            ? new Dictionary<Guid, AttachmentRow>()
            : (await AttachmentStore.FindAsync(session, ids, ct)).ToDictionary(row => row.Id);
        var uses = new List<FileUse>();
        void Use(Guid id, string role, string pointer)
        {
            if (known.ContainsKey(id))
            {
                uses.Add(new FileUse(id, role));
            }
            else
            {
                faults.Add(Fault.At(pointer, "unknown", $"No attachment has the id '{id}'."));
            }
        }
        foreach (var (use, index) in named)
        {
            Use(use.Id!.Value, use.Role!, $"/attachments/{index}/id");
        }
        foreach (var id in inBody)
        {
            Use(id, "body", "/body");
        }
        if (draft.CoverId is { } coverId)
        {
            Use(coverId, "cover", "/coverId");
            if (known.GetValueOrDefault(coverId) is { } file && !file.MediaType.StartsWith("image/", StringComparison.Ordinal))
            {
                faults.Add(Fault.At("/coverId", "not_an_image", $"The attachment is {file.MediaType}."));
            }
        }
        return [.. uses.Distinct()];
    }
}

/// <summary>Who names what a draft refers to, and over what was saved before.</summary>
/// <param name="Actor">Whose reach it must be within.</param>
/// <param name="Before">The working copy: it may go on naming what it names. Null for a new article.</param>
/// <param name="IsRestored">Whether an earlier version names it: what is no more is a fault then, and else falls away without a word.</param>
internal sealed record Naming(Actor Actor, ArticleRow? Before = null, bool IsRestored = false);

/// <summary>A file and what it is to an article.</summary>
internal sealed record FileUse(Guid AttachmentId, string Role);
