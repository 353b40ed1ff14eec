using Microsoft.Extensions.Primitives;

namespace HeadlessCms.Views;

/// <summary>Requests that browsers make for pages nobody has opened yet, and perhaps never will.</summary>
internal static class Prefetches
{
    // https://wicg.github.io/nav-speculation/prefetch.html; the others are what browsers sent before there was one name.
    private static readonly string[] Headers = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    private static readonly string[] Purposes = ["prefetch", "prerender", "preview"];

    /// <summary>Whether the request says of itself that it is one.</summary>
    public static bool Includes(IHeaderDictionary headers) => Headers.Any(name => NamesPurpose(headers[name]));

    private static bool NamesPurpose(StringValues values) => values
        .SelectMany(value => (value ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
        .Any(token => Purposes.Contains(token, StringComparer.OrdinalIgnoreCase));
}
