using System.Text;
using System.Text.RegularExpressions;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// The text of a saved page: by its byte order mark, else as its own label says, else UTF-8 if its bytes are that, else GB18030, of
/// which GB2312 and GBK are parts. Bytes that are none of it are not guessed at.
/// </summary>
internal static partial class PageText
{
    /// <summary>Bytes of a page.</summary>
    public const int Longest = TransferLines.LongestLine;

    // Where browsers look for the label.
    private const int BytesOfLabel = 4096;

    /// <summary>The text, or null when no encoding fits.</summary>
    public static string? Read(byte[] bytes)
    {
        foreach (var encoding in Candidates(bytes))
        {
            try
            {
                var strict = (Encoding)encoding.Clone();
                strict.DecoderFallback = DecoderFallback.ExceptionFallback;
                return strict.GetString(bytes.AsSpan(bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0));
            }
            catch (DecoderFallbackException)
            {
                // the next one
            }
        }
        return null;
    }

    private static IEnumerable<Encoding> Candidates(byte[] bytes)
    {
        foreach (var marked in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            if (bytes.AsSpan().StartsWith(marked.Preamble))
            {
                return [marked];
            }
        }
        var label = Label().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, BytesOfLabel)));
        var labelled = label.Success ? ForeignText.EncodingOf(label.Groups[1].Value) : null;
        // A label that could be read in single bytes is not of an encoding of two.
        return new[] { labelled is UnicodeEncoding or UTF32Encoding ? null : labelled, Encoding.UTF8, ForeignText.EncodingOf("gb18030") }.OfType<Encoding>();
    }

    [GeneratedRegex("""<meta[^>]*?charset\s*=\s*["']?\s*([\w:-]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
