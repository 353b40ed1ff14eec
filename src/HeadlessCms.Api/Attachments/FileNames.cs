using System.Globalization;
using System.Text;
using AnyAscii;

namespace HeadlessCms.Attachments;

/// <summary>File names as they come in, and as they go out in a header.</summary>
internal static class FileNames
{
    /// <summary>In code points.</summary>
    public const int LongestName = 200;

    private const int LongestExtension = 20;
    private const string NameOfNothing = "file";

    /// <summary>Directories, controls and invisible marks of direction go; Chinese stays; never empty.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var visible = string.Concat(last.EnumerateRunes().Where(IsKept).Select(rune => rune.ToString()));
        var trimmed = visible.Normalize(NormalizationForm.FormC).TrimEnd('.', ' ', '\u3000').TrimStart();
        var extension = ExtensionOf(trimmed);
        var stem = Shorten(trimmed[..^extension.Length], LongestName - extension.Length);
        return (stem.Length > 0 ? stem : NameOfNothing) + extension;
    }

    /// <summary>RFC 6266: a name for old programs in ASCII, and the true one after RFC 8187.</summary>
    public static string ContentDisposition(string name, bool inline) =>
        $"{(inline ? "inline" : "attachment")}; filename=\"{Fallback(name)}\"; filename*=UTF-8''{Encode(name)}";

    /// <summary>U+FFFD stands here for half a surrogate pair; formats hold the marks that turn "gpj.exe" around.</summary>
    private static bool IsKept(Rune rune) =>
        rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>ASCII letters and digits only, and short: whatever else follows the last dot belongs to the name.</summary>
    private static string ExtensionOf(string name)
    {
        var extension = Path.GetExtension(name);
        return extension.Length is > 1 and <= LongestExtension && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : "";
    }

    private static string Shorten(string stem, int longest) =>
        string.Concat(stem.EnumerateRunes().Take(longest).Select(rune => rune.ToString())).TrimEnd('.', ' ');

    /// <summary>Quotes and backslashes are read differently by browsers, and a percent sign by some as an encoding.</summary>
    private static string Fallback(string name)
    {
        var ascii = string.Concat(name.Transliterate().Select(c => c is < ' ' or > '~' or '"' or '\\' or '/' or '%' ? '_' : c));
        return ascii.Trim().Length > 0 ? ascii : NameOfNothing;
    }

    /// <summary>All but RFC 8187's attr-char is percent-encoded.</summary>
    private static string Encode(string name) => string.Concat(Encoding.UTF8.GetBytes(name).Select(octet =>
        char.IsAsciiLetterOrDigit((char)octet) || "!#$&+-.^_`|~".Contains((char)octet) ? $"{(char)octet}" : $"%{octet:X2}"));
}
