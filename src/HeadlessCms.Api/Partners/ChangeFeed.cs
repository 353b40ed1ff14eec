using HeadlessCms.Articles;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>
/// Reads on along the log: first all that is public, then every change since that began, so that nothing falls between.
/// Everything of a page is read on one snapshot.
/// </summary>
internal sealed class ChangeFeed(ArticleReader reader)
{
    // Each costs a few statements: a page ends early rather than costing more.
    private const int StepsAtMost = 6;

    /// <summary>Reads on from a place; null when the log no longer goes back so far.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="scope">What is followed.</param>
    /// <param name="from">Where the last page ended; null at the start.</param>
    /// <param name="limit">How many items at most.</param>
    /// <param name="ct">Cancels the read.</param>
    public async Task<ChangeReading?> ReadAsync(Session session, ChangeScope scope, ChangePlace? from, int limit, CancellationToken ct)
    {
        var end = await ChangeStore.EndAsync(session, ct);
        var place = from ?? new ChangePlace(ChangePart.Snapshot, end, Guid.Empty);
        var oldest = await ChangeFeedStore.OldestAsync(session, ct);
        if (place.Seq < oldest - 1 || place.Seq > end || (place.Part is ChangePart.Branch && place.Seq < oldest))
        {
            return null;
        }
        var entries = new List<Entry>();
        var isAtEnd = false;
        for (var step = 0; step < StepsAtMost && entries.Count < limit && !isAtEnd; step++)
        {
            var room = limit - entries.Count;
            isAtEnd = place.Part is ChangePart.Changes && place.Seq >= end;
            place = isAtEnd ? place : place.Part switch
            {
                ChangePart.Snapshot => await SnapshotAsync(session, scope, place, entries, room, ct),
                ChangePart.Branch => await BranchAsync(session, place, entries, room, ct),
                _ => await ChangesAsync(session, scope, place, end, entries, room, ct),
            };
        }
        return new ChangeReading(
            await new ChangeItems(session, reader, scope).MakeAsync(entries, ct),
            place,
            HasMore: place.Part is not ChangePart.Changes || place.Seq < end);
    }

    private static async Task<ChangePlace> SnapshotAsync(
        Session session, ChangeScope scope, ChangePlace place, List<Entry> entries, int room, CancellationToken ct)
    {
        var copies = await ChangeFeedStore.PublicAsync(session, scope, place.Article, room, ct);
        entries.AddRange(copies.Select(copy => new Entry(ChangeKind.Published, place with { Article = copy.ArticleId })
        {
            ArticleId = copy.ArticleId,
            CategoryId = copy.CategoryId,
            Version = copy.Version,
            OccurredAt = copy.UpdatedAt,
        }));
        return copies.Count < room ? ChangePlace.After(place.Seq) : entries[^1].After;
    }

    private static async Task<ChangePlace> BranchAsync(
        Session session, ChangePlace place, List<Entry> entries, int room, CancellationToken ct)
    {
        var change = (await ChangeFeedStore.FindAsync(session, place.Seq, ct))!;
        var ids = await ChangeFeedStore.BranchAsync(session, place.Seq, place.Article, room, ct);
        entries.AddRange(ids.Select(id => new Entry(ChangeKind.Updated, place with { Article = id })
        {
            ArticleId = id,
            OccurredAt = change.OccurredAt,
            IsDerived = true,
        }));
        return ids.Count < room ? ChangePlace.After(place.Seq) : entries[^1].After;
    }

    private static async Task<ChangePlace> ChangesAsync(
        Session session, ChangeScope scope, ChangePlace place, long end, List<Entry> entries, int room, CancellationToken ct)
    {
        var changes = await ChangeFeedStore.ChangesAsync(session, scope, place.Seq, room, ct);
        foreach (var change in changes)
        {
            var leads = LeadsToArticles(change, scope);
            entries.Add(new Entry(change.Kind, leads ? new ChangePlace(ChangePart.Branch, change.Seq, Guid.Empty) : ChangePlace.After(change.Seq))
            {
                ArticleId = change.ArticleId,
                CategoryId = change.CategoryId,
                Version = change.Version,
                Reason = change.Reason,
                OccurredAt = change.OccurredAt,
            });
            if (leads)
            {
                return entries[^1].After;
            }
        }
        // What comes up to the end concerns others.
        return ChangePlace.After(changes.Count < room ? end : changes[^1].Seq);
    }

    // A moved branch brings articles into a followed category or takes them out, and no article says so itself. Whole
    // articles show the names of all categories above them, too.
    private static bool LeadsToArticles(LoggedChange change, ChangeScope scope) =>
        change.Kind == ChangeKind.Category && change.Reason switch
        {
            TreeReason.Moved => scope.IsFull || scope.CategoryId is not null,
            TreeReason.Changed or TreeReason.Site => scope.IsFull,
            _ => false,
        };
}

/// <summary>What was read.</summary>
/// <param name="Items">Each with the place after it.</param>
/// <param name="Place">Where to read on.</param>
/// <param name="HasMore">Whether more is there already.</param>
internal sealed record ChangeReading(IReadOnlyList<(ChangeItem Item, ChangePlace After)> Items, ChangePlace Place, bool HasMore);

/// <summary>A change before it is known what is public now.</summary>
/// <param name="Kind">As logged.</param>
/// <param name="After">The place after it.</param>
internal sealed record Entry(string Kind, ChangePlace After)
{
    public Guid? ArticleId { get; init; }

    public Guid? CategoryId { get; init; }

    public long? Version { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Whether it follows from a change of the tree, so that only the present says what to tell.</summary>
    public bool IsDerived { get; init; }
}
