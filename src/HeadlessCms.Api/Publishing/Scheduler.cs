using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Publishing;

/// <summary>
/// Publishes and withdraws what is due, in the order of times and then of ids, each in a transaction of its own. It rests
/// until the next time that is set, and looks once a second at the least: the clock may be set anew, and another instance
/// that made a schedule may have ended. What fell due while nobody was running is done at the start.
/// </summary>
internal sealed partial class Scheduler : PeriodicJob
{
    /// <summary>Names it in the log, and the lead that instances compete for.</summary>
    public const string JobName = "publish what is due";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly Actor Actor = Actor.Program("scheduler");

    private readonly ArticlePublication _publication;
    private readonly ILogger _logger;
    private readonly Dictionary<Guid, (TimeSpan Pause, DateTimeOffset Until)> _resting = [];
    private long _nextTicks; // 0: nothing is set; whole, though another thread may ask while a turn is taken

    public Scheduler(Database database, ArticlePublication publication, TimeProvider clock, ILogger<Scheduler> logger)
        : base(JobName, Interval, database, clock, logger, ArticleScheduleStore.Signal)
    {
        (_publication, _logger) = (publication, logger);
    }

    /// <inheritdoc/>
    public override DateTimeOffset? NextDue => Volatile.Read(ref _nextTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        DueRow? failed = null, last = null;
        while (await ArticleScheduleStore.NextAsync(Database, failed, ct) is { } next)
        {
            if (next.DueAt > Clock.GetUtcNow())
            {
                Volatile.Write(ref _nextTicks, next.DueAt.UtcTicks);
                return;
            }
            // What is still there after its turn would be for ever: the others are not to wait for it.
            var succeeded = next != last && await TryAsync(next, ct);
            (failed, last) = (succeeded ? failed : next, next);
        }
        Volatile.Write(ref _nextTicks, 0);
    }

    /// <inheritdoc/>
    protected override TimeSpan RestAfterTurn() =>
        NextDue - Clock.GetUtcNow() is { } wait && wait < Interval ? wait : Interval;

    private async Task<bool> TryAsync(DueRow due, CancellationToken ct)
    {
        var rest = _resting.GetValueOrDefault(due.ArticleId);
        if (rest.Until > Clock.GetUtcNow())
        {
            return false;
        }
        try
        {
            await _publication.RunDueAsync(due.ArticleId, Actor, ct);
            _resting.Remove(due.ArticleId);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What cannot be done at all must not fill the log; what failed by chance is not to wait.
            var pause = rest.Pause == default ? Interval : TimeSpan.FromTicks(Math.Min(rest.Pause.Ticks * 2, LongestPause.Ticks));
            _resting[due.ArticleId] = (pause, Clock.GetUtcNow() + pause);
            StepFailed(due.ArticleId, pause, fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "What was set for article {Article} failed; it is tried again in {Pause}")]
    private partial void StepFailed(Guid article, TimeSpan pause, Exception why);
}
