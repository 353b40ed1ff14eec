using System.Runtime.CompilerServices;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Changes;

/// <summary>Reads the log, for everything in this process that follows content.</summary>
internal sealed class ChangeReader(Database database, ChangePulse pulse)
{
    private const int RowsAtOnce = 500;

    /// <summary>How far the log goes; 0 when nothing was ever public.</summary>
    public static Task<long> EndAsync(Database database, CancellationToken ct) => ChangeStore.EndAsync(database, ct);

    /// <summary>
    /// Every change after a place, in order, for ever: what is there at once, what comes as it comes. For what is kept in
    /// memory; what is kept in the database derives from <see cref="ChangeFollower"/>.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<LoggedChange>> FollowAsync(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await pulse.WaitBeyondAsync(after, ct);
            var changes = await database.ReadAsync(session => ChangeStore.AfterAsync(session, after, RowsAtOnce, ct), ct);
            if (changes.Count > 0)
            {
                after = changes[^1].Seq;
                yield return changes;
            }
        }
    }
}

/// <summary>A change as it stands in the log.</summary>
internal sealed record LoggedChange
{
    /// <summary>Its place in the one order.</summary>
    public required long Seq { get; init; }

    /// <inheritdoc cref="Change.Kind"/>
    public required string Kind { get; init; }

    /// <inheritdoc cref="Change.ArticleId"/>
    public required Guid? ArticleId { get; init; }

    /// <inheritdoc cref="Change.CategoryId"/>
    public required Guid? CategoryId { get; init; }

    /// <inheritdoc cref="Change.Version"/>
    public required long? Version { get; init; }

    /// <inheritdoc cref="Change.Reason"/>
    public required string? Reason { get; init; }

    /// <summary><see cref="Change.Was"/> as stored JSON.</summary>
    public required string? Was { get; init; }

    /// <inheritdoc cref="Change.Was"/>
    public FormerPlace? FormerPlace => Was is null ? null : StoredJson.Read<FormerPlace>(Was);

    /// <inheritdoc cref="Change.OccurredAt"/>
    public required DateTimeOffset OccurredAt { get; init; }
}
