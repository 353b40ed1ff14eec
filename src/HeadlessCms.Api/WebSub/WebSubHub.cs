using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Syndication;
using HeadlessCms.Webhooks.Deliveries;

namespace HeadlessCms.WebSub;

/// <summary>Asks callbacks whether they want what was asked for in their name, and sends subscribers their feeds when these changed.</summary>
internal sealed class WebSubHub : PeriodicJob
{
    private const int RowsAtOnce = 50;
    private const int CallsAtOnce = 10;
    private const int MostVerifications = 3;
    private const int StatusGone = 410;
    private const int StatusNotFound = 404;

    private readonly FeedDocuments _feeds;
    private readonly WebSubCalls _calls;

    public WebSubHub(Database database, FeedDocuments feeds, WebSubCalls calls, TimeProvider clock, ILogger<WebSubHub> logger)
        : base("sending feeds", TimeSpan.FromSeconds(10), database, clock, logger)
    {
        (_feeds, _calls) = (feeds, calls);
        database.Signalled += OnSignal;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Database.Signalled -= OnSignal;
        base.Dispose();
    }

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        await WriteAsync(session => WebSubStore.ExpireAsync(session, Clock.GetUtcNow(), ct), ct);
        while (await VerifySomeAsync(ct) + await SendSomeAsync(ct) > 0)
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task<int> VerifySomeAsync(CancellationToken ct)
    {
        var due = await Database.ReadAsync(session => WebSubStore.DueRequestsAsync(session, Clock.GetUtcNow(), RowsAtOnce, ct), ct);
        await EachAsync(due, async row =>
        {
            var outcome = await _calls.VerifyAsync(row, ct);
            await WriteAsync(session => VerifiedAsync(session, row, outcome, ct), ct);
        }, ct);
        return due.Count;
    }

    private async Task VerifiedAsync(Session session, WebSubRequestRow row, CallOutcome outcome, CancellationToken ct)
    {
        if (!outcome.IsTaken && outcome.Status is not (StatusNotFound or StatusGone) && row.Tries + 1 < MostVerifications)
        {
            await WebSubStore.PutOffAsync(session, row.Id, Clock.GetUtcNow() + RestAfter(row.Tries + 1, outcome)!.Value, ct); // of three tries there is one
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
            await WebSubStore.UnsubscribeAsync(session, NameOf(row), ct);
        }
    }

    private async Task SubscribeAsync(Session session, WebSubRequestRow row, CancellationToken ct)
    {
        if (_feeds.Find(row.Topic) is not { } topic || !await FeedDocuments.IsThereAsync(session, topic, ct))
        {
            return; // the category went meanwhile
        }
        await WebSubStore.SubscribeAsync(session, new WebSubSubscriptionRow
        {
            Name = NameOf(row),
            Id = row.Id,
            Topic = row.Topic,
            Callback = row.Callback,
            CategoryId = await FeedDocuments.CategoryAsync(session, topic, ct),
            Secret = row.Secret,
            ExpiresAt = Clock.GetUtcNow().AddSeconds(row.Lease),
            ChangedSeq = await ChangeStore.EndAsync(session, ct), // of what was before it knows by reading the feed
            Sent = null,
            Tries = 0,
            DueAt = null,
        }, ct);
    }

    private async Task<int> SendSomeAsync(CancellationToken ct)
    {
        var (due, documents) = await Database.ReadAsync(async session =>
        {
            var rows = await WebSubStore.DueAsync(session, Clock.GetUtcNow(), RowsAtOnce, ct);
            var read = new Dictionary<string, FeedDocument?>();
            foreach (var name in rows.Select(row => row.Topic).Distinct())
            {
                read[name] = _feeds.Find(name) is { } topic ? await _feeds.ReadAsync(session, topic, ct) : null;
            }
            return (rows, read);
        }, ct);
        await EachAsync(due, async row =>
        {
            var document = documents[row.Topic];
            var hash = document is null ? null : Convert.ToBase64String(SHA256.HashData(document.Bytes));
            // What somebody changed elsewhere may leave this feed as it is.
            var outcome = document is null || hash == row.Sent ? null : await _calls.SendAsync(row, document, ct);
            await WriteAsync(session => SentAsync(session, row, document, hash, outcome, ct), ct);
        }, ct);
        return due.Count;
    }

    private Task SentAsync(Session session, WebSubSubscriptionRow row, FeedDocument? document, string? hash, CallOutcome? outcome, CancellationToken ct)
    {
        if (document is null || outcome?.Status == StatusGone)
        {
            return WebSubStore.UnsubscribeAsync(session, row.Name, ct); // there is no such feed any more, or nobody to be sent it
        }
        if (outcome is null or { IsTaken: true })
        {
            return WebSubStore.SentAsync(session, row, hash, ct);
        }
        return RestAfter(row.Tries + 1, outcome) is { } rest
            ? WebSubStore.AgainAsync(session, row.Name, Clock.GetUtcNow() + rest, ct)
            : WebSubStore.SentAsync(session, row, row.Sent, ct); // given up: the next change is another chance
    }

    private static TimeSpan? RestAfter(long tries, CallOutcome outcome) =>
        RetrySchedule.RestAfter(tries, outcome.RetryAfter, Random.Shared.NextDouble());

    private static Task EachAsync<T>(IReadOnlyList<T> rows, Func<T, Task> work, CancellationToken ct) =>
        Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = ct }, async (row, _) => await work(row));

    private Task<int> WriteAsync(Func<Session, Task> work, CancellationToken ct) => Database.WriteAsync(async session =>
    {
        await work(session);
        return 0;
    }, ct);

    // An address may be longer than an index takes.
    private static string NameOf(WebSubRequestRow row) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Topic}\n{row.Callback}")));

    private void OnSignal(string name)
    {
        if (name == WebSubStore.Signal)
        {
            Wake();
        }
    }
}
