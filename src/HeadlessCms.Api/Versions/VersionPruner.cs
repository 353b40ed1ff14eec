using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Versions;

/// <summary>
/// Takes versions away that are older than the settings ask to keep. What the public ever saw stays, and what anything
/// still shows.
/// </summary>
internal sealed partial class VersionPruner(
    Database database, AuditLog audit, IOptions<CmsOptions> options, TimeProvider clock, ILogger<VersionPruner> logger)
    : PeriodicJob("prune versions", TimeSpan.FromHours(1), database, clock, logger)
{
    private const int ArticlesAtOnce = 200;
    private static readonly Actor Pruner = Actor.Program("version pruner");
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        var (keep, now) = (options.Value.Versions, Clock.GetUtcNow());
        if (keep is { KeepLatest: 0, KeepDays: 0 })
        {
            return;
        }
        var limits = new PruningLimits(
            keep.KeepLatest == 0 ? null : keep.KeepLatest, keep.KeepDays == 0 ? null : now.AddDays(-keep.KeepDays), now);
        if (await PruneAsync(limits, ct) is > 0 and var pruned)
        {
            Pruned(pruned);
        }
    }

    private async Task<long> PruneAsync(PruningLimits limits, CancellationToken ct)
    {
        var (pruned, after) = (0L, Guid.Empty);
        while (true)
        {
            var ids = await Database.ReadAsync(session => VersionPruningStore.FindAsync(session, limits, after, ArticlesAtOnce, ct), ct);
            foreach (var id in ids)
            {
                pruned += await PruneAsync(id, limits, ct);
            }
            if (ids.Count < ArticlesAtOnce)
            {
                return pruned;
            }
            after = ids[^1];
        }
    }

    // A transaction an article, so that no editor waits for more than one.
    private Task<int> PruneAsync(Guid id, PruningLimits limits, CancellationToken ct) =>
        Database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            var gone = await VersionPruningStore.PruneAsync(session, limits, id, ct);
            if (gone.Count > 0)
            {
                audit.Append(session, Pruner, "version.prune", id.ToString(), new { versions = gone.Order() }, after: null);
            }
            return gone.Count;
        }, ct);

    [LoggerMessage(LogLevel.Information, "{Versions} versions beyond what is kept were deleted")]
    private partial void Pruned(long versions);
}
