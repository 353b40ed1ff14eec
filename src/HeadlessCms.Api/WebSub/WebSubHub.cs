using System.Security.Cryptography;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Syndication;
using HeadlessCms.Webhooks.Deliveries;

namespace HeadlessCms.WebSub;

/// <summary>Sends subscribers their feeds when these changed.</summary>
internal sealed class WebSubHub(Database database, FeedDocuments feeds, WebSubCalls calls, TimeProvider clock, ILogger<WebSubHub> logger)
    : PeriodicJob("sending feeds", TimeSpan.FromSeconds(10), database, clock, logger, WebSubStore.Signal)
{
    private const int RowsAtOnce = 50;
    private const int CallsAtOnce = 10;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        await WriteAsync(session => WebSubStore.ExpireAsync(session, Clock.GetUtcNow(), ct), ct);
        while (await SendSomeAsync(ct) > 0)
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task<int> SendSomeAsync(CancellationToken ct)
    {
        var (due, documents) = await Database.ReadAsync(async session =>
        {
            var rows = await WebSubStore.DueAsync(session, Clock.GetUtcNow(), RowsAtOnce, ct);
            var read = new Dictionary<string, FeedDocument?>();
            foreach (var name in rows.Select(row => row.Topic).Distinct())
            {
                read[name] = feeds.Find(name) is { } topic ? await feeds.ReadAsync(session, topic, ct) : null;
            }
            return (rows, read);
        }, ct);
        var options = new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(due, options, async (row, _) =>
        {
            var document = documents[row.Topic];
            var hash = document is null ? null : Convert.ToBase64String(SHA256.HashData(document.Bytes));
            if (document is null)
            {
                await calls.DenyAsync(row.Callback, row.Topic, ct);
            }
            // What somebody changed elsewhere may leave this feed as it is.
            var outcome = document is null || hash == row.Sent ? null : await calls.SendAsync(row, document, ct);
            await WriteAsync(session => SentAsync(session, row, document, hash, outcome, ct), ct);
        });
        return due.Count;
    }

    private Task SentAsync(Session session, WebSubSubscriptionRow row, FeedDocument? document, string? hash, CallOutcome? outcome, CancellationToken ct)
    {
        if (document is null || outcome?.Status == StatusCodes.Status410Gone)
        {
            return WebSubStore.UnsubscribeAsync(session, row.Name, ct); // there is no such feed any more, or nobody to be sent it
        }
        if (outcome is null or { IsTaken: true })
        {
            return WebSubStore.SentAsync(session, row, hash, ct);
        }
        return RetrySchedule.RestAfter(row.Tries + 1, outcome.RetryAfter, Random.Shared.NextDouble()) is { } rest
            ? WebSubStore.AgainAsync(session, row, Clock.GetUtcNow(), rest, ct)
            : WebSubStore.SentAsync(session, row, row.Sent, ct); // given up: the next change is another chance
    }
}
