using System.Net;
using System.Net.Sockets;
using HeadlessCms.Platform.Calls;

namespace HeadlessCms.Tests.Support;

/// <summary>Knows no host: no test calls anybody outside, whatever address it names.</summary>
internal sealed class NoHostNames : HostNames
{
    public override Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken ct) =>
        throw new SocketException((int)SocketError.HostNotFound);
}
