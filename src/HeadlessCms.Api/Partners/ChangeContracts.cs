using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using HeadlessCms.Changes;

namespace HeadlessCms.Partners;

/// <summary>What became different for the public, in the order it happened.</summary>
public sealed record ChangePage
{
    /// <summary>Apply them in this order; applying one again does no harm.</summary>
    public required IReadOnlyList<ChangeItem> Items { get; init; }

    /// <summary>Send it as <c>since</c> to read on; never null, since there is always a next change.</summary>
    public required string Cursor { get; init; }

    /// <summary>Whether more is there already: then read on at once, else wait with <c>wait</c>.</summary>
    public required bool HasMore { get; init; }
}

/// <summary>One change.</summary>
public sealed record ChangeItem
{
    /// <summary>
    /// <c>published</c>, <c>updated</c>, <c>corrected</c>: keep the article. <c>withdrawn</c>, <c>deleted</c>: remove your copy.
    /// <c>category</c>: the tree is different, read it again.
    /// </summary>
    /// <example>published</example>
    [AllowedValues(ChangeKind.Published, ChangeKind.Updated, ChangeKind.Corrected, ChangeKind.Withdrawn, ChangeKind.Deleted, ChangeKind.Category)]
    public required string Kind { get; init; }

    /// <summary>Which article; null for <c>category</c>.</summary>
    public required Guid? ArticleId { get; init; }

    /// <summary>The category the article lies in, or lay in; for <c>category</c> the one that changed, null when it is about the whole site.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>The version that became public; null when none did.</summary>
    /// <example>3</example>
    public required long? Version { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>
    /// Why it was withdrawn: <c>correction</c>, <c>legal</c>, <c>error</c>, <c>expired</c>, <c>other</c>, or <c>moved</c> when it
    /// left the category that is followed. Of the tree: <c>created</c>, <c>changed</c>, <c>moved</c>, <c>deleted</c>, <c>site</c>. Else null.
    /// </summary>
    [AllowedValues("correction", "legal", "error", "expired", "other", TreeReason.Created, TreeReason.Changed, TreeReason.Moved, TreeReason.Deleted, TreeReason.Site, null)]
    public required string? Reason { get; init; }

    /// <summary>The article whole, as it is public at the moment of reading; null without <c>full=true</c> and when it is not public.</summary>
    public required JsonObject? Article { get; init; }
}
