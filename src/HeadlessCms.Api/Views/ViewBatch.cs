using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>
/// Counts all views that wait in one transaction, by the same few statements however many they are: totals, the log of what is
/// added up to days, sources and trends, and the answers kept for retries.
/// </summary>
internal sealed class ViewBatch(IdempotencyStore answers, SiteZone zone)
{
    /// <summary>What becomes of each of these views when the transaction is committed.</summary>
    public async Task<CountedBatch> CountAsync(Session session, IReadOnlyList<PendingView> views, CancellationToken ct)
    {
        await LockAsync(session, ct);
        var outcomes = new CountOutcome[views.Count];
        var open = await FindOpenAsync(session, views, outcomes, ct);
        var counts = open.GroupBy(n => views[n].ArticleId).OrderBy(article => article.Key).ToDictionary(article => article.Key, article => article.LongCount());
        var totals = counts.Count == 0
            ? []
            : (await ViewTotalStore.CountAsync(session, counts.Select(count => (count.Key, count.Value)), ct))
                .ToDictionary(total => total.ArticleId, total => total.Views);
        var counted = open.Where(n => totals.ContainsKey(views[n].ArticleId)).ToList();
        var logged = await LogAsync(session, [.. counted.Select(n => views[n])], ct);
        // Each is told the total that it made, in the order they came.
        var next = totals.ToDictionary(total => total.Key, total => total.Value - counts[total.Key]);
        foreach (var n in counted)
        {
            var total = ++next[views[n].ArticleId];
            outcomes[n] = new CountOutcome { Total = total, Kept = views[n].Keep?.Invoke(total) };
        }
        await KeepAsync(session, [.. counted.Select(n => outcomes[n].Kept).OfType<StoredAnswer>()], views[^1].At);
        return new CountedBatch(outcomes, logged);
    }

    /// <summary>Adds up what was counted lately, and deletes what no window shows any longer; how many rows of that.</summary>
    public static async Task<int> FoldAsync(Session session, DateTimeOffset now, CancellationToken ct)
    {
        await LockAsync(session, ct);
        await ViewLogStore.FoldAsync(session, ct);
        return await TrendStore.PruneAsync(session, now, ct);
    }

    // Instances count one after the other: none waits for another in a circle, and each has the more to do at once.
    private static Task LockAsync(Session session, CancellationToken ct) => session.LockAsync(ViewTotalStore.Counting, ct);

    // Decides what needs no counting: what was counted under the same key, and what is not at that address any longer.
    private async Task<List<int>> FindOpenAsync(
        Session session, IReadOnlyList<PendingView> views, CountOutcome[] outcomes, CancellationToken ct)
    {
        var slugs = views.Select(view => view.Slug).OfType<string>().ToHashSet();
        var present = slugs.Count == 0
            ? []
            : (await ViewTotalStore.FindPresentAsync(session, slugs, ct)).ToDictionary(found => found.Slug, found => found.ArticleId);
        var ids = views.SelectMany(view => view.Requests).Select(request => request.Id).ToList();
        var kept = ids.Count == 0
            ? []
            : (await answers.FindAsync(session, ids, ct)).ToDictionary(answer => answer.Request.Id);
        var open = new List<int>();
        for (var n = 0; n < views.Count; n++)
        {
            var view = views[n];
            outcomes[n] = CountOutcome.NotThere;
            if (view.Requests.FirstOrDefault(request => kept.ContainsKey(request.Id)) is { } known)
            {
                outcomes[n] = new CountOutcome { Kept = kept[known.Id] };
            }
            else if (view.Slug is null || present.GetValueOrDefault(view.Slug) == view.ArticleId)
            {
                open.Add(n);
            }
        }
        return open;
    }

    // How many rows the log has more.
    private async Task<int> LogAsync(Session session, IReadOnlyList<PendingView> views, CancellationToken ct)
    {
        var rows = views
            .GroupBy(view => (view.ArticleId, Day: zone.Day(view.At), view.Source, Minute: BucketGrain.Minute.BucketOf(view.At)))
            .Select(same => (same.Key.ArticleId, same.Key.Day, same.Key.Source, same.Min(view => view.At), same.LongCount())).ToList();
        return rows.Count == 0 ? 0 : await ViewLogStore.AddAsync(session, rows, ct);
    }

    private static Task KeepAsync(Session session, IReadOnlyList<StoredAnswer> kept, DateTimeOffset now) =>
        kept.Count == 0 ? Task.CompletedTask : IdempotencyStore.AddAsync(session, kept, now);
}

/// <summary>Views that were counted together.</summary>
/// <param name="Outcomes">What became of each.</param>
/// <param name="Logged">Rows that the log has more.</param>
internal sealed record CountedBatch(CountOutcome[] Outcomes, int Logged);
