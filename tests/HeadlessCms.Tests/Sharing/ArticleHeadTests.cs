using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using HeadlessCms.Sharing;
using Xunit;

namespace HeadlessCms.Tests.Sharing;

public sealed class ArticleHeadTests
{
    private const string Url = "https://www.example.gov.cn/suzhou-news/launched";

    private static readonly HeadSource Full = new()
    {
        SiteName = "示例市人民政府",
        SiteDomain = "www.example.gov.cn",
        SiteIdCode = "3205000002",
        Locale = "zh-CN",
        CategoryName = "苏州要闻",
        CategoryType = "政务动态",
        Breadcrumbs = [new("首页", "https://www.example.gov.cn/"), new("新闻中心", null), new("苏州要闻", null)],
        Title = "苏州市召开推进大会",
        Summary = "昨天,苏州召开推进大会。",
        Url = Url,
        PublishedAt = new(2021, 4, 20, 4, 11, 0, TimeSpan.FromHours(8)),
        UpdatedAt = new(2021, 4, 20, 9, 30, 0, 120, TimeSpan.FromHours(8)),
        SourceName = "苏州日报",
        Author = "王亭川",
        Tags = ["科技创新", "人工智能"],
        Cover = new("https://www.example.gov.cn/v1/attachments/1/content", "揭牌现场", 1200, 800),
        Publisher = "示例市人民政府办公室",
    };

    private static readonly HeadSource Bare = Full with
    {
        SiteIdCode = null,
        CategoryType = null,
        Breadcrumbs = [],
        Summary = null,
        SourceName = null,
        Author = null,
        Tags = [],
        Cover = null,
    };

    [Fact]
    public void A_full_article_has_every_label_in_order() => Assert.Equal(
        """
        og:title=苏州市召开推进大会
        og:type=article
        og:url=https://www.example.gov.cn/suzhou-news/launched
        og:site_name=示例市人民政府
        og:locale=zh_CN
        og:description=昨天,苏州召开推进大会。
        og:image=https://www.example.gov.cn/v1/attachments/1/content
        og:image:alt=揭牌现场
        og:image:width=1200
        og:image:height=800
        article:published_time=2021-04-20T04:11:00+08:00
        article:modified_time=2021-04-20T09:30:00.12+08:00
        article:section=苏州要闻
        article:tag=科技创新
        article:tag=人工智能
        twitter:card=summary_large_image
        description=昨天,苏州召开推进大会。
        keywords=科技创新,人工智能
        SiteName=示例市人民政府
        SiteDomain=www.example.gov.cn
        SiteIDCode=3205000002
        ColumnName=苏州要闻
        ColumnType=政务动态
        ArticleTitle=苏州市召开推进大会
        PubDate=2021-04-20 04:11
        ContentSource=苏州日报
        Keywords=科技创新,人工智能
        Author=王亭川
        Description=昨天,苏州召开推进大会。
        Image=https://www.example.gov.cn/v1/attachments/1/content
        Url=https://www.example.gov.cn/suzhou-news/launched
        """,
        string.Join('\n', ArticleHead.Of(Full).Tags.Select(tag => $"{tag.Name}={tag.Content}")));

    [Fact]
    public void What_has_no_value_has_no_label()
    {
        var names = ArticleHead.Of(Bare).Tags.Select(tag => tag.Name).ToArray();

        Assert.Equal(
        [
            "og:title", "og:type", "og:url", "og:site_name", "og:locale",
            "article:published_time", "article:modified_time", "article:section", "twitter:card",
            "SiteName", "SiteDomain", "ColumnName", "ArticleTitle", "PubDate", "Url",
        ], names);
    }

