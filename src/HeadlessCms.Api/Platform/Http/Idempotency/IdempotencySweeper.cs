using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>Forgets answers that were kept for their time.</summary>
internal sealed class IdempotencySweeper(
    Database database, IdempotencyStore store, TimeProvider clock, ILogger<IdempotencySweeper> logger)
    : PeriodicJob("forget kept answers", TimeSpan.FromMinutes(10), database, clock, logger)
{
    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        while (await store.PruneAsync(ct) > 0)
        {
        }
    }
}
