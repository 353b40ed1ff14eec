using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Versions;

/// <summary>
/// Takes versions away that are older than the settings ask to keep. What the public ever saw stays, and what anything
/// still shows. A turn looks at a bounded number of versions; the next one goes on where it ended.
/// </summary>
internal sealed partial class VersionPruner(
    Database database, AuditLog audit, IOptions<CmsOptions> options, TimeProvider clock, ILogger<VersionPruner> logger)
    : PeriodicJob("prune versions", Rest, database, clock, logger)
{
    /// <summary>At how many versions one turn looks at most.</summary>
    internal const int VersionsInATurn = 20 * VersionsAtOnce;

    private const int VersionsAtOnce = 250;
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);
    private static readonly TimeSpan RestOnTheWay = TimeSpan.FromMinutes(1);
    private static readonly Actor Pruner = Actor.Program("version pruner");
    private readonly ILogger _logger = logger;
    private UnseenVersion _place = UnseenVersion.None;

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
        var pruned = 0;
        for (var looked = 0; looked < VersionsInATurn; looked += VersionsAtOnce)
        {
            pruned += await StepAsync(limits, ct);
            if (_place == UnseenVersion.None)
            {
                break;
            }
        }
        if (pruned > 0)
        {
            Pruned(pruned);
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan RestAfterTurn() => _place == UnseenVersion.None ? Rest : RestOnTheWay;

    private async Task<int> StepAsync(PruningLimits limits, CancellationToken ct)
    {
        var versions = await Database.ReadAsync(session => VersionPruningStore.NextAsync(session, limits, _place, VersionsAtOnce, ct), ct);
        var pruned = 0;
        foreach (var article in versions.Where(version => version.MayGo).GroupBy(version => version.ArticleId))
        {
            pruned += await PruneAsync(article.Key, article.Select(version => version.Version), limits, ct);
        }
        _place = versions.Count < VersionsAtOnce ? UnseenVersion.None : versions[^1];
        return pruned;
    }

    // A transaction an article, so that no editor waits for more than one.
    private Task<int> PruneAsync(Guid id, IEnumerable<long> versions, PruningLimits limits, CancellationToken ct) =>
        Database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            var gone = await VersionPruningStore.PruneAsync(session, limits, id, versions, ct);
            if (gone.Count > 0)
            {
                audit.Append(session, Pruner, "version.prune", id.ToString(), new { versions = gone.Order() }, after: null);
            }
            return gone.Count;
        }, ct);

    [LoggerMessage(LogLevel.Information, "{Versions} versions beyond what is kept were deleted")]
    private partial void Pruned(int versions);
}
