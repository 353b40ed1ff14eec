using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class SnippetTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("<p>　　苏州</p>\n<p>要闻</p>", "苏州 要闻")]
    [InlineData("<p>苏<b>州</b><a href=\"/x\">要</a>闻</p>", "苏州要闻")]
    [InlineData("<p>第一行，\n  第二行</p>", "第一行，第二行")]
    [InlineData("<p>张三 李四</p>", "张三 李四")]
    [InlineData("<p>two\nwords</p>", "two words")]
    [InlineData("<p>苏州\nSuzhou\n要闻</p>", "苏州 Suzhou 要闻")]
    [InlineData("<p>𠮷\n野</p>", "𠮷野")]
    [InlineData("<p>a<br>b</p>", "a b")]
    [InlineData("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲 乙")]
    [InlineData("<ul><li>甲</li><li>乙</li></ul>", "甲 乙")]
    [InlineData("<p>苏<ruby>州<rp>(</rp><rt>zhōu</rt><rp>)</rp></ruby>市</p>", "苏州市")]
    [InlineData("<p>a &amp; b&nbsp;&nbsp;c &lt;d&gt;</p>", "a & b c <d>")]
    [InlineData("<p>a</p><!-- b --><script>c</script><img src=\"/x\" alt=\"d\">", "a")]
    public void Plain_text_is_one_line_of_words(string html, string expected) =>
        Assert.Equal(expected, Snippet.PlainText(html));

    [Theory]
    [InlineData("<p>苏州要闻</p>", 4, "苏州要闻")]
    [InlineData("<p>苏州要闻</p>", 3, "苏州…")]
    [InlineData("<p>𠮷野家😀开业</p>", 5, "𠮷野家😀…")]
    [InlineData("<p>😀😀😀</p>", 2, "😀…")]
    [InlineData("<p>one two</p>", 5, "one…")]
    public void A_summary_is_cut_between_code_points(string html, int maximum, string expected)
    {
        var summary = Snippet.Summary(html, maximum);

        Assert.Equal(expected, summary);
        Assert.True(CodePoints.IsWellFormed(summary));
        Assert.InRange(CodePoints.Count(summary), 0, maximum);
    }
}
