using System.Threading.Channels;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Jobs;

/// <summary>
/// Work that is done beside the requests: at the start, after each interval, and sooner when woken. Of all instances on
/// one database one at a time does it; when that one ends, however it ends, another takes its turn. What fails is logged
/// and tried again at the next turn, and a stop lets the step under way finish.
/// </summary>
/// <param name="name">Names it in the log, and the lead that instances compete for.</param>
/// <param name="interval">How long it rests between two turns.</param>
/// <param name="database">What the instances share.</param>
/// <param name="clock">What the interval is measured by.</param>
/// <param name="logger">Where failures go.</param>
/// <param name="signal">What <see cref="Database.Signalled"/> says when there is something to do; null where only the clock does.</param>
internal abstract partial class PeriodicJob(
    string name, TimeSpan interval, Database database, TimeProvider clock, ILogger logger, string? signal = null) : BackgroundService
{
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _firstTurn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the instances share.</summary>
    protected Database Database { get; } = database;

    /// <summary>The clock of the interval.</summary>
    protected TimeProvider Clock { get; } = clock;

    /// <summary>Ends when the turn at the start is over, whatever became of it. Tests wait for it before they take turns of their own.</summary>
    internal Task FirstTurn => _firstTurn.Task;

    /// <summary>
    /// All that is to be done by now. Takes its own transactions, short ones, and looks at the token between them. Tests
    /// call it instead of waiting.
    /// </summary>
    public abstract Task RunOnceAsync(CancellationToken ct);

    /// <summary>When something is to be done next that has a time of its own, as the last turn found it; null where there is none.</summary>
    public virtual DateTimeOffset? NextDue => null;

    /// <summary>Makes the next turn come at once: there is something to do.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>How long to rest after a turn; shorter than the interval for who knows when the next thing is due.</summary>
    protected virtual TimeSpan RestAfterTurn() => interval;

    /// <summary>Writes something in a transaction of its own.</summary>
    protected Task WriteAsync(Func<Session, Task> work, CancellationToken ct) => Database.WriteAsync(async session =>
    {
        await work(session);
        return 0;
    }, ct);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Database.MarkBackgroundWork();
        Database.Signalled += OnSignal;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var rest = await TakeTurnAsync(stoppingToken) ? RestAfterTurn() : interval;
                _firstTurn.TrySetResult();
                await RestAsync(rest, stoppingToken);
            }
        }
        finally
        {
            Database.Signalled -= OnSignal;
        }
    }

    private void OnSignal(string said)
    {
        if (said == signal)
        {
            Wake();
        }
    }

    // False: another instance has the lead, or it failed.
    private async Task<bool> TakeTurnAsync(CancellationToken ct)
    {
        try
        {
            await using var lead = await Database.LeadAsync($"job {name}", ct);
            if (lead is null)
            {
                return false;
            }
            await RunOnceAsync(ct);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault)
        {
            TurnFailed(logger, name, interval, fault);
            return false;
        }
    }

    private async Task RestAsync(TimeSpan rest, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(
            Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Clock, ended.Token),
            _wakes.Reader.WaitToReadAsync(ended.Token).AsTask());
        await ended.CancelAsync();
        _wakes.Reader.TryRead(out _);
    }

    [LoggerMessage(LogLevel.Warning, "The job '{Job}' failed; it is tried again in {Interval}")]
    private static partial void TurnFailed(ILogger logger, string job, TimeSpan interval, Exception why);
}
