using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Changes;

/// <summary>
/// Knows how far the log goes, and wakes whoever waits for it to grow: at once after a commit of this process, within a
/// second after one of another process on the same database. One query for all who wait.
/// </summary>
internal sealed partial class ChangePulse : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<ChangePulse> _logger;
    private readonly Lock _gate = new();
    private TaskCompletionSource _growth = New();
    private volatile TaskCompletionSource _wake = New();
    private long _end;

    public ChangePulse(Database database, TimeProvider clock, ILogger<ChangePulse> logger)
    {
        (_database, _clock, _logger) = (database, clock, logger);
        _database.Signalled += OnSignal;
    }

    /// <summary>Waits until the log goes beyond a place; does not wait when it does already.</summary>
    public Task WaitBeyondAsync(long seq, CancellationToken ct)
    {
        lock (_gate)
        {
            return _end > seq ? Task.CompletedTask : _growth.Task.WaitAsync(ct);
        }
    }

    /// <summary>Waits until the log goes beyond a place, or the time is up.</summary>
    public async Task WaitBeyondAsync(long seq, TimeSpan patience, CancellationToken ct)
    {
        using var up = new CancellationTokenSource(patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(up.Token, ct);
        try
        {
            await WaitBeyondAsync(seq, either.Token);
        }
        catch (OperationCanceledException) when (up.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Nothing came in time, which is an answer too.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _database.Signalled -= OnSignal;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Database.MarkBackgroundWork();
        while (true)
        {
            _wake = New(); // before looking: whoever commits while it looks wakes it again
            try
            {
                Grow(await ChangeReader.EndAsync(_database, stoppingToken));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                ReadFailed(fault);
            }
            await Task.WhenAny(_wake.Task, Task.Delay(Interval, _clock, stoppingToken));
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private void Grow(long end)
    {
        lock (_gate)
        {
            if (end > _end)
            {
                _end = end;
                _growth.SetResult();
                _growth = New();
            }
        }
    }

    private void OnSignal(string name)
    {
        if (name == ChangeLog.Signal)
        {
            _wake.TrySetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Warning, "The end of the change log could not be read; it is tried again in a second")]
    private partial void ReadFailed(Exception why);
}
