using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>What other systems write, in the form it has here.</summary>
internal static partial class ForeignText
{
    private const int LongestSummary = 500;
    private const int MostTags = 20;
    private const int LongestTag = 50;

    private static readonly string[] LocalTimes =
    [
        "yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d", "yyyy/M/d H:m:s", "yyyy/M/d H:m", "yyyy/M/d", "yyyy.M.d H:m", "yyyy.M.d",
        "yyyy年M月d日 H:m:s", "yyyy年M月d日 H:m", "yyyy年M月d日H:m", "yyyy年M月d日", "yyyy-M-d'T'H:m:s", "yyyy-M-d'T'H:m", "yyyyMMdd",
    ];

    /// <summary>In one line, with single blanks; null when nothing is left.</summary>
    public static string? Line(string? text) => Blanks().Replace(text ?? "", " ").Trim() is { Length: > 0 } line ? line : null;

    /// <summary>The beginning of a text, as long as a summary may be; null when there is none.</summary>
    public static string? Summary(string? text) => Line(text) is { } line ? CodePoints.First(line, LongestSummary).TrimEnd() : null;

    /// <summary>Each once, as many and as long as tags may be; null when there are none.</summary>
    public static string[]? Tags(IEnumerable<string?> words)
    {
        string[] tags = [.. words.Select(Line).OfType<string>().Where(word => CodePoints.Count(word) <= LongestTag).Distinct().Take(MostTags)];
        return tags.Length > 0 ? tags : null;
    }

    /// <summary>The words of a list that people wrote, with whatever stands between them.</summary>
    public static string[] Words(string? list) => (list ?? "").Split([',', '，', ';', '；', '、', '|', ' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A time with an offset, or as a clock on the wall of this zone shows it; null when it cannot be read.</summary>
    public static DateTimeOffset? Time(string? text, TimeZoneInfo zone)
    {
        if (Line(text) is not { } line)
        {
            return null;
        }
        if (DateTime.TryParseExact(line, LocalTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return IsThinkable(local) ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime() : null;
        }
        return DateTimeOffset.TryParse(line, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && IsThinkable(time.UtcDateTime)
            ? time
            : null;
    }

    /// <summary>What stands in HTML, without its tags.</summary>
    public static string? WithoutTags(string? html)
    {
        if (html is null || !html.Contains('<', StringComparison.Ordinal))
        {
            return html is null ? null : System.Net.WebUtility.HtmlDecode(html);
        }
        using var document = HtmlTree.Parse(Breaks().Replace(html, "$0\n"));
        return document.Body?.TextContent;
    }

    /// <summary>An absolute web address, or null.</summary>
    public static Uri? Web(string? address) =>
        Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 ? uri : null;

    /// <summary>A text as HTML that shows it.</summary>
    public static string ToHtml(string text) =>
        string.Concat(BlankLines().Split(text.ReplaceLineEndings("\n").Trim('\n'))
            .Where(part => part.Length > 0)
            .Select(part => $"<p>{System.Net.WebUtility.HtmlEncode(part).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    /// <summary>What tells where a text cannot be what was written: the mark that stands for bytes without a meaning.</summary>
    public static bool HasLostBytes(string text) => text.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>The encoding of this name, or null: of the Chinese ones the one that has all the others' characters.</summary>
    public static Encoding? EncodingOf(string name)
    {
        var known = name.Trim().ToLowerInvariant() is "gb2312" or "gbk" or "gb18030" or "x-gbk" or "cp936" or "936" or "gb_2312-80" ? "gb18030" : name.Trim();
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known) ?? Encoding.GetEncoding(known);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException) // UTF-7 is refused
        {
            return null;
        }
    }

    // Before and after these no offset of any zone fits.
    private static bool IsThinkable(DateTime time) => time.Year is > 1000 and < 9999;

    // After these readers saw a new line.
    [GeneratedRegex(@"<br\b[^>]*>|</(p|div|li|h[1-6]|tr|td|th|dt|dd)>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex BlankLines();
}
