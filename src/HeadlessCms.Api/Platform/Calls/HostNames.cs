using System.Net;

namespace HeadlessCms.Platform.Calls;

/// <summary>What names of hosts mean. The one place that asks, so that tests can say what is answered.</summary>
internal class HostNames
{
    /// <summary>The addresses of a host; throws <see cref="System.Net.Sockets.SocketException"/> when it has none.</summary>
    public virtual Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken ct) => Dns.GetHostAddressesAsync(host, ct);
}
