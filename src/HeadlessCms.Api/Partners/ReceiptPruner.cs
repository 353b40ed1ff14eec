using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>Forgets when changes were delivered and confirmed that the log itself no longer remembers.</summary>
internal sealed class ReceiptPruner(Database database, TimeProvider clock, ILogger<ReceiptPruner> logger)
    : PeriodicJob("forgetting receipts", TimeSpan.FromHours(1), database, clock, logger)
{
    private const int RowsAtOnce = 1000;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        // In pieces: other writers get their turn between them.
        while (await Database.WriteAsync(session => PartnerStore.ForgetAsync(session, RowsAtOnce, ct), ct) > 0)
        {
            ct.ThrowIfCancellationRequested();
        }
    }
}
