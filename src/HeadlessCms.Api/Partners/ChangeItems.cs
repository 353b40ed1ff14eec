using System.Text.Json.Nodes;
using HeadlessCms.Articles;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>
/// Makes entries into what a follower is told: whole articles as they are public now, and a removal for what is not, or
/// not where it is followed. Nothing that is not public leaves here.
/// </summary>
internal sealed class ChangeItems(Session session, ArticleReader reader, ChangeScope scope)
{
    /// <summary>The same entries, in the same order.</summary>
    public async Task<IReadOnlyList<(ChangeItem Item, ChangePlace After)>> MakeAsync(IReadOnlyList<Entry> entries, CancellationToken ct)
    {
        var asks = scope.IsFull || scope.CategoryId is not null;
        Guid[] ids = asks ? [.. entries.Select(entry => entry.ArticleId).OfType<Guid>().Distinct()] : [];
        var rows = await RowsAsync(ids, ct);
        var within = await WithinAsync(rows.Values, ct);
        var articles = scope.IsFull ? await ArticlesAsync([.. rows.Values.Where(row => IsFollowed(row, within))], ct) : new Dictionary<Guid, JsonObject>();
        var hidden = await ChangeFeedStore.HiddenAsync(session, [.. ids.Where(id => !rows.ContainsKey(id))], ct);
        return [.. entries.Select(entry => (Make(entry, rows, within, articles, hidden), entry.After))];
    }

    private ChangeItem Make(
        Entry entry, IReadOnlyDictionary<Guid, ArticleRow> rows, IReadOnlySet<Guid>? within,
        IReadOnlyDictionary<Guid, JsonObject> articles, IReadOnlyDictionary<Guid, string?> hidden)
    {
        if (entry.ArticleId is not { } id)
        {
            return ItemOf(entry, entry.Kind, entry.CategoryId, version: null, entry.Reason, article: null);
        }
        var isRemoval = entry.Kind is ChangeKind.Withdrawn or ChangeKind.Deleted; // if it is public again, that is told later
        if (!isRemoval && rows.GetValueOrDefault(id) is { } row)
        {
            if (!IsFollowed(row, within))
            {
                return ItemOf(entry, ChangeKind.Withdrawn, row.CategoryId, version: null, "moved", article: null);
            }
            return scope.IsFull || entry.IsDerived
                ? ItemOf(entry, entry.Kind, row.CategoryId, row.Version, entry.Reason, articles.GetValueOrDefault(id))
                : ItemOf(entry, entry.Kind, entry.CategoryId, entry.Version, entry.Reason, article: null);
        }
        // Who follows everything is told of its removal later; who follows a category is not when it was taken down elsewhere, after it had left.
        if (isRemoval || (scope is { IsFull: false, CategoryId: null } && !entry.IsDerived))
        {
            return ItemOf(entry, entry.Kind, entry.CategoryId, entry.Version, entry.Reason, article: null);
        }
        return hidden.TryGetValue(id, out var reason)
            ? ItemOf(entry, ChangeKind.Withdrawn, entry.CategoryId, version: null, reason, article: null)
            : ItemOf(entry, ChangeKind.Deleted, entry.CategoryId, version: null, reason: null, article: null);
    }

    private static bool IsFollowed(ArticleRow row, IReadOnlySet<Guid>? within) =>
        within is null || PlacesOf(row).Any(within.Contains);

    // Its own category, and those that show it too.
    private static IEnumerable<Guid> PlacesOf(ArticleRow row) =>
        row.AlsoInIds.Append(row.CategoryId);

    private async Task<IReadOnlyDictionary<Guid, ArticleRow>> RowsAsync(Guid[] ids, CancellationToken ct) =>
        ids.Length == 0
            ? new Dictionary<Guid, ArticleRow>()
            : (scope.IsFull
                ? await ArticleStore.FindWholeAsync(session, ids, "public", ct)
                : await ArticleStore.FindAsync(session, ids, "public", ct)).ToDictionary(row => row.ArticleId);

    private async Task<IReadOnlySet<Guid>?> WithinAsync(IEnumerable<ArticleRow> rows, CancellationToken ct) =>
        scope.CategoryId is { } category
            ? await ChangeFeedStore.WithinAsync(session, category, [.. rows.SelectMany(PlacesOf).Distinct()], ct)
            : null;

    private async Task<IReadOnlyDictionary<Guid, JsonObject>> ArticlesAsync(IReadOnlyList<ArticleRow> rows, CancellationToken ct) =>
        (await reader.ReadAsync(session, rows, ArticleSelection.Public, ct)).ToDictionary(article => article["id"]!.GetValue<Guid>());

    private static ChangeItem ItemOf(Entry entry, string kind, Guid? categoryId, long? version, string? reason, JsonObject? article) => new()
    {
        Kind = kind,
        ArticleId = entry.ArticleId,
        CategoryId = categoryId,
        Version = version,
        OccurredAt = entry.OccurredAt,
        Reason = reason,
        Article = article,
    };
}
