using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Attachments;

/// <summary>
/// Collects what nothing names: rows of bytes without an attachment, files without a row, uploads that ended with their
/// process. All must be a day old, so that nothing under way is taken.
/// </summary>
internal sealed partial class OrphanSweeper(Database database, FileStore files, TimeProvider clock, ILogger<OrphanSweeper> logger)
    : PeriodicJob("sweep unnamed files", TimeSpan.FromHours(1), database, clock, logger)
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        if (await SweepAsync(ct) is > 0 and var swept)
        {
            Swept(swept);
        }
    }

    private async Task<int> SweepAsync(CancellationToken ct)
    {
        var before = Clock.GetUtcNow() - Grace;
        await Database.WriteAsync(session => AttachmentStore.ForgetUnnamedAsync(session, before, ct), ct);
        var swept = await files.DeleteStaleIncomingAsync(before, ct);
        await foreach (var file in files.EnumerateAsync(ct))
        {
            var isNamed = await Database.ReadAsync(session => AttachmentStore.IsNamedAsync(session, file.Sha256, ct), ct);
            if (!isNamed && file.KeptAt < before && await files.DeleteAsync(file.Sha256, before, ct))
            {
                swept++;
            }
        }
        return swept;
    }

    [LoggerMessage(LogLevel.Information, "{Files} files that nothing names were deleted")]
    private partial void Swept(int files);
}
