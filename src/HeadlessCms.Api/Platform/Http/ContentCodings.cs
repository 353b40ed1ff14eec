using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http;

/// <summary>Which content coding a client takes best, and the bytes in it (RFC 9110 section 12.5.3).</summary>
internal static class ContentCodings
{
    /// <summary>RFC 7932.</summary>
    public const string Brotli = "br";

    /// <summary>RFC 1952.</summary>
    public const string Gzip = "gzip";

    private const int MostRemembered = 500;

    private static readonly string[] Ours = [Brotli, Gzip];

    // All browsers together send a handful of texts.
    private static readonly ConcurrentDictionary<string, string?> Remembered = new(StringComparer.Ordinal);

    /// <summary>The coding the client weighs highest, <c>br</c> before <c>gzip</c>; null for none.</summary>
    public static string? For(HttpRequest request)
    {
        var sent = request.Headers.AcceptEncoding;
        if (sent is not [{ } text])
        {
            return sent.Count == 0 ? null : Read(request);
        }
        if (!Remembered.TryGetValue(text, out var coding))
        {
            coding = Read(request);
            if (Remembered.Count < MostRemembered)
            {
                Remembered[text] = coding;
            }
        }
        return coding;
    }

    private static string? Read(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var plain = WeightOf(Named("identity", accepted));
        return Ours
            .Select(coding => (Coding: coding, Weight: WeightOf(Named(coding, accepted) ?? Named("*", accepted))))
            .Where(candidate => candidate.Weight > 0 && candidate.Weight >= plain)
            .OrderByDescending(candidate => candidate.Weight)
            .FirstOrDefault().Coding;
    }

    /// <summary>The bytes in the coding; themselves for none.</summary>
    public static byte[] Encode(byte[] bytes, string? coding)
    {
        if (coding is null)
        {
            return bytes;
        }
        using var output = new MemoryStream();
        using (Stream encoder = coding == Brotli
            ? new BrotliStream(output, CompressionLevel.Optimal)
            : new GZipStream(output, CompressionLevel.Optimal))
        {
            encoder.Write(bytes);
        }
        return output.ToArray();
    }

    private static StringWithQualityHeaderValue? Named(string coding, IList<StringWithQualityHeaderValue> accepted) =>
        accepted.FirstOrDefault(range => range.Value.Equals(coding, StringComparison.OrdinalIgnoreCase));

    private static double WeightOf(StringWithQualityHeaderValue? range) => range is null ? 0 : range.Quality ?? 1;
}
