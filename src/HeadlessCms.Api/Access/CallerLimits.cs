using System.Security.Claims;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Security;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Access;

/// <summary>How often who may call: a key by its id, everybody else by the hash of the address.</summary>
internal sealed class CallerLimits(IOptions<CmsOptions> options, Addresses addresses, TimeProvider clock)
{
    private readonly RateWindows? _publicReads = WindowsOf("public-reads", options.Value.RateLimits.PublicReads, clock);
    private readonly RateWindows? _viewCounts = WindowsOf("view-counts", options.Value.RateLimits.ViewCounts, clock);
    private readonly RateWindows? _keys = WindowsOf("keys", options.Value.RateLimits.Keys, clock);
    private readonly RateWindows? _failedLogins = WindowsOf("failed-logins", options.Value.RateLimits.FailedLogins, clock);

    /// <summary>Counts the request; null where no limit applies.</summary>
    public RateState? Take(HttpContext context)
    {
        if (context.User.Identity is { IsAuthenticated: true })
        {
            var key = context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;
            return key == KeyAuthentication.AdminId ? null : _keys?.Take(key);
        }
        return TakePublic(context);
    }

    /// <summary>Counts a request without a key; null where no limit applies.</summary>
    public RateState? TakePublic(HttpContext context) => WindowsFor(context)?.Take(AddressOf(context));

    /// <summary>Counts a refused key; null where no limit applies.</summary>
    public RateState? TakeFailedLogin(HttpContext context) => _failedLogins?.Take(AddressOf(context));

    private RateWindows? WindowsFor(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RateLimitMetadata>() is { } declared)
        {
            return declared.Class is RateLimitClass.ViewCounts ? _viewCounts : null;
        }
        var method = context.Request.Method;
        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? _publicReads : null;
    }

    private string AddressOf(HttpContext context) => addresses.HashOf(context.Connection.RemoteIpAddress);

    private static RateWindows? WindowsOf(string name, string setting, TimeProvider clock) =>
        RateLimit.Parse(name, setting) is { } limit ? new(limit, clock) : null;
}
