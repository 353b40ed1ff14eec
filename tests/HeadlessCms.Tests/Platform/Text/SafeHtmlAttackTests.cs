using System.Text.RegularExpressions;
using AngleSharp.Dom;
using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

/// <summary>What goes: everything that runs, and everything that would cost too much to look at.</summary>
public sealed class SafeHtmlAttackTests
{
    private static readonly Regex RunningScheme = new(@"(^|,)[\s\p{C}]*(java|vb|data|blob|file|cid)[\w\s\p{C}]*:");

    public static TheoryData<string> Attacks =>
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=x onerror\n=\nalert(1)>",
        "<img/src=x/onerror=alert(1)>",
        "<img src=\"x\"onerror=\"alert(1)\">",
        "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
        "<img src=javascript:alert(1)>",
        "<img srcset=\"a.jpg 1x, javascript:alert(1) 2x\">",
        "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
        "<a href=\" javascript:alert(1)\">x</a>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"java&#10;script:alert(1)\">x</a>",
        "<a href=\"&#1;javascript:alert(1)\">x</a>",
        "<a href=\"javascript&colon;alert(1)\">x</a>",
        "<a href=\"&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)\">x</a>",
        "<a href=\"javascript&#58;alert(1)\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"blob:https://a/b\">x</a>",
        "<a href=\"file:///etc/passwd\">x</a>",
        "<blockquote cite=\"javascript:alert(1)\">x</blockquote>",
        "<video poster=\"javascript:alert(1)\" src=\"javascript:alert(1)\"></video>",
        "<video><source onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)></audio>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math href=\"javascript:alert(1)\">x</math>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
        "<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id=\"</textarea><img onerror=alert(1) src=1>\">",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"javascript:alert(1)\"></object>",
        "<embed src=\"javascript:alert(1)\">",
        "<applet code=x></applet>",
        "<base href=\"https://evil.example/\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<link rel=stylesheet href=\"https://evil.example/x.css\">",
        "<style>@import 'https://evil.example/x.css';</style>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<p style=\"text-align:expression(alert(1))\">x</p>",
        "<p style=\"text-align:center;position:fixed;inset:0\">x</p>",
        "<p style=\"text-align:center/**/;behavior:url(x.htc)\">x</p>",
        "<form action=\"javascript:alert(1)\"><input type=submit></form>",
        "<button formaction=\"javascript:alert(1)\">x</button>",
        "<input autofocus onfocus=alert(1)>",
        "<textarea><img src=x onerror=alert(1)></textarea>",
        "<select onchange=alert(1)><option>x</select>",
        "<details open ontoggle=alert(1)>x</details>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<body onload=alert(1)>",
        "<div onmouseover=\"alert(1)\">x</div>",
        "<p/onclick=alert(1)>x",
        "<template><script>alert(1)</script></template>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
        "<plaintext><script>alert(1)</script>",
        "<title><a title=\"</title><img src=x onerror=alert(1)>\"></title>",
        "<!--><script>alert(1)</script>-->",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<a id=\"x\" name=\"y\"><a id=\"x\" name=\"z\" href=\"cid:alert(1)\">x</a>",
        "<img name=\"getElementById\" id=\"body\">",
        "<p data-x=\"1\" is=\"evil-element\" slot=\"a\" contenteditable tabindex=1 accesskey=x>x</p>",
        "<isindex type=image src=1 onerror=alert(1)>",
        "<x onclick=alert(1)>x</x>",
        "<frameset onload=alert(1)><frame src=\"javascript:alert(1)\"></frameset>",
        "<map name=m><area href=\"javascript:alert(1)\" shape=default></map><img usemap=#m src=x>",
        "<p title='&{alert(1)}'>x</p>",
        "\0<scr\0ipt>alert(1)</scr\0ipt>",
    ];

    public static TheoryData<string> Corpus =>
    [
        .. Attacks.Select(row => row.Data),
        "<b><p>a</b>b</p>",
        "<a href=1><div><a href=2>x</a></div></a>",
        "<table><a href=1>x<tr><td><a href=2>y",
        "<p><font><p><font>x</font></p></font></p>",
        "<p><button><p><button><p>x",
        "<h1><h2>x</h1></h2>",
        "<ul>a<br><li>b<p>c<li>d</ul>",
        "<table>text<tr><th>x<td>y<table><td>z",
        "<pre>\n\n\nx</pre>&#13;\r\n\r",
        "<dl><dt>a<dd><dl><dd>b",
        "<ruby>漢<rb>字<rtc><rt>kan<rp>)",
        "<nobr><i><nobr><u></i>x</nobr>",
        "<select><p>a</select><p>b",
        "&nbsp;&copy;&notit;&#x20BB7;&#0;&#xD800;",
        "<p title='a&quot;b&lt;c&gt;d&amp;amp;e'>&lt;script&gt;</p>",
        "<img srcset=', a.jpg 2x , ,b.jpg,'>",
    ];

    [Theory, MemberData(nameof(Attacks))]
    public void Nothing_that_runs_gets_through(string attack)
    {
        using var page = HtmlTree.Parse(SafeHtml.Sanitize(attack));

        Assert.All(page.Body!.QuerySelectorAll("*"), element =>
        {
            Assert.Contains(element.LocalName, SafeHtmlVocabulary.Elements);
            Assert.Equal(NamespaceNames.HtmlUri, element.NamespaceUri);
            Assert.All(element.Attributes, attribute => AssertHarmless(attribute));
        });
    }

    [Theory, MemberData(nameof(Corpus))]
    public void A_second_round_changes_nothing(string html)
    {
        var once = SafeHtml.Sanitize(html);

        Assert.Equal(once, SafeHtml.Sanitize(once));
        Assert.Equal(once, SafeHtml.Sanitize(html));
    }

    [Theory]
    [InlineData("<b>", 100_000)]
    [InlineData("<div>", 100_000)]
    [InlineData("<blockquote><p>", 10_000)]
    [InlineData("<table><tr><td>", 10_000)]
    [InlineData("<svg>", 100_000)]
    [InlineData("<math><mtext>", 50_000)]
    [InlineData("<p>x</p>", 100_000)]
    [InlineData("<a href=x>", 90_000)]
    public void Nesting_and_crowding_beyond_reason_is_refused(string tag, int times)
    {
        var html = string.Concat(Enumerable.Repeat(tag, times));

        Assert.Null(SafeBody.Of(html, "html"));
        Assert.Throws<TooComplexException>(() => SafeHtml.Sanitize(html));
    }

    [Theory]
    [InlineData("<b title=1><b title=2><b title=3><b title=4><b title=5><b title=6><b title=7><b title=8>", 15_000)]
    [InlineData("<b title='1234567890123456789012345678901234567890123456789012345678901234567890'>", 2_000)]
    public void Elements_left_open_cannot_multiply_themselves(string open, int paragraphs) =>
        Assert.Null(SafeBody.Of("<p>" + open + "</p>" + string.Concat(Enumerable.Repeat("<p>x</p>", paragraphs)), "html"));

    [Theory]
    [InlineData("<p><select><xmp></xmp> <select><em>")]
    [InlineData("<p><select><xmp></xmp><select></script>")]
    public void A_tangle_the_parser_loses_itself_in_is_refused(string html) => Assert.Null(SafeBody.Of(html, "html"));

    [Fact]
    public void What_articles_need_is_not_too_complex()
    {
        var cells = string.Concat(Enumerable.Repeat("<td>1</td>", 15));
        var rows = string.Concat(Enumerable.Repeat($"<tr>{cells}</tr>", 2_000));

        Assert.NotNull(SafeBody.Of($"<table><tbody>{rows}</tbody></table>", "html"));
        Assert.NotNull(SafeBody.Of(string.Concat(Enumerable.Repeat("<div>", 200)), "html"));
        Assert.NotNull(SafeBody.Of(string.Concat(Enumerable.Repeat("<p>苏州</p>\n", 9_000)), "html"));
    }

    private static void AssertHarmless(IAttr attribute)
    {
        Assert.True(attribute.Name == "style" || SafeHtmlVocabulary.Knows(attribute.Name), attribute.Name);
        Assert.DoesNotMatch(RunningScheme, attribute.Value.ToLowerInvariant());
        if (attribute.Name == "style")
        {
            Assert.Matches("^text-align: [a-z]+$", attribute.Value);
        }
    }
}
