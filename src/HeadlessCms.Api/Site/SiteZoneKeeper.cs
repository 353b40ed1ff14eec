using HeadlessCms.Platform.Http;

namespace HeadlessCms.Site;

/// <summary>Follows the site's zone where another process on the same database changed it.</summary>
internal sealed partial class SiteZoneKeeper(SiteStore sites, SiteZone zone, TimeProvider clock, ILogger<SiteZoneKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LookFailed(fault);
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var present = zone.Zone;
        var name = (await sites.GetAsync(ct)).TimeZone;
        // Unless it was changed here meanwhile, by who knows it better.
        if (name != present.Id && ReferenceEquals(zone.Zone, present))
        {
            zone.Zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The site's time zone could not be looked up; it is tried again in a second")]
    private partial void LookFailed(Exception why);
}
