using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// The text of a saved page, in the first of <see cref="ForeignEncodings"/> that fits all its bytes. Bytes that are none of it are not
/// guessed at. Labels of before are often left standing when somebody saves a page anew, in UTF-8: what is that, with characters that take three bytes
/// of it as Chinese ones do, is by no chance anything else.
/// </summary>
internal static partial class PageText
{
    /// <summary>Bytes of a page.</summary>
    public const int Longest = TransferLines.LongestLine;

    private const char FirstOfThreeBytes = '\u0800';

    // Where browsers look for the label.
    private const int BytesOfLabel = 4096;

    /// <summary>The text, or null when no encoding fits.</summary>
    public static string? Read(byte[] bytes)
    {
        var label = Label().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, BytesOfLabel)));
        if (Utf8.IsValid(bytes) && Encoding.UTF8.GetString(bytes) is var plain && plain.Any(letter => letter >= FirstOfThreeBytes))
        {
            return plain.TrimStart('\uFEFF');
        }
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
