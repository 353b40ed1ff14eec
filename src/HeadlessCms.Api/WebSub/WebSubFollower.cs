using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.WebSub;

/// <summary>Says of each change whose feeds may be different by it. Many changes make one delivery: a feed is sent whole.</summary>
internal sealed class WebSubFollower(Database database, ChangePulse pulse, TimeProvider clock, ILogger<WebSubFollower> logger)
    : ChangeFollower(database, pulse, clock, logger)
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    public override string Name => "websub";

    /// <inheritdoc/>
    protected override async Task FollowAsync(Session session, IReadOnlyList<LoggedChange> changes, CancellationToken ct)
    {
        if (await WebSubStore.ChangedAsync(session, changes[0].Seq, changes[^1].Seq, _clock.GetUtcNow(), ct) > 0)
        {
            session.Signal(WebSubStore.Signal);
        }
    }
}
