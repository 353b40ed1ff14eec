using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

/// <summary>What stays: clean HTML, byte for byte, and the words of the rest.</summary>
public sealed class SafeHtmlTests
{
    private const string Content = "/v1/attachments/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11/content";

    [Theory]
    [InlineData("")]
    [InlineData("只有文字")]
    [InlineData("<p>苏州“创新中心”——𠮷 😀 · １２３。</p>\n<p>第二段</p>\n")]
    [InlineData("<p>a &amp; b &lt; c &gt; d&nbsp;e \"q\" 'x'</p>")]
    [InlineData($"""<figure><img src="{Content}" alt="发布会现场"><figcaption>图<br>王亭川 摄</figcaption></figure>""")]
    [InlineData($"""<img src="{Content}?width=640" srcset="{Content}?width=640 640w, {Content}?width=1280 1280w" sizes="100vw" alt="" width="1200" height="800" loading="lazy" data-decorative>""")]
    [InlineData("<img src=\"/a.jpg\" alt=\"\" role=\"presentation\">")]
    [InlineData($"""<picture><source srcset="{Content}?format=webp" type="image/webp" media="(min-width: 640px)"><img src="{Content}" alt="x"></picture>""")]
    [InlineData("""<table><caption>指标</caption><colgroup><col span="2"></colgroup><thead><tr><th scope="col">年份</th><th scope="col" colspan="2">数值</th></tr></thead><tbody><tr><th scope="row" id="th:2020">2020</th><td headers="th:2020" rowspan="2">1</td></tr></tbody><tfoot><tr><td>合计</td></tr></tfoot></table>""")]
    [InlineData("<p style=\"text-align: center\" lang=\"zh-CN\" dir=\"ltr\">居中</p>")]
    [InlineData("<p lang=\"zh-CN\" style=\"text-align: right\" dir=\"ltr\">右</p>")]
    [InlineData("<a href=\"https://www.example.gov.cn/?a=1&amp;b=2#c\" title=\"t\" rel=\"nofollow\" hreflang=\"zh\">a</a>")]
    [InlineData($"""<a href="{Content}" download>附件</a><a href="{Content}" download="年报.pdf">年报</a>""")]
    [InlineData("<a href=\"mailto:a@example.com\">a</a><a href=\"tel:+8651200000\">b</a><a href=\"../c\">c</a><a href=\"#fn:1\">d</a>")]
    [InlineData("<ol start=\"3\" reversed type=\"a\"><li value=\"9\">a</li></ol><ul><li>b<ul><li>c</li></ul></li></ul><dl><dt>d</dt><dd>e</dd></dl>")]
    [InlineData("<blockquote cite=\"https://a.cn/\"><p>a</p></blockquote><q>b</q><cite>c</cite>")]
    [InlineData("<pre><code>a\n  b</code></pre>")]
    [InlineData("<h1>1</h1><h2>2</h2><h3>3</h3><h4>4</h4><h5>5</h5><h6>6</h6><hr>")]
    [InlineData("<p><em>1</em><strong>2</strong><b>3</b><i>4</i><u>5</u><s>6</s><sub>7</sub><sup>8</sup><small>9</small><mark>0</mark></p>")]
    [InlineData("<p><abbr title=\"t\">1</abbr><time datetime=\"2021-04-20\">2</time><ruby>苏<rp>(</rp><rt>sū</rt><rp>)</rp></ruby><span lang=\"en\">3</span></p>")]
    [InlineData($"""<video controls muted poster="/p.jpg" width="640"><source src="{Content}" type="video/mp4"><track kind="captions" srclang="zh" label="中文" src="/c.vtt" default></video><audio controls src="{Content}"></audio>""")]
    [InlineData("<section><div><p>a</p></div></section>")]
    public void Clean_html_comes_out_byte_for_byte(string html) => Assert.Equal(html, SafeHtml.Sanitize(html));

    [Theory]
    [InlineData("<P ALIGN=left>a<BR/>b", "<p>a<br>b</p>")]
    [InlineData("<a href=\"/x\" target=\"_blank\">a</a>", "<a href=\"/x\">a</a>")]
    [InlineData("<p class=\"MsoNormal\"><o:p>词</o:p></p>", "<p>词</p>")]
    [InlineData("<article><header><h1>题</h1></header><font color=\"red\">红</font></article>", "<h1>题</h1>红")]
    [InlineData("<center><p>a</p></center><!-- note -->", "<p>a</p>")]
    [InlineData("<form action=\"/x\"><label>名</label><input name=\"a\"><button>发</button></form>", "名")]
    [InlineData("<p style=\"color:red;TEXT-ALIGN:Center\">a</p>", "<p style=\"text-align: center\">a</p>")]
    [InlineData("<p style=\"text-align:evil\" \"=1>a</p>", "<p>a</p>")]
    [InlineData("<p style=\"text-align:left\" \"='1' onclick=x>a</p>", "<p style=\"text-align: left\">a</p>")]
    [InlineData("<p data-text-align=\"x&quot; onclick=&quot;y\">a</p>", "<p>a</p>")]
    [InlineData("<video controls=\"controls\"></video>", "<video controls=\"controls\"></video>")]
    [InlineData("<p id=\"main\">a</p><h2 id=\"config\">b</h2>", "<p>a</p><h2>b</h2>")]
    [InlineData("<p role=\"button\">a</p>", "<p>a</p>")]
    [InlineData("<!doctype html><html><head><title>t</title></head><body><p>a</p></body></html>", "<p>a</p>")]
    [InlineData("<p>a<button><p>b</p></button></p>", "<p>a</p>")]
    [InlineData("<p>a<marquee><p>b</p></marquee></p>", "<p>a</p><p>b</p><p></p>")]
    public void What_an_article_does_not_need_goes_but_its_words_stay(string html, string expected) =>
        Assert.Equal(expected, SafeHtml.Sanitize(html));

    [Fact]
    public void Many_at_once_get_what_each_alone_would()
    {
        var expected = SafeHtml.Sanitize("<p style='text-align:center' onclick=x>苏<script>1</script></p>");

        Parallel.For(0, 500, _ => Assert.Equal(
            expected, SafeHtml.Sanitize("<p style='text-align:center' onclick=x>苏<script>1</script></p>")));
    }
}
