using System.Text.RegularExpressions;

namespace HeadlessCms.Portability.Foreign;

/// <summary>A text as WordPress stores it: HTML in which blank lines are paragraphs, with a few words of its own in brackets.</summary>
internal static partial class WxrText
{
    /// <summary>The HTML that readers were shown, but for what plug-ins made of it.</summary>
    public static string ToHtml(string text)
    {
        var captioned = Caption().Replace(text.ReplaceLineEndings("\n"), match =>
            $"\n\n<figure>{match.Groups["picture"].Value}<figcaption>{match.Groups["words"].Value.Trim()}</figcaption></figure>\n\n");
        if (captioned.Contains("<!-- wp:", StringComparison.Ordinal))
        {
            return Blocks().Replace(captioned, ""); // the newer editor writes its paragraphs out
        }
        return string.Concat(BlankLines().Split(captioned.Trim()).Where(part => part.Length > 0).Select(Paragraph));
    }

    /// <summary>The address of the picture whose smaller copy this is: <c>a-300x200.jpg</c> is of <c>a.jpg</c>; else null.</summary>
    public static Uri? WithoutSize(Uri address) =>
        Size().IsMatch(address.AbsolutePath) ? new UriBuilder(address) { Path = Size().Replace(Uri.UnescapeDataString(address.AbsolutePath), "") }.Uri : null;

    private static string Paragraph(string part) =>
        Block().IsMatch(part) ? part + "\n" : $"<p>{part.Replace("\n", "<br>", StringComparison.Ordinal)}</p>\n";

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"<!-- /?wp:[^>]*-->\n?")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\A\s*</?(p|div|section|h[1-6]|ul|ol|li|dl|table|thead|tbody|tr|td|th|figure|blockquote|pre|hr|address|iframe|video|audio)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    [GeneratedRegex(@"\[caption[^\]]*\]\s*(?<picture>(<a\b[^>]*>\s*)?<img\b[^>]*>(\s*</a>)?)(?<words>[^\[]*)\[/caption\]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Caption();

    [GeneratedRegex(@"-\d{1,5}x\d{1,5}(?=\.[a-zA-Z]+\z)")]
    private static partial Regex Size();
}
