using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace HeadlessCms.Platform.Security;

/// <summary>
/// Tells callers without a key apart, and forgets where they are: an address leaves here only as a keyed hash, which
/// nobody without the installation's secret can turn back.
/// </summary>
internal sealed class Addresses(Secrets secrets)
{
    private readonly byte[] _key = secrets.Current("caller address");

    /// <summary>The same text for the same caller; all of an IPv6 /64 is one, since one subscriber has that many.</summary>
    public string HashOf(IPAddress? address) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, NetworkOf(address)).AsSpan(0, 16));

    /// <summary>What of an address names a caller; to be hashed at once.</summary>
    public static byte[] NetworkOf(IPAddress? address)
    {
        var bytes = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.GetAddressBytes() ?? [];
        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? bytes[..8] : bytes;
    }
}
