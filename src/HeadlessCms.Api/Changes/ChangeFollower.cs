using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Changes;

/// <summary>
/// Something in the database that follows content, such as an outbox or an index: it is told every change in order, and
/// what it makes of them is committed together with how far it is. So a crash loses and repeats nothing; of several
/// instances one at a time is at work.
/// </summary>
internal abstract partial class ChangeFollower(Database database, ChangePulse pulse, TimeProvider clock, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = logger;

    /// <summary>What its place in the log is kept under; never changed.</summary>
    public abstract string Name { get; }

    /// <summary>How many changes it is told at once.</summary>
    protected virtual int ChangesAtOnce => 100;

    /// <summary>Where it begins when it is new: at the end of the log, as it then is.</summary>
    protected virtual Task<long> BeginAsync(Session session, CancellationToken ct) => ChangeStore.EndAsync(session, ct);

    /// <summary>Does what follows from these changes, in this transaction.</summary>
    protected abstract Task FollowAsync(Session session, IReadOnlyList<LoggedChange> changes, CancellationToken ct);

    /// <summary>Follows up to the present end of the log; where that was.</summary>
    public async Task<long> CatchUpAsync(CancellationToken ct)
    {
        while (true)
        {
            var (place, isThere) = await database.WriteAsync(session => StepAsync(session, ct), ct);
            if (isThere)
            {
                return place;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Database.MarkBackgroundWork();
        while (true)
        {
            try
            {
                await pulse.WaitBeyondAsync(await CatchUpAsync(stoppingToken), stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                FollowFailed(Name, fault);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task<(long Place, bool IsThere)> StepAsync(Session session, CancellationToken ct)
    {
        await session.LockAsync($"follower {Name}", ct);
        var known = await ChangeStore.PlaceOfAsync(session, Name, ct);
        var place = known ?? await BeginAsync(session, ct);
        var changes = await ChangeStore.AfterAsync(session, place, ChangesAtOnce, ct);
        if (changes.Count > 0)
        {
            await FollowAsync(session, changes, ct);
            place = changes[^1].Seq;
        }
        if (changes.Count > 0 || known is null)
        {
            await ChangeStore.SavePlaceAsync(session, Name, place, ct);
        }
        return (place, changes.Count < ChangesAtOnce);
    }

    [LoggerMessage(LogLevel.Warning, "{Follower} could not follow the change log; it tries again in a few seconds")]
    private partial void FollowFailed(string follower, Exception why);
}
