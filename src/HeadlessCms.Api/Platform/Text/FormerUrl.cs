using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// Addresses that articles had elsewhere before, told apart as web servers do: http and https are one, as sites changed from one
/// to the other; host, path and query count, the fragment never reaches a server.
/// </summary>
internal static partial class FormerUrl
{
    /// <summary>Host, path and query: <c>www.example.gov.cn/art/1.html?page=2</c>. What is no address stays as it is.</summary>
    public static string PlaceOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? (uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}") + Escapes().Replace(uri.PathAndQuery, escape => escape.Value.ToUpperInvariant())
        : url;

    /// <summary>By what it is found: an address may be longer than an index takes.</summary>
    public static string HashOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PlaceOf(url))));

    [GeneratedRegex("%[0-9a-fA-F]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes();
}
