using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>
/// Counts views: everything a view changes, in one transaction. The one seam behind which counting can be done
/// differently.
/// </summary>
internal sealed class ViewCounter(Database database, SiteZone zone)
{
    private long _prunedHour;

    /// <summary>
    /// Counts one view and gives the new total, once it is durable; null when there is no such article any longer.
    /// </summary>
    public Task<long?> CountAsync(Guid articleId, string source, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync<long?>(async session =>
        {
            // First, as its row lock stands for the article's other rows too: who counts the same article waits here.
            var total = await ViewTotalStore.CountAsync(session, articleId, views: 1, ct);
            if (total == 0)
            {
                return null;
            }
            await ViewStore.AddAsync(session, articleId, zone.Day(now), source, ct);
            await TrendStore.AddAsync(session, articleId, now, ct);
            if (IsFirstOfHour(now))
            {
                await TrendStore.PruneAsync(session, now, ct);
            }
            return total;
        }, ct);

    // No job is needed: while nobody reads, nothing grows.
    private bool IsFirstOfHour(DateTimeOffset now)
    {
        var hour = now.UtcTicks / TimeSpan.TicksPerHour;
        return Interlocked.Exchange(ref _prunedHour, hour) != hour;
    }
}
