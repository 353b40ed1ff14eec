using HeadlessCms.Platform;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Changes;

/// <summary>
/// Forgets changes older than <c>Cms:ChangeRetentionDays</c>. The newest one stays, whatever its age, since the numbers go
/// on from it; so does what a <see cref="ChangeFollower"/> has not been told yet.
/// </summary>
internal sealed partial class ChangePruner(
    Database database, IOptions<CmsOptions> options, TimeProvider clock, ILogger<ChangePruner> logger)
    : PeriodicJob("forgetting changes", TimeSpan.FromHours(1), database, clock, logger)
{
    private const int RowsAtOnce = 1000;

    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var before = Clock.GetUtcNow() - TimeSpan.FromDays(options.Value.ChangeRetentionDays);
        var forgotten = 0L;
        // In pieces: other writers get their turn between them.
        while (await Database.WriteAsync(session => ChangeStore.ForgetAsync(session, before, RowsAtOnce, ct), ct) is > 0 and var some)
        {
            forgotten += some;
        }
        if (forgotten > 0)
        {
            Forgot(forgotten);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Changes} changes older than the retention were forgotten")]
    private partial void Forgot(long changes);
}
