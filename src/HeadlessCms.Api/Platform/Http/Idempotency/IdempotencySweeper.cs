namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>Forgets answers that were kept for their time.</summary>
internal sealed partial class IdempotencySweeper(IdempotencyStore store, TimeProvider clock, ILogger<IdempotencySweeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await store.PruneAsync(stoppingToken) > 0)
                {
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                SweepFailed(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Expired answers could not be deleted; it is tried again in ten minutes")]
    private partial void SweepFailed(Exception why);
}