    [Fact]
    public void The_graph_describes_the_article_and_the_way_to_it()
    {
        var jsonLd = ArticleHead.Of(Full).JsonLd;
        var article = jsonLd["@graph"]![0]!;
        var steps = jsonLd["@graph"]![1]!["itemListElement"]!.AsArray();

        Assert.Equal("https://schema.org", (string?)jsonLd["@context"]);
        Assert.Equal("NewsArticle", (string?)article["@type"]);
        Assert.Equal("苏州市召开推进大会", (string?)article["headline"]);
        Assert.Equal("2021-04-20T04:11:00+08:00", (string?)article["datePublished"]);
        Assert.Equal("zh-CN", (string?)article["inLanguage"]);
        Assert.Equal(Url, (string?)article["mainEntityOfPage"]!["@id"]);
        Assert.Equal(1200, (int?)article["image"]!["width"]);
        Assert.Equal(("Person", "王亭川"), ((string?)article["author"]!["@type"], (string?)article["author"]!["name"]));
        Assert.Equal("示例市人民政府办公室", (string?)article["publisher"]!["name"]);
        Assert.True((bool?)article["isAccessibleForFree"]);
        Assert.Equal(["首页", "新闻中心", "苏州要闻", "苏州市召开推进大会"], steps.Select(step => (string?)step!["name"]));
        Assert.Equal([1, 2, 3, 4], steps.Select(step => (int)step!["position"]!));
        Assert.False(steps[1]!.AsObject().ContainsKey("item"));
    }

    [Fact]
    public void Without_a_person_the_source_is_the_author_and_without_a_source_the_publisher()
    {
        Assert.Equal("苏州日报", Author(Full with { Author = null }));
        Assert.Equal("示例市人民政府办公室", Author(Bare));

        static string? Author(HeadSource source) =>
            (string?)ArticleHead.Of(source).JsonLd["@graph"]![0]!["author"]!["name"];
    }

    [Fact]
    public void Nothing_unknown_is_said_in_the_graph() =>
        Assert.DoesNotContain("null", ArticleHead.Of(Bare).JsonLd.ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void Rare_characters_stay_readable_and_no_title_ends_the_script()
    {
        var html = ArticleHead.Of(Full with { Title = "𠮷😀\u2028</script><!--" }).Html;

        Assert.Contains("\"headline\":\"𠮷😀\u2028\\u003c/script>\\u003c!--\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("</title><meta http-equiv=refresh content=0>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("<!--<script>")]
    [InlineData("&lt;b&gt; \\u003c \\ & 甲 \"乙\"")]
    public void A_hostile_title_stays_text(string title)
    {
        var head = ArticleHead.Of(Full with { Title = title, Url = Url + "?q=\"<&" });
        var document = Parsed(head.Html);

        Assert.Equal(title, document.Title);
        Assert.Equal(title, Meta(document, "property", "og:title"));
        Assert.Equal(title, Meta(document, "name", "ArticleTitle"));
        Assert.Equal(Url + "?q=\"<&", document.QuerySelector("link[rel=canonical]")?.GetAttribute("href"));
        Assert.Equal(title, (string?)JsonNode.Parse(document.Scripts.Single().Text)!["@graph"]![0]!["headline"]);
        Assert.Empty(document.Body!.ChildNodes);
        Assert.Equal(head.Tags.Count + 3, document.Head!.ChildElementCount);
    }

    [Fact]
    public void Chinese_stays_readable_in_the_markup()
    {
        var html = ArticleHead.Of(Full).Html;

        Assert.Contains("\"headline\":\"苏州市召开推进大会\"", html, StringComparison.Ordinal);
        Assert.Contains("<meta property=\"og:title\" content=\"苏州市召开推进大会\">", html, StringComparison.Ordinal);
        Assert.Contains("<meta name=\"PubDate\" content=\"2021-04-20 04:11\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_and_tags_say_the_same()
    {
        var head = ArticleHead.Of(Full);
        var metas = Parsed(head.Html).QuerySelectorAll("meta");

        Assert.Equal(head.Tags.Select(tag => (tag.Name, tag.Content)),
            metas.Select(meta => ((meta.GetAttribute("name") ?? meta.GetAttribute("property"))!, meta.GetAttribute("content")!)));
    }

    private static IHtmlDocument Parsed(string head) =>
        new HtmlParser().ParseDocument($"<!doctype html><html><head>{head}</head><body></body></html>");

    private static string? Meta(IHtmlDocument document, string attribute, string name) =>
        document.QuerySelector($"meta[{attribute}='{name}']")?.GetAttribute("content");
}
