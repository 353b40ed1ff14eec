using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Changes;

/// <summary>
/// Forgets changes older than <c>Cms:ChangeRetentionDays</c>. The newest one stays, whatever its age, since the numbers go
/// on from it; so does what a <see cref="ChangeFollower"/> has not been told yet.
/// </summary>
internal sealed partial class ChangePruner(
    Database database, IOptions<CmsOptions> options, TimeProvider clock, ILogger<ChangePruner> logger) : BackgroundService
{
    private const int RowsAtOnce = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One round; how many changes were forgotten.</summary>
    public async Task<long> RunOnceAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.ChangeRetentionDays);
        var forgotten = 0L;
        // In pieces: other writers get their turn between them.
        while (await database.WriteAsync(session => ChangeStore.ForgetAsync(session, before, RowsAtOnce, ct), ct) is > 0 and var some)
        {
            forgotten += some;
        }
        return forgotten;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await RunOnceAsync(stoppingToken) is > 0 and var forgotten)
                {
                    Forgot(forgotten);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                ForgetFailed(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Changes} changes older than the retention were forgotten")]
    private partial void Forgot(long changes);

    [LoggerMessage(LogLevel.Warning, "Old changes could not be forgotten; it is tried again in an hour")]
    private partial void ForgetFailed(Exception why);
}
