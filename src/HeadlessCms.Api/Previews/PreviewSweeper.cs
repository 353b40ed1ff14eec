using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Previews;

/// <summary>Forgets links that ended; the audit trail keeps that they were made.</summary>
internal sealed class PreviewSweeper(Database database, TimeProvider clock, ILogger<PreviewSweeper> logger)
    : PeriodicJob("forget ended previews", TimeSpan.FromHours(1), database, clock, logger)
{
    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        while (await Database.WriteAsync(session => PreviewStore.ForgetEndedAsync(session, Clock.GetUtcNow(), ct), ct) > 0)
        {
        }
    }
}
