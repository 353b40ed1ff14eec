using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Attachments;

/// <summary>
/// Collects what nothing names: rows of bytes without an attachment, files without a row, uploads that ended with their
/// process. All must be a day old, so that nothing under way is taken.
/// </summary>
internal sealed partial class OrphanSweeper(Database database, FileStore files, TimeProvider clock, ILogger<OrphanSweeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One sweep; how many files went.</summary>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Grace;
        await database.WriteAsync(session => AttachmentStore.ForgetUnnamedAsync(session, before, ct), ct);
        var swept = await files.DeleteStaleIncomingAsync(before, ct);
        await foreach (var file in files.EnumerateAsync(ct))
        {
            var isNamed = await database.ReadAsync(session => AttachmentStore.IsNamedAsync(session, file.Sha256, ct), ct);
            if (!isNamed && file.KeptAt < before && await files.DeleteAsync(file.Sha256, before, ct))
            {
                swept++;
            }
        }
        return swept;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await RunOnceAsync(stoppingToken) is > 0 and var swept)
                {
                    Swept(swept);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                SweepFailed(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Files} files that nothing names were deleted")]
    private partial void Swept(int files);

    [LoggerMessage(LogLevel.Warning, "A sweep for unnamed files failed; it is tried again in an hour")]
    private partial void SweepFailed(Exception why);
}
