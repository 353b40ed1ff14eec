using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Views;

/// <summary>Takes the views that are sent, and tells those of readers from what only looks like one.</summary>
internal sealed class ViewIntake(
    Database database, ViewCounter counter, ViewAddresses addresses, CrawlerList crawlers, RecentVisitors visitors, TimeProvider clock)
{
    /// <summary>Counts the view the request stands for, if it is one.</summary>
    public async Task<ViewAnswer> TakeAsync(
        HttpContext context, string idOrSlug, string source, IReadOnlyList<IdentifiedRequest> requests, CancellationToken ct)
    {
        // An id needs no look: whether an article has it and is public, the transaction that counts asks.
        if (IdText.TryRead(idOrSlug, out var named))
        {
            return await CountAsync(context, idOrSlug, named, source, requests, ct) ?? await RefuseAsync(context, idOrSlug, ct);
        }
        // Twice, if what was known of the slug turns out to be out of date.
        for (var isLast = false; ; isLast = true)
        {
            if (addresses.Find(idOrSlug) is not { } id)
            {
                var (found, _) = await FindAsync(context, idOrSlug, ct);
                if (found.Address is null)
                {
                    return new ViewAnswer(null, found.Instead);
                }
                id = found.Address.ArticleId;
                addresses.Remember(idOrSlug, id);
            }
            if (await CountAsync(context, idOrSlug, id, source, requests, ct) is { } answer)
            {
                return answer;
            }
            addresses.Forget(idOrSlug);
            if (isLast)
            {
                return await RefuseAsync(context, idOrSlug, ct);
            }
        }
    }

    private async Task<ViewAnswer> RefuseAsync(HttpContext context, string idOrSlug, CancellationToken ct) =>
        new(null, (await FindAsync(context, idOrSlug, ct)).Found.Instead ?? PublicArticles.NotFound(idOrSlug));

    // Null: no public article has this address any longer.
    private async Task<ViewAnswer?> CountAsync(
        HttpContext context, string idOrSlug, Guid id, string source, IReadOnlyList<IdentifiedRequest> requests, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var agent = context.Request.Headers.UserAgent.ToString();
        if (Prefetches.Includes(context.Request.Headers) || crawlers.Knows(agent)
            || visitors.Note(id, context.Connection.RemoteIpAddress, agent, now) is not { } visit)
        {
            var (found, views) = await FindAsync(context, idOrSlug, ct);
            return found.Address is null ? null : new ViewAnswer(ViewAnswer.Of(id, views, counted: false), null);
        }
        var outcome = await counter.CountAsync(new PendingView
        {
            ArticleId = id,
            Slug = IdText.TryRead(idOrSlug, out _) ? null : idOrSlug,
            Source = source,
            At = now,
            Requests = requests,
            Keep = requests.Count == 0 ? null : total => ViewAnswer.ToStored(ViewAnswer.Of(id, total, counted: true), context, requests[0]),
        });
        if (outcome.Total is null)
        {
            visitors.Forget(visit);
        }
        return outcome switch
        {
            { IsRefused: true } => new ViewAnswer(null, new UnavailableProblem("More views come in than can be counted now. Send it again.")),
            { Kept: { } kept } => new ViewAnswer(null, outcome.Total is null ? CapturedAnswer.Replay(kept, requests) : CapturedAnswer.First(kept)),
            { Total: { } total } => new ViewAnswer(ViewAnswer.Of(id, total, counted: true), null),
            _ => null,
        };
    }

    private Task<(ArticleLookup Found, long Views)> FindAsync(HttpContext context, string idOrSlug, CancellationToken ct) =>
        database.ReadAsync(async session =>
        {
            var found = await PublicArticles.FindAsync(
                session, idOrSlug, slug => $"/v1/articles/{slug}/views{context.Request.QueryString}", ct);
            var totals = found.Address is { } address ? await ViewStore.TotalsAsync(session, [address.ArticleId], ct) : [];
            return (found, totals.Sum(total => total.Views));
        }, ct);
}
