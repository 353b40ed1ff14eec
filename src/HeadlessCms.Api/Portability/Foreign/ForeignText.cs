using System.Globalization;
using System.Text.RegularExpressions;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>What other systems write, in the form it has here.</summary>
internal static partial class ForeignText
{
    private static readonly string[] LocalTimes =
    [
        "yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d", "yyyy/M/d H:m:s", "yyyy/M/d H:m", "yyyy/M/d", "yyyy.M.d H:m:s", "yyyy.M.d H:m", "yyyy.M.d",
        "yyyy年M月d日 H:m:s", "yyyy年M月d日 H:m", "yyyy年M月d日H:m:s", "yyyy年M月d日H:m", "yyyy年M月d日", "yyyy-M-d'T'H:m:s", "yyyy-M-d'T'H:m", "yyyyMMdd",
    ];

    /// <summary>In one line, with single blanks, also for what no line shows; null when nothing is left.</summary>
    public static string? Line(string? text) => Blanks().Replace(text ?? "", " ").Trim() is { Length: > 0 } line ? line : null;

    /// <summary>The beginning of a text, as long as a summary may be; null when there is none.</summary>
    public static string? Summary(string? text) => Line(text) is { } line ? CodePoints.First(line, ArticleRules.MaximumSummary).TrimEnd() : null;

    /// <summary>Each once, as many and as long as tags may be; null when there are none.</summary>
    public static string[]? Tags(IEnumerable<string?> words)
    {
        string[] tags = [.. words.Select(Line).OfType<string>().Where(word => CodePoints.Count(word) <= ArticleRules.MaximumTag).Distinct().Take(ArticleRules.MaximumTags)];
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
        // What does not say its year would get this machine's.
        var isRead = DateTime.TryParseExact(line, LocalTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            || (Year().IsMatch(line) && DateTime.TryParse(line, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault, out time));
        return !isRead || !IsThinkable(time) ? null
            : time.Kind == DateTimeKind.Utc ? new DateTimeOffset(time)
            : new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
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

    // Before and after these no offset of any zone fits.
    private static bool IsThinkable(DateTime time) => time.Year is > 1000 and < 9999;

    // After these readers saw a new line.
    [GeneratedRegex(@"<br\b[^>]*>|</(p|div|li|h[1-6]|tr|td|th|dt|dd)>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Breaks();

    // Four digits that are no offset and no part of a second, or the two that RFC 822 has behind the month.
    [GeneratedRegex(@"(?<![0-9]|\+|\s-|:[0-9]{2}[-.])[0-9]{4}(?![0-9])|\b[0-9]{1,2} [A-Za-z]{3,9} [0-9]{2}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Year();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex BlankLines();
}
