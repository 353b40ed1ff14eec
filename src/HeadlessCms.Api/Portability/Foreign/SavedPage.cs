using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// A page as a browser or a mirror saved it, with the labels that the State Council's office asks of government sites' pages
/// (政府网站发展指引: ArticleTitle, PubDate, ContentSource, ColumnName, …), in whatever case they are written.
/// </summary>
internal sealed partial class SavedPage(IDocument document)
{
    /// <summary>Where the systems that such sites run on put the text of an article; the first that is there has it.</summary>
    public static readonly string[] CommonBodies =
    [
        "#UCAP-CONTENT", "ucapcontent", "founder-content", ".TRS_Editor", ".trs_editor_view", ".TRS_UEDITOR", "#zoom", "#Zoom", "#ZOOM", "#zoomcon",
        "[itemprop=articleBody]", ".article-content", ".article_content", "#article-content", "#articleContent", ".pages_content", ".news_content",
        "#contentText", "#content_text", "#artibody", ".article-body", "article", "#content", ".content",
    ];

    /// <summary>Whether it is an article's: lists and home pages have no title or date of an article.</summary>
    public bool IsArticle => Label("ArticleTitle") is not null || Label("PubDate") is not null;

    /// <summary>Its headline.</summary>
    public string? Title => Label("ArticleTitle") ?? ForeignText.Line(document.QuerySelector("h1")?.TextContent) ?? ForeignText.Line(document.QuerySelector("title")?.TextContent);

    /// <summary>The way of names to its section: <c>首页&gt;新闻中心&gt;苏州要闻</c>, or the section's name alone.</summary>
    public IReadOnlyList<string> Section => [.. (Label("ColumnName") ?? "").Split(['>', '＞', '»', '/', '\\'], StringSplitOptions.RemoveEmptyEntries).Select(ForeignText.Line).OfType<string>()];

    /// <summary>Who published it first.</summary>
    public string? Source => Label("ContentSource") is { } source ? ForeignText.Line(SourceIs().Replace(source, "")) : null;

    /// <summary>The address it had: as it says itself, or as the browser noted that saved it.</summary>
    public Uri? Address =>
        ForeignText.Web(document.QuerySelector("link[rel~=canonical]")?.GetAttribute("href")) ?? SavedFrom() ?? ForeignText.Web(Label("Url"));

    /// <summary>What a label says, or null.</summary>
    public string? Label(string name) => document.QuerySelectorAll("meta")
        .Where(meta => string.Equals(meta.GetAttribute("name")?.Trim(), name, StringComparison.OrdinalIgnoreCase))
        .Select(meta => ForeignText.Line(meta.GetAttribute("content"))).FirstOrDefault(text => text is not null);

    /// <summary>The element that holds the text, or null.</summary>
    public IElement? Body(string? selector) => selector is not null
        ? document.QuerySelector(selector)
        : CommonBodies.Select(document.QuerySelector).FirstOrDefault(element => element is not null);

    /// <summary>How often it was read, as it says beside its text; 0 when it does not.</summary>
    public long ViewsBeside(IElement? body)
    {
        body?.Remove();
        foreach (var script in document.QuerySelectorAll("script, style").ToList())
        {
            script.Remove();
        }
        return Views().Match(document.Body?.TextContent ?? "") is { Success: true } match
            && long.TryParse(match.Groups["count"].Value.Replace('，', ','), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var views) ? views : 0;
    }

    // Internet Explorer's mark of the web, which browsers write until today.
    private Uri? SavedFrom() => document.Descendants<IComment>().Select(comment => MarkOfTheWeb().Match(comment.Data))
        .Where(match => match.Success).Select(match => ForeignText.Web(match.Groups[1].Value)).FirstOrDefault();

    [GeneratedRegex(@"\A(来源|信息来源|文章来源)\s*[:：]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SourceIs();

    [GeneratedRegex(@"\A\s*saved from url=\(\d+\)(\S+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MarkOfTheWeb();

    [GeneratedRegex(@"(浏览次数|浏览量|阅读次数|阅读量|阅读数|点击次数|点击量|点击数|点击率|访问次数|访问量)\s*[:：]?\s*(?<count>[0-9]{1,3}([,，][0-9]{3}){1,4}(?![0-9])|[0-9]{1,12})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Views();
}
