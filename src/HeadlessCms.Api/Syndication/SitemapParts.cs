using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Syndication;

/// <summary>
/// Keeps the parts of the sitemap: when each changed last, and none longer than sitemaps.org allows. Where one begins never
/// changes; one that grows too long is cut, the last where it is full, an earlier one in its middle.
/// </summary>
internal sealed class SitemapParts(Database database, ChangePulse pulse, TimeProvider clock, ILogger<SitemapParts> logger)
    : ChangeFollower(database, pulse, clock, logger)
{
    /// <summary>Addresses of one part (sitemaps.org).</summary>
    public const int MaximumArticles = 50_000;

    /// <summary>Its name as a follower.</summary>
    public const string Follower = "sitemap";

    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    public override string Name => Follower;

    /// <summary>How long a part may be; tests cut sooner.</summary>
    public int Maximum { get; set; } = MaximumArticles;

    /// <inheritdoc/>
    protected override async Task<long> BeginAsync(Session session, CancellationToken ct)
    {
        var end = await base.BeginAsync(session, ct);
        var first = new SitemapPart { FirstId = Guid.Empty, ArticleCount = long.MaxValue, ChangedSeq = end, ChangedAt = _clock.GetUtcNow() };
        await FitAsync(session, first, next: null, ct);
        return end;
    }

    /// <inheritdoc/>
    protected override async Task FollowAsync(Session session, IReadOnlyList<LoggedChange> changes, CancellationToken ct)
    {
        var before = await SitemapStore.PartsAsync(session, ct);
        var after = SitemapPart.After(before, changes);
        for (var at = 0; at < after.Count; at++)
        {
            if (after[at] != before[at])
            {
                await FitAsync(session, after[at], at + 1 < after.Count ? after[at + 1].FirstId : null, ct);
            }
        }
    }

    private async Task FitAsync(Session session, SitemapPart part, Guid? next, CancellationToken ct)
    {
        if (part.ArticleCount <= Maximum)
        {
            await SitemapStore.SaveAsync(session, part, ct);
            return;
        }
        var count = await SitemapStore.CountAsync(session, part.FirstId, next, ct);
        while (count > Maximum)
        {
            var kept = next is null ? Maximum : count / 2;
            await SitemapStore.SaveAsync(session, part with { ArticleCount = kept }, ct);
            part = part with { FirstId = await SitemapStore.CutAsync(session, part.FirstId, kept, ct) };
            count -= kept;
        }
        await SitemapStore.SaveAsync(session, part with { ArticleCount = count }, ct);
    }
}
