using HeadlessCms.Articles;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>Takes the views that are sent, and tells those of readers from what only looks like one.</summary>
internal sealed class ViewIntake(
    Database database, ViewCounter counter, CrawlerList crawlers, RecentVisitors visitors, TimeProvider clock)
{
    /// <summary>Counts the view the request stands for, if it is one.</summary>
    public async Task<ViewAnswer> TakeAsync(HttpContext context, string idOrSlug, string source, CancellationToken ct)
    {
        var (found, views) = await FindAsync(context, idOrSlug, ct);
        if (found.Address is not { ArticleId: var id })
        {
            return new ViewAnswer(null, found.Instead);
        }
        var now = clock.GetUtcNow();
        var agent = context.Request.Headers.UserAgent.ToString();
        if (Prefetches.Includes(context.Request.Headers) || crawlers.Knows(agent)
            || visitors.Note(id, context.Connection.RemoteIpAddress, agent, now) is not { } visit)
        {
            return Answer(id, views, counted: false);
        }
        return await CountAsync(id, source, visit, now, ct) is { } total
            ? Answer(id, total, counted: true)
            : new ViewAnswer(null, (await FindAsync(context, idOrSlug, ct)).Found.Instead ?? PublicArticles.NotFound(idOrSlug));
    }

    private async Task<long?> CountAsync(
        Guid id, string source, RecentVisitors.Visit visit, DateTimeOffset now, CancellationToken ct)
    {
        long? total = null;
        try
        {
            return total = await counter.CountAsync(id, source, now, ct);
        }
        finally
        {
            if (total is null)
            {
                visitors.Forget(visit);
            }
        }
    }

    private Task<(PublicLookup Found, long Views)> FindAsync(HttpContext context, string idOrSlug, CancellationToken ct) =>
        database.ReadAsync(async session =>
        {
            var found = await PublicArticles.FindAsync(
                session, idOrSlug, slug => $"/v1/articles/{slug}/views{context.Request.QueryString}", ct);
            var totals = found.Address is { } address ? await ViewStore.TotalsAsync(session, [address.ArticleId], ct) : [];
            return (found, totals.Sum(total => total.Views));
        }, ct);

    private static ViewAnswer Answer(Guid id, long views, bool counted) =>
        new(new CountedView { ArticleId = id, Views = views, Counted = counted }, instead: null);
}
