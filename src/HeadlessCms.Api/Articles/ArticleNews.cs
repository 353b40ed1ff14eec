using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>Says in the change log what a step of an article's life made different for the public.</summary>
internal static class ArticleNews
{
    /// <summary>Between two moments of its public copy, null while it is not public. Nothing is said when it never was.</summary>
    /// <param name="session">The transaction of the step.</param>
    /// <param name="before">What the public saw.</param>
    /// <param name="after">What it sees now.</param>
    /// <param name="note">Whether something was corrected, or why it was withdrawn.</param>
    /// <param name="now">When.</param>
    /// <param name="ct">Cancels the write.</param>
    public static async Task TellAsync(
        Session session, ArticleRow? before, ArticleRow? after, PublicNote note, DateTimeOffset now, CancellationToken ct)
    {
        if ((after ?? before) is not { } row)
        {
            return;
        }
        ChangeLog.Append(session, new Change
        {
            Kind = (before, after) switch
            {
                (null, _) => ChangeKind.Published,
                (_, null) => ChangeKind.Withdrawn,
                _ => note.IsCorrection ? ChangeKind.Corrected : ChangeKind.Updated,
            },
            ArticleId = row.ArticleId,
            CategoryId = row.CategoryId,
            Version = after?.Version,
            Reason = after is null ? note.Reason : null,
            AlsoTouched = [.. Places(before), .. Places(after)],
            Was = PlaceOf(before) == PlaceOf(after) ? null : PlaceOf(before),
            OccurredAt = now,
        });
        if (before is null || after is null || Shown(before) != Shown(after))
        {
            var groups = new[] { before, after }.OfType<ArticleRow>().Select(copy => copy.TranslationOf).Distinct();
            await TellTranslationsAsync(session, row.ArticleId, groups, now, ct);
        }
    }

    /// <summary>Erased for good, whether it was public until now or had been before.</summary>
    public static async Task TellErasedAsync(Session session, ArticleRow? before, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        ChangeLog.Append(session, new Change
        {
            Kind = ChangeKind.Deleted,
            ArticleId = id,
            // A working copy's category is nobody's business: the one the public knew it in.
            CategoryId = before?.CategoryId ?? await ChangeStore.LastCategoryAsync(session, id, ct),
            AlsoTouched = [.. Places(before)],
            Was = PlaceOf(before),
            OccurredAt = now,
        });
        if (before is not null)
        {
            await TellTranslationsAsync(session, id, [before.TranslationOf], now, ct);
        }
    }

    // What the others of its group show of it.
    private static (string, string, Guid) Shown(ArticleRow row) => (row.Slug, row.Locale, row.TranslationOf);

    private static async Task TellTranslationsAsync(
        Session session, Guid id, IEnumerable<Guid> groups, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var group in groups)
        {
            var others = await ArticleRelationStore.PublicTranslationsAsync(session, group, ct);
            ChangeLog.Append(session, [.. others.Where(other => other.ArticleId != id).Select(other => Touched(other, now))]);
        }
    }

    /// <summary>A public article that shows something else although no new version of it was published.</summary>
    public static Change Touched(PublicPlace place, DateTimeOffset now) => new()
    {
        Kind = ChangeKind.Updated,
        ArticleId = place.ArticleId,
        CategoryId = place.CategoryId,
        Version = place.Version,
        OccurredAt = now,
    };

    private static FormerPlace? PlaceOf(ArticleRow? row) => row is null
        ? null
        : new() { Slug = row.Slug, CategoryId = row.CategoryId, Date = row.PublishedAt ?? row.CreatedAt };

    private static IEnumerable<Guid> Places(ArticleRow? row) =>
        row is null ? [] : row.AlsoInIds.Append(row.CategoryId);
}

/// <summary>What the public is told about a step beside what it sees.</summary>
internal sealed record PublicNote
{
    /// <summary>Nothing more.</summary>
    public static PublicNote None { get; } = new();

    /// <summary>Something was wrong before.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Why it was withdrawn.</summary>
    public string? Reason { get; init; }
}
