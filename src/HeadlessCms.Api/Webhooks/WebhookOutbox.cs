using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Webhooks.Deliveries;

namespace HeadlessCms.Webhooks;

/// <summary>
/// Turns the change log into what is to be sent: each change once for each webhook that is to be told of it, in the
/// transaction that says how far it is. So a crash neither loses nor repeats one, and nothing is sent by who makes a change.
/// </summary>
internal sealed class WebhookOutbox(Database database, ChangePulse pulse, WebhookQueue queue, TimeProvider clock, ILogger<WebhookOutbox> logger)
    : ChangeFollower(database, pulse, clock, logger)
{
    /// <summary>Its name as a follower.</summary>
    public const string Follower = "webhooks";

    /// <inheritdoc/>
    public override string Name => Follower;

    /// <inheritdoc/>
    protected override async Task FollowAsync(Session session, IReadOnlyList<LoggedChange> changes, CancellationToken ct) =>
        await queue.AddAsync(session, await WebhookStore.ListEnabledAsync(session, ct), changes, ct);
}
