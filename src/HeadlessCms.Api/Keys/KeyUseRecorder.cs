using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Keys;

/// <summary>
/// Writes down once a minute, and at the end, when keys were last used: one short write, and none when none was used. Not a
/// job that one instance leads: each has uses of its own to tell.
/// </summary>
internal sealed partial class KeyUseRecorder(KeyUses uses, Database database, TimeProvider clock, ILogger<KeyUseRecorder> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Writes what was noted since the last time.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        if (uses.Take() is not { Count: > 0 } latest)
        {
            return;
        }
        await database.WriteAsync(async session =>
        {
            foreach (var (key, at) in latest.OrderBy(use => use.Key)) // in one order, or two instances could wait for each other
            {
                await IssuedKeyStore.NoteUseAsync(session, key, at, ct);
            }
            return latest.Count;
        }, ct);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Database.MarkBackgroundWork();
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await RunOnceAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            NotRecorded(fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When keys were last used could not be written down for the last minute")]
    private partial void NotRecorded(Exception why);
}
