using HeadlessCms.Platform;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>Forgets deliveries older than <c>Cms:Webhooks:LogDays</c>, also what nobody took in all that time.</summary>
internal sealed class DeliveryPruner(Database database, IOptions<CmsOptions> options, TimeProvider clock, ILogger<DeliveryPruner> logger)
    : PeriodicJob("forgetting deliveries", TimeSpan.FromHours(1), database, clock, logger)
{
    private const int RowsAtOnce = 1000;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var before = Clock.GetUtcNow() - TimeSpan.FromDays(options.Value.Webhooks.LogDays);
        // In pieces: other writers get their turn between them.
        while (await Database.WriteAsync(session => QueueStore.ForgetAsync(session, before, RowsAtOnce, ct), ct) > 0)
        {
            ct.ThrowIfCancellationRequested();
        }
    }
}
