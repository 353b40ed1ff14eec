using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("# 题\n\n**粗** *斜*", "<h1>题</h1>\n<p><strong>粗</strong> <em>斜</em></p>\n")]
    [InlineData("~~删~~ ++增++ ==标== H~2~O x^2^", "<p><del>删</del> <ins>增</ins> <mark>标</mark> H<sub>2</sub>O x<sup>2</sup></p>\n")]
    [InlineData("https://a.cn/b", "<p><a href=\"https://a.cn/b\">https://a.cn/b</a></p>\n")]
    [InlineData("![发布会](/a.jpg \"题\")", "<p><img src=\"/a.jpg\" alt=\"发布会\" title=\"题\"></p>\n")]
    [InlineData("a  \nb", "<p>a<br>\nb</p>\n")]
    [InlineData("- [ ] 事", "<ul>\n<li>[ ] 事</li>\n</ul>\n")]
    [InlineData("```js\nif (a < b) {}\n```", "<pre><code>if (a &lt; b) {}\n</code></pre>\n")]
    [InlineData("+---+\n| a |\n+---+", "<p>+---+\n| a |\n+---+</p>\n")]
    public void Markdown_becomes_html(string markdown, string expected) =>
        Assert.Equal(expected, MarkdownText.ToHtml(markdown).ReplaceLineEndings("\n"));

    [Fact]
    public void Tables_keep_their_headers_and_alignment()
    {
        var html = MarkdownText.ToHtml("| 年份 | 数值 |\n|:--|--:|\n| 2020 | 1 |\n").ReplaceLineEndings("");

        Assert.Equal(
            "<table><thead><tr><th style=\"text-align: left\">年份</th><th style=\"text-align: right\">数值</th></tr></thead>"
            + "<tbody><tr><td style=\"text-align: left\">2020</td><td style=\"text-align: right\">1</td></tr></tbody></table>",
            html);
    }

    [Fact]
    public void A_footnote_and_its_mark_lead_to_each_other()
    {
        var html = MarkdownText.ToHtml("文[^1]\n\n[^1]: 注\n");

        Assert.Contains("<a id=\"fnref:1\" href=\"#fn:1\">", html, StringComparison.Ordinal);
        Assert.Contains("<li id=\"fn:1\">", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#fnref:1\">", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>\n\n文", "<p>文</p>\n")]
    [InlineData("[a](javascript:alert(1))", "<p><a>a</a></p>\n")]
    [InlineData("<javascript:alert(1)>", "<p><a>javascript:alert(1)</a></p>\n")]
    [InlineData("![a](data:image/png;base64,AA)", "<p><img alt=\"a\"></p>\n")]
    [InlineData("<figure><img src=\"/a.jpg\" alt=\"b\" onerror=\"x\"></figure>", "<figure><img src=\"/a.jpg\" alt=\"b\"></figure>\n")]
    public void Html_inside_is_sanitised(string markdown, string expected) =>
        Assert.Equal(expected, MarkdownText.ToHtml(markdown).TrimStart('\n'));

    [Fact]
    public void The_result_is_already_sanitised()
    {
        var html = MarkdownText.ToHtml("# a\n\n> b[^1]\n\n1. c\n\n| d | e |\n|---|:-:|\n| f | g |\n\n[^1]: h");

        Assert.Equal(html, SafeHtml.Sanitize(html));
    }

    public static TheoryData<string> Expensive =>
    [
        new string('>', 10_000) + "a",
        string.Concat(Enumerable.Repeat("[", 20_000)),
        string.Concat(Enumerable.Repeat("[a](", 20_000)),
        string.Concat(Enumerable.Repeat("*a ", 20_000)),
        string.Concat(Enumerable.Repeat("http://a.b/(", 20_000)),
        string.Concat(Enumerable.Range(0, 1_000).Select(depth => new string(' ', depth * 2) + "- a\n")),
        "|a" + string.Concat(Enumerable.Repeat("|a", 2_000)) + "\r" + string.Concat(Enumerable.Repeat("|-", 2_001))
            + "\r" + string.Concat(Enumerable.Repeat("|\r", 2_000)),
        string.Concat(Enumerable.Repeat("[a] ", 5_000)) + "\n\n[a]: " + new string('b', 10_000),
        string.Concat(Enumerable.Repeat("<b>", 100_000)),
    ];

    [Theory, MemberData(nameof(Expensive))]
    public void What_would_cost_far_more_than_its_length_is_refused(string markdown) =>
        Assert.Null(SafeBody.Of(markdown, "markdown"));

    [Fact]
    public void What_articles_need_is_not_too_complex()
    {
        var rows = string.Concat(Enumerable.Repeat("|1|2|3|\n", 3_000));
        var links = string.Concat(Enumerable.Repeat("- [苏州](https://a.cn)\n", 2_000));

        Assert.NotNull(SafeBody.Of("|a|b|c|\n|-|-|-|\n" + rows, "markdown"));
        Assert.NotNull(SafeBody.Of(links, "markdown"));
    }
}
