using System.Text.Json.Nodes;
using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Webhooks.Deliveries;

namespace HeadlessCms.Webhooks;

/// <summary>What a change came to: the webhook, or why there is none. All null: it is not there.</summary>
internal sealed record WebhookOutcome
{
    /// <summary>As it is now.</summary>
    public Webhook? Webhook { get; init; }

    /// <summary>Its secret, where another was made.</summary>
    public string? Secret { get; init; }

    /// <summary>What is wrong with what was sent.</summary>
    public IReadOnlyList<Fault>? Faults { get; init; }
}

/// <summary>Makes, changes and removes webhooks, each with its line in the audit trail, which holds neither secrets nor addresses.</summary>
internal sealed class WebhookWriter(Database database, WebhookSecrets secrets, AuditLog audit, TimeProvider clock)
{
    /// <summary>Makes one.</summary>
    public Task<WebhookOutcome> AddAsync(Actor actor, WebhookDraft draft, CancellationToken ct) => database.WriteAsync(async session =>
    {
        await WebhookStore.LockAsync(session, ct);
        if (await WebhookReferences.CategoryAsync(session, draft, present: null, ct) is not { IsThere: true } category)
        {
            return new WebhookOutcome { Faults = [WebhookReferences.UnknownCategory] };
        }
        var now = clock.GetUtcNow();
        var id = clock.NewId(now);
        var (secret, box) = secrets.Make(id);
        var empty = WebhookRow.New(id, box, await ChangeStore.EndAsync(session, ct), now);
        await WebhookStore.AddAsync(session, Decided(empty, draft, category.Id), ct);
        var row = (await WebhookStore.FindAsync(session, id, ct))!; // in the same transaction
        audit.Append(session, actor, "webhook.create", id.ToString(), null, Trail(row));
        return new WebhookOutcome { Webhook = row.ToContract(now), Secret = secret };
    }, ct);

    /// <summary>Changes one. What is checked of an address is asked of the network, so outside of the transaction.</summary>
    public async Task<WebhookOutcome> ChangeAsync(Actor actor, Guid id, Patch<WebhookDraft> patch, CancellationToken ct)
    {
        while (true)
        {
            if (await database.ReadAsync(session => WebhookStore.FindAsync(session, id, ct), ct) is not { } row)
            {
                return new();
            }
            var wanted = await patch.ApplyAsync(row.ToDraft());
            if (wanted.Value is not { } draft)
            {
                return new() { Faults = wanted.Faults };
            }
            if (await database.WriteAsync(session => ChangeAsync(session, actor, row, draft, ct), ct) is { } outcome)
            {
                return outcome;
            }
        }
    }

    /// <summary>Gives one another secret.</summary>
    public Task<WebhookOutcome> RotateAsync(Actor actor, Guid id, TimeSpan overlap, CancellationToken ct) => database.WriteAsync(async session =>
    {
        await WebhookStore.LockAsync(session, ct);
        if (await WebhookStore.FindAsync(session, id, ct) is null)
        {
            return new WebhookOutcome();
        }
        var now = clock.GetUtcNow();
        var (secret, box) = secrets.Make(id);
        await WebhookStore.RotateAsync(session, id, box, now + overlap, now, ct);
        var row = (await WebhookStore.FindAsync(session, id, ct))!; // likewise
        audit.Append(session, actor, "webhook.rotate", id.ToString(), null, new { row.PreviousUntil });
        return new() { Webhook = row.ToContract(now), Secret = secret };
    }, ct);

    /// <summary>Removes one, with all that waits for it; false when it is not there.</summary>
    public Task<bool> RemoveAsync(Actor actor, Guid id, CancellationToken ct) => database.WriteAsync(async session =>
    {
        await WebhookStore.LockAsync(session, ct);
        if (await WebhookStore.FindAsync(session, id, ct) is not { } row)
        {
            return false;
        }
        await WebhookStore.RemoveAsync(session, id, ct);
        audit.Append(session, actor, "webhook.delete", id.ToString(), Trail(row), null);
        return true;
    }, ct);

    // Null when somebody else changed it meanwhile.
    private async Task<WebhookOutcome?> ChangeAsync(Session session, Actor actor, WebhookRow row, WebhookDraft draft, CancellationToken ct)
    {
        await WebhookStore.LockAsync(session, ct);
        if (await WebhookReferences.CategoryAsync(session, draft, row.CategoryId, ct) is not { IsThere: true } category)
        {
            return new() { Faults = [WebhookReferences.UnknownCategory] };
        }
        var now = clock.GetUtcNow();
        var changed = Decided(row, draft, category.Id) with { UpdatedAt = now };
        var isBack = changed.Enabled && !row.Enabled;
        if (isBack || changed.Url != row.Url)
        {
            changed = changed with { Failures = 0, FailingSince = null, PausedUntil = null }; // another chance
        }
        if (isBack)
        {
            changed = changed with { SinceSeq = await ChangeStore.EndAsync(session, ct) };
        }
        if (!await WebhookStore.ChangeAsync(session, changed, ct))
        {
            session.Undo();
            return null;
        }
        if (changed.Enabled != row.Enabled)
        {
            await DeliveryStore.HoldAsync(session, row.Id, isHeld: row.Enabled, now, ct);
        }
        session.Signal(DeliveryStore.Signal);
        audit.AppendDifference(session, actor, "webhook.update", row.Id.ToString(), Trail(row), Trail(changed));
        return new() { Webhook = (await WebhookStore.FindAsync(session, row.Id, ct))!.ToContract(now) };
    }

    private static WebhookRow Decided(WebhookRow row, WebhookDraft draft, Guid? category) => row with
    {
        Url = draft.Url!, // the rules ask for it
        Description = draft.Description,
        Events = StoredJson.Write(draft.Events!), // likewise
        CategoryId = category,
        Concurrency = draft.Concurrency ?? 1,
        Enabled = draft.Enabled ?? true,
        DisabledReason = draft.Enabled is false ? row.DisabledReason : null,
    };

    // An address may hold a secret of the receiver's: its host says enough, and a hash whether the rest is another.
    private static JsonObject Trail(WebhookRow row) => AuditValues.ToObject(new
    {
        Host = new Uri(row.Url).Authority,
        Address = EntityTags.Of(row.Id.ToString(), row.Url).Trim('"'),
        row.Description,
        Events = row.Kinds,
        row.CategoryId,
        row.Concurrency,
        row.Enabled,
    });
}
