using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http;

/// <summary>Which content coding a client takes best, and the bytes in it (RFC 9110 section 12.5.3).</summary>
internal static class ContentCodings
{
    private static readonly string[] Ours = ["br", "gzip"];

    /// <summary>The coding the client weighs highest, <c>br</c> before <c>gzip</c>; null for none.</summary>
    public static string? For(HttpRequest request)
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
        using (Stream encoder = coding == "br"
            ? new BrotliStream(output, CompressionLevel.Fastest)
            : new GZipStream(output, CompressionLevel.Fastest))
        {
            encoder.Write(bytes);
        }
        return output.ToArray();
    }

    private static StringWithQualityHeaderValue? Named(string coding, IList<StringWithQualityHeaderValue> accepted) =>
        accepted.FirstOrDefault(range => range.Value.Equals(coding, StringComparison.OrdinalIgnoreCase));

    private static double WeightOf(StringWithQualityHeaderValue? range) => range is null ? 0 : range.Quality ?? 1;
}
