using System.Net;
using System.Net.Sockets;

namespace HeadlessCms.Platform.Calls;

/// <summary>What names of hosts mean. The one place that asks, so that tests can say what is answered.</summary>
internal class HostNames
{
    private const int LongestName = 255; // RFC 1035; a longer one is not even asked for

    /// <summary>The addresses of a host; throws <see cref="SocketException"/> when it has none.</summary>
    public virtual Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken ct) => host.Length > LongestName
        ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
        : Dns.GetHostAddressesAsync(host, ct);
}
