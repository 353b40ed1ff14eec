using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Changes;

/// <summary>
/// What became different for the public, in one order without gaps. There is no second way to learn of a change:
/// whoever changes something public appends it here, in the same transaction.
/// </summary>
internal static class ChangeLog
{
    /// <summary>What <see cref="Database.Signalled"/> says when the log has grown.</summary>
    public const string Signal = "changes";

    /// <summary>Appends changes at the end of the transaction that makes them, in this order.</summary>
    public static void Append(Session session, params IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }
        session.Signal(Signal);
        session.AtEnd(last => ChangeStore.AppendAsync(last, changes));
    }
}

/// <summary>The kinds of changes; the words are part of the contract.</summary>
internal static class ChangeKind
{
    /// <summary>Public for the first time, or again.</summary>
    public const string Published = "published";

    /// <summary>Public before and after, and different.</summary>
    public const string Updated = "updated";

    /// <summary>Different because something was wrong.</summary>
    public const string Corrected = "corrected";

    /// <summary>No longer public.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Erased for good.</summary>
    public const string Deleted = "deleted";

    /// <summary>The tree, or the site around it: what lies below shows another breadcrumb or address.</summary>
    public const string Category = "category";
}

/// <summary>One change, as whoever makes it says it.</summary>
internal sealed record Change
{
    /// <summary>One of <see cref="ChangeKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Which article; null when it is about the tree.</summary>
    public Guid? ArticleId { get; init; }

    /// <summary>The category the article lies in for the public, or lay in last; or the category that changed, null for the whole site.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>The version that is public now; null when none is.</summary>
    public long? Version { get; init; }

    /// <summary>Why it was withdrawn; what happened to a category (<see cref="TreeReason"/>).</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Further categories whose followers are told, with all above them: where the article lay before or is shown too, where
    /// a category was moved from.
    /// </summary>
    public IReadOnlyList<Guid> AlsoTouched { get; init; } = [];

    /// <summary>Where the public found the article until then, and may find it no more; null where it stayed, or was not.</summary>
    public FormerPlace? Was { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>What the address of an article's page was made of.</summary>
internal sealed record FormerPlace
{
    public required string Slug { get; init; }

    /// <summary>The category it lay in, which may be no more.</summary>
    public required Guid CategoryId { get; init; }

    /// <summary>Its dateline, or when it was made.</summary>
    public required DateTimeOffset Date { get; init; }
}

/// <summary>What happened to a category: the <c>reason</c> of a change of the tree.</summary>
internal static class TreeReason
{
    /// <summary>It is new, and empty.</summary>
    public const string Created = "created";

    /// <summary>It says something else of itself: name, slug, place among its siblings.</summary>
    public const string Changed = "changed";

    /// <summary>It lies elsewhere, with all below it.</summary>
    public const string Moved = "moved";

    /// <summary>It is gone; what lay in it was moved before.</summary>
    public const string Deleted = "deleted";

    /// <summary>The site's settings, which every address of an article follows.</summary>
    public const string Site = "site";
}
