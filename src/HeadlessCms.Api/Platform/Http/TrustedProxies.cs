using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Whose word on the caller's address, scheme and host is taken (<c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>):
/// that of the networks in the settings, through as many proxies as lie in them, and nobody else's.
/// </summary>
internal static class TrustedProxies
{
    private static readonly string[] Loopback = ["127.0.0.0/8", "::1/128"];

    /// <summary>Sets the framework's middleware to our settings.</summary>
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<CmsOptions>>((forwarded, cms) =>
        {
            forwarded.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in cms.Value.TrustedProxies is { Count: > 0 } named ? named : Loopback)
            {
                forwarded.KnownIPNetworks.Add(IPNetwork.Parse(network));
            }
        });
        return services;
    }
}
