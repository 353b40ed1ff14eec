using HeadlessCms.Changes;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>Puts in line what webhooks are told: what happens, what is to be told again, and tests.</summary>
internal sealed class WebhookQueue(Database database, WebhookMessages messages, TimeProvider clock)
{
    /// <summary>How many changes can be told again at once.</summary>
    public const int ChangesAtOnce = 10_000;

    private const int RowsAtOnce = 200;

    /// <summary>Puts changes in line for all who want to know of them; how many deliveries that makes. Within the lock of webhooks.</summary>
    public async Task<long> AddAsync(Session session, IReadOnlyList<WebhookRow> webhooks, IReadOnlyList<LoggedChange> changes, CancellationToken ct)
    {
        if (webhooks.Count == 0 || changes.Count == 0)
        {
            return 0;
        }
        Guid[] categories = [.. webhooks.Select(webhook => webhook.CategoryId).OfType<Guid>().Distinct()];
        var touched = await DeliveryStore.TouchedAsync(session, categories, changes.Min(change => change.Seq), changes.Max(change => change.Seq), ct);
        var wanted = (from change in changes from webhook in webhooks where Wants(webhook, change, touched) select (webhook, change)).ToList();
        if (wanted.Count > 0)
        {
            var now = clock.GetUtcNow();
            var known = await MessagesAsync(session, [.. wanted.Select(want => want.change).Distinct()], now, ct);
            await QueueStore.AddAsync(session, [.. wanted.Select(want => RowOf(want.webhook, known[want.change.Seq], want.change, now))], ct);
            session.Signal(DeliveryStore.Signal);
        }
        return wanted.Count;
    }

    /// <summary>Puts a stretch of time in line; how many deliveries that makes, -1 when it holds too many changes, null when there is no such webhook.</summary>
    public Task<long?> RedeliverAsync(Guid webhookId, Redelivery asked, CancellationToken ct) => database.WriteAsync<long?>(async session =>
    {
        await WebhookStore.LockAsync(session, ct);
        if (await WebhookStore.FindAsync(session, webhookId, ct) is not { } webhook)
        {
            return null;
        }
        var changes = await DeliveryStore.ChangesBetweenAsync(session, asked.From!.Value, asked.To ?? clock.GetUtcNow().AddMilliseconds(1), ChangesAtOnce + 1, ct);
        if (changes.Count > ChangesAtOnce)
        {
            return -1;
        }
        var count = 0L;
        foreach (var chunk in changes.Chunk(RowsAtOnce))
        {
            var failed = asked.OnlyFailed ? await DeliveryStore.FailedAsync(session, webhookId, [.. chunk.Select(change => change.Seq)], ct) : null;
            count += await AddAsync(session, [webhook with { SinceSeq = 0 }], [.. chunk.Where(change => failed?.Contains(change.Seq) is not false)], ct);
        }
        return count;
    }, ct);

    /// <summary>Puts one in line again; null when there is none such.</summary>
    public Task<Delivery?> RedeliverAsync(Guid webhookId, Guid id, CancellationToken ct) => database.WriteAsync(async session =>
    {
        await WebhookStore.LockAsync(session, ct);
        if (await WebhookStore.FindAsync(session, webhookId, ct) is not { } webhook || await DeliveryStore.FindAsync(session, webhookId, id, ct) is not { } row)
        {
            return null;
        }
        await DeliveryStore.AgainAsync(session, id, row.IsTest ? DeliveryState.Pending : StateFor(webhook), clock.GetUtcNow(), ct);
        session.Signal(DeliveryStore.Signal);
        return (await DeliveryStore.FindAsync(session, webhookId, id, ct))!.ToContract();
    }, ct);

    /// <summary>Puts a test in line; null when there is no such webhook.</summary>
    public Task<Delivery?> TestAsync(Guid webhookId, CancellationToken ct) => database.WriteAsync(async session =>
    {
        await WebhookStore.LockAsync(session, ct);
        if (await WebhookStore.FindAsync(session, webhookId, ct) is null)
        {
            return null;
        }
        var now = clock.GetUtcNow();
        var (id, message) = (clock.NewId(now), clock.NewId(now));
        await Revisions.ReadAsync(session, ct); // has the zone follow
        await QueueStore.AddMessagesAsync(session, [(message, null, messages.OfTest(webhookId, now))], now, ct);
        var row = NewRow(id, webhookId, message, now) with { Event = WebhookMessages.Test, SubjectId = id, Seq = await ChangeStore.EndAsync(session, ct) };
        await QueueStore.AddAsync(session, [row], ct);
        session.Signal(DeliveryStore.Signal);
        return (await DeliveryStore.FindAsync(session, webhookId, id, ct))!.ToContract();
    }, ct);

    // What is said is made once for each change, whoever is told and how often.
    private async Task<Dictionary<long, Guid>> MessagesAsync(Session session, IReadOnlyList<LoggedChange> changes, DateTimeOffset now, CancellationToken ct)
    {
        var known = await QueueStore.MessagesAsync(session, [.. changes.Select(change => change.Seq)], ct);
        LoggedChange[] fresh = [.. changes.Where(change => !known.ContainsKey(change.Seq))];
        var bodies = await messages.OfAsync(session, fresh, ct);
        var made = fresh.Zip(bodies, (change, body) => (Id: clock.NewId(now), Seq: (long?)change.Seq, Body: body)).ToList();
        await QueueStore.AddMessagesAsync(session, made, now, ct);
        made.ForEach(message => known[message.Seq!.Value] = message.Id);
        return known;
    }

    private DeliveryRow RowOf(WebhookRow webhook, Guid message, LoggedChange change, DateTimeOffset now) => NewRow(clock.NewId(now), webhook.Id, message, now) with
    {
        Event = change.Kind,
        SubjectId = change.ArticleId ?? Guid.Empty,
        Seq = change.Seq,
        State = StateFor(webhook),
        DueAt = webhook.Enabled ? now : null,
    };

    private static DeliveryRow NewRow(Guid id, Guid webhook, Guid message, DateTimeOffset now) => new()
    {
        Id = id,
        WebhookId = webhook,
        MessageId = message,
        Event = "",
        SubjectId = id,
        Seq = 0,
        State = DeliveryState.Pending,
        Tries = 0,
        Attempts = "[]",
        DueAt = now,
        CreatedAt = now,
        FinishedAt = null,
        Body = "",
    };

    private static string StateFor(WebhookRow webhook) => webhook.Enabled ? DeliveryState.Pending : DeliveryState.Held;

    private static bool Wants(WebhookRow webhook, LoggedChange change, ILookup<long, Guid> touched) =>
        change.Seq > webhook.SinceSeq && webhook.Wants(change.Kind)
        && (webhook.CategoryId is not { } category || touched[change.Seq].Contains(category));
}
