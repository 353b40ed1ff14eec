using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Calls;

/// <summary>
/// Where calls of ours may go that others choose the address of: to the internet, and not to the machine itself, its
/// network or the cloud's own services, unless <c>Cms:Webhooks:AllowedNetworks</c> says so. Asked when an address is given, and
/// again of the very address that is connected to: a name may mean something else by then.
/// </summary>
internal sealed class CallTargets(IOptions<CmsOptions> options, HostNames names)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What the registries of special-purpose addresses (IANA; RFC 6890) do not call global.
    private static readonly IPNetwork[] Inner =
    [
        .. ((string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private readonly IPNetwork[] _allowed = [.. options.Value.Webhooks.AllowedNetworks.Select(IPNetwork.Parse)];

    /// <summary>Whether an address may be called.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_allowed, network => network.Contains(plain))
            || ((plain.AddressFamily is AddressFamily.InterNetwork || GlobalUnicast.Contains(plain)) && !Array.Exists(Inner, network => network.Contains(plain)));
    }

    /// <summary>
    /// Whether an address of the web may be called, as far as is known now: a name that means nothing at the moment passes,
    /// since it is asked again with each call.
    /// </summary>
    public async Task<bool> AllowsAsync(Uri target, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return (await AddressesAsync(target.IdnHost, patience.Token)).All(Allows);
        }
        catch (Exception fault) when (fault is SocketException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return true;
        }
    }

    /// <summary>Connects a call: to what is allowed of what the name means at this moment.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = (await AddressesAsync(context.DnsEndPoint.Host, ct)).Where(Allows).ToArray();
        if (addresses.Length == 0)
        {
            throw new CallRefusedException();
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct) =>
        IPAddress.TryParse(host, out var address) ? [address] : await names.AddressesOfAsync(host, ct);
}

/// <summary>The target lies in a network that may not be called.</summary>
internal sealed class CallRefusedException() : Exception("The target lies in a network that may not be called.");
