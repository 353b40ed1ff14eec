using HeadlessCms.Changes;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Syndication;
using HeadlessCms.Webhooks.Deliveries;

namespace HeadlessCms.WebSub;

/// <summary>
/// Asks callbacks whether they want what was asked for in their name. Anybody may have it ask anything, so it works apart from the
/// <see cref="WebSubHub"/>: one that is silent holds up no subscriber.
/// </summary>
internal sealed class WebSubVerification(Database database, FeedDocuments feeds, WebSubCalls calls, TimeProvider clock, ILogger<WebSubVerification> logger)
    : PeriodicJob("verifying subscriptions", TimeSpan.FromSeconds(10), database, clock, logger, WebSubStore.Signal)
{
    private const int RowsAtOnce = 50;
    private const int CallsAtOnce = 10;
    private const int MostTries = 3;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        while (await VerifySomeAsync(ct) > 0)
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task<int> VerifySomeAsync(CancellationToken ct)
    {
        var due = await Database.ReadAsync(session => WebSubStore.DueRequestsAsync(session, Clock.GetUtcNow(), RowsAtOnce, ct), ct);
        var options = new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(due, options, async (row, _) =>
        {
            if (row.Mode == WebSubForm.Subscribe && !await Database.ReadAsync(session => IsThereAsync(session, row, ct), ct))
            {
                await calls.DenyAsync(row.Callback, row.Topic, ct);
                await WriteAsync(session => WebSubStore.RemoveRequestAsync(session, row.Id, ct), ct);
                return;
            }
            var outcome = await calls.VerifyAsync(row, ct);
            await WriteAsync(session => VerifiedAsync(session, row, outcome, ct), ct);
        });
        return due.Count;
    }

    private async Task<bool> IsThereAsync(Session session, WebSubRequestRow row, CancellationToken ct) =>
        feeds.Find(row.Topic) is { } topic && await FeedDocuments.IsThereAsync(session, topic, ct);

    private async Task VerifiedAsync(Session session, WebSubRequestRow row, CallOutcome outcome, CancellationToken ct)
    {
        if (!outcome.IsTaken && outcome.Status is not (StatusCodes.Status404NotFound or StatusCodes.Status410Gone) && row.Tries + 1 < MostTries)
        {
            var rest = RetrySchedule.RestAfter(row.Tries + 1, outcome.RetryAfter, Random.Shared.NextDouble())!.Value; // of three tries there is one
            await WebSubStore.PutOffAsync(session, row.Id, Clock.GetUtcNow() + rest, ct);
            return;
        }
        await WebSubStore.RemoveRequestAsync(session, row.Id, ct);
        if (!outcome.IsTaken)
        {
            return;
        }
        if (row.Mode == WebSubForm.Subscribe)
        {
            await SubscribeAsync(session, row, ct);
        }
        else
        {
            await WebSubStore.UnsubscribeAsync(session, row.Name, ct);
        }
    }

    // Should the category have gone this very moment, the hub finds that out by the change that says so.
    private async Task SubscribeAsync(Session session, WebSubRequestRow row, CancellationToken ct) =>
        await WebSubStore.SubscribeAsync(session, new WebSubSubscriptionRow
        {
            Name = row.Name,
            Id = row.Id,
            Topic = row.Topic,
            Callback = row.Callback,
            CategoryId = feeds.Find(row.Topic) is { } topic ? await FeedDocuments.CategoryAsync(session, topic, ct) : null,
            Secret = row.Secret,
            ExpiresAt = Clock.GetUtcNow().AddSeconds(row.Lease),
            ChangedSeq = await ChangeStore.EndAsync(session, ct), // of what was before it knows by reading the feed
            Sent = null,
            Tries = 0,
            DueAt = null,
        }, ct);
}
