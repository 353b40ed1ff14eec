using System.Text;
using System.Text.RegularExpressions;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// The text of a saved page, in the first of <see cref="ForeignEncodings"/> that fits all its bytes. Bytes that are none of it are not
/// guessed at.
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
        var label = Label().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, BytesOfLabel)));
        foreach (var encoding in ForeignEncodings.Of(bytes, label.Success ? label.Groups[1].Value : null))
        {
            try
            {
                return encoding.GetString(bytes.AsSpan(bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0));
            }
            catch (DecoderFallbackException)
            {
                // the next one
            }
        }
        return null;
    }

    [GeneratedRegex("""<meta[^>]*?charset\s*=\s*["']?\s*([\w:-]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
