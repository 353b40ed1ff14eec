using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Changes;

/// <summary>
/// What became different for the public, in one order without gaps. There is no second way to learn of a change:
/// whoever changes something public appends it here, in the same transaction.
/// </summary>
internal static class ChangeLog
{
    /// <summary>Appends the change at the end of the transaction that makes it.</summary>
    public static void Append(Session session, Change change) => session.AtEnd(async last =>
    {
        // The lock is held until the commit, so numbers become visible in their order and a reader never skips one.
        await last.LockAsync("log", CancellationToken.None);
        await last.ExecuteAsync(
            """
            INSERT INTO changes (seq, kind, article_id, category_id, version, reason, occurred_at)
            SELECT COALESCE(MAX(seq), 0) + 1, @Kind, @ArticleId, @CategoryId, @Version, @Reason, @OccurredAt
            FROM changes
            """, change, CancellationToken.None);
    });
}

/// <summary>One change.</summary>
internal sealed record Change
{
    /// <summary><c>published</c>, <c>updated</c>, <c>corrected</c>, <c>withdrawn</c>, <c>deleted</c> or <c>category</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Which article; null when it is about the tree.</summary>
    public required Guid? ArticleId { get; init; }

    /// <summary>The category the article lay in for the public before and at the change, or the one that changed.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>The version that is public now; null when none is.</summary>
    public required long? Version { get; init; }

    /// <summary>Why it was withdrawn; null otherwise.</summary>
    public required string? Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
