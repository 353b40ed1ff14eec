using HeadlessCms.Portability.Foreign;
using HeadlessCms.Tests.Support;
using Xunit;
using static HeadlessCms.Tests.Portability.Foreign.ForeignImports;

namespace HeadlessCms.Tests.Portability.Foreign;

public sealed class FeedImportTests
{
    private const string Rss = """
        <?xml version="1.0" encoding="gb2312"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel>
          <title>旧门户</title>
          <link>http://old.example.gov.cn/</link>
          <item>
            <title>苏州召开大会 &amp;amp; 启动</title>
            <link>http://old.example.gov.cn/art/1.html</link>
            <guid isPermaLink="false">art-1</guid>
            <pubDate>Tue, 20 Apr 2021 04:11:00 +0800</pubDate>
            <dc:creator>记者</dc:creator>
            <category>苏州要闻</category>
            <category>科技</category>
            <description>摘要&lt;b&gt;在此&lt;/b&gt;</description>
            <content:encoded><![CDATA[<p>正文<img src="/images/p.png" alt="图"> <a href="../doc/b.pdf">文件</a> <img src="gone.png"> </item></p>]]></content:encoded>
            <enclosure url="http://cdn.example.com/files/a.pdf" type="application/pdf" length="1"/>
          </item>
          <item><title>第二条</title><link>http://old.example.gov.cn/art/2.html</link><pubDate>2021-04-21</pubDate><category>苏州要闻</category><description>&lt;p&gt;文&lt;/p&gt;</description></item>
        </channel></rss>
        """;

    private const string Atom = """
        <feed xmlns="http://www.w3.org/2005/Atom">
          <id>x</id><title>t</title><updated>2021-01-01T00:00:00Z</updated>
          <entry>
            <id>tag:old.example.gov.cn,2021:1</id>
            <title type="html">甲 &lt;i&gt;乙&lt;/i&gt;</title>
            <link href="https://old.example.gov.cn/a/1"/>
            <link rel="enclosure" href="https://old.example.gov.cn/a.pdf"/>
            <published>2021-04-20T04:11:00+08:00</published><updated>2022-01-01T00:00:00Z</updated>
            <author><name>记者</name></author>
            <category term="news" label="要闻"/>
            <summary>第一段

        第二段 &lt;</summary>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>正文 <b>b</b></p></div></content>
          </entry>
        </feed>
        """;

    [Theory, EachEngine]
    public async Task The_items_of_an_RSS_file_come_in_with_what_lies_beside_it_and_a_second_time_nothing(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = portal.Folder(
            ("feed.xml", Gb18030.GetBytes(Rss)), ("images/p.png", SampleImages.Png(3, 2)), ("a.pdf", SampleFiles.Pdf()), ("doc/b.pdf", [.. SampleFiles.Pdf(), 10]));
        var file = Path.Combine(folder, "feed.xml");

        var dry = await portal.ImportAsync(ForeignFormat.Feed, file, dryRun: true);
        Assert.Equal((1, 3, 2, 0), dry.Counts());
        Assert.Empty((await portal.Admin.GetAsync("/v1/articles?state=all")).Ids());
        var outcome = await portal.ImportAsync(ForeignFormat.Feed, file);
        Assert.Equal((1, 3, 2, 0), outcome.Counts());
        Assert.Equal(["feed.xml:6: The picture gone.png is not here."], outcome.Notes.Select(note => $"{note}"));
        Assert.Equal((0, 0, 0, 0), (await portal.ImportAsync(ForeignFormat.Feed, file)).Counts());

        var article = await portal.FormerAsync("https://old.example.gov.cn/art/1.html");
        Assert.Equal("苏州召开大会 & 启动", article.Text("title"));
        Assert.Equal("2021-04-20T04:11:00+08:00", article.Text("publishedAt"));
        Assert.Equal("苏州要闻", article.GetProperty("category").Text("name"));
        Assert.Equal(("记者", "摘要在此"), (article.Text("author"), article.Text("summary")));
        Assert.Equal(["科技"], article.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("a.pdf", Assert.Single(article.GetProperty("attachments").EnumerateArray()).Text("fileName"));
        Assert.Matches("^<p>正文<img src=\"/v1/attachments/[0-9a-f-]{36}/content\" alt=\"图\"> <a href=\"/v1/attachments/[0-9a-f-]{36}/content\">文件</a> <img src=\"http://old.example.gov.cn/art/gone.png\"> </p>$", article.Text("body"));
        // A day without an hour is one of the site's zone.
        Assert.Equal("2021-04-21T00:00:00+08:00", (await portal.FormerAsync("http://old.example.gov.cn/art/2.html")).Text("publishedAt"));
    }

    [Theory, EachEngine]
    public async Task The_entries_of_an_Atom_file_come_in_below_a_category_that_is_here(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync(name: "新闻中心");
        var folder = portal.Folder(("atom.xml", Utf8(Atom)));

        var outcome = await portal.ImportAsync(ForeignFormat.Feed, Path.Combine(folder, "atom.xml"), new() { Categories = new(Create: true, category) });

        Assert.Equal((1, 0, 1, 0), outcome.Counts());
        Assert.Equal(["atom.xml:3: The enclosed file https://old.example.gov.cn/a.pdf is not here."], outcome.Notes.Select(note => $"{note}"));
        var article = await portal.FormerAsync("https://old.example.gov.cn/a/1");
        Assert.Equal(("甲 乙", "第一段 第二段 <", "<p>正文 <b>b</b></p>"), (article.Text("title"), article.Text("summary"), article.Text("body")));
        Assert.Equal(["新闻中心", "要闻"], article.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("name")));
    }

    [Theory, EachEngine]
    public async Task Each_broken_item_is_named_by_its_line_and_the_others_come_in_or_nothing_does(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var folder = portal.Folder(("broken.xml", Utf8(string.Join('\n',
            "<rss version=\"2.0\"><channel><title>t</title>",
            "<item><title>不闭合</title><link>http://a.example/1</link>", // 2
            "<item><title>好</title><link>http://a.example/2</link><description>文</description></item>",
            "<item><title>实体 &nbsp;</title><link>http://a.example/3</link></item>", // 4
            "<item>",
            "<title>错标签</titel><link>http://a.example/4</link></item>", // 6
            "<item><title>没有名字</title></item>", // 7
            "<item><title>日期</title><link>http://a.example/5</link><pubDate>昨天</pubDate></item>", // 8
            "<item><title></title><link>http://a.example/6</link></item>", // 9
            $"<item><title>太深</title><link>http://a.example/7</link>{string.Concat(Enumerable.Repeat("<x>", 101))}{string.Concat(Enumerable.Repeat("</x>", 101))}</item>", // 10
            "<item><title>也好</title><link>http://a.example/8</link><description>文</description></item>",
            "<item><title>切断"))));
        var file = Path.Combine(folder, "broken.xml");
        var settings = new ForeignSettings { Categories = new(Create: false, category) };

        await portal.LooksOnlyAsync(ForeignFormat.Feed, file, settings, articles: 2, [2, 4, 6, 7, 8, 9, 10, 12]);
        var stopped = await portal.ImportAsync(ForeignFormat.Feed, file, settings);
        Assert.Equal((0, 0, 0, 8), stopped.Counts());
        Assert.Equal([2, 4, 6, 7, 8, 9, 10, 12], stopped.Faults.Select(fault => fault.Line));
        Assert.All(stopped.Faults, fault => Assert.Equal("broken.xml", fault.File));
        Assert.Contains(stopped.Faults, fault => fault.Detail == "The date '昨天' cannot be read.");
        Assert.Empty((await portal.Admin.GetAsync("/v1/articles?state=all")).Ids());

        var skipped = await portal.ImportAsync(ForeignFormat.Feed, file, settings, skip: true);
        Assert.Equal((0, 0, 2, 8), skipped.Counts());
        await portal.FormerAsync("http://a.example/8");
    }

    [Fact]
    public async Task A_document_type_is_refused_and_nothing_that_it_names_is_read()
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        var category = await portal.CategoryAsync();
        var folder = portal.Folder(("secret.txt", Utf8("SECRET")));
        File.WriteAllText(Path.Combine(folder, "xxe.xml"),
            $"<!DOCTYPE rss [<!ENTITY x SYSTEM \"file://{folder}/secret.txt\"><!ENTITY y \"yyyy\">]>\n<rss><channel>\n<item><title>&x;</title><link>http://a.example/1</link></item>"
            + "\n<item><title>&y;</title><link>http://a.example/2</link></item></channel></rss>");

        var outcome = await portal.ImportAsync(ForeignFormat.Feed, Path.Combine(folder, "xxe.xml"), new() { Categories = new(Create: false, category) }, skip: true);

        Assert.Equal((0, 0, 0, 3), outcome.Counts());
        Assert.Equal([1, 3, 4], outcome.Faults.Select(fault => fault.Line));
        Assert.DoesNotContain(outcome.Faults, fault => fault.Detail.Contains("SECRET", StringComparison.Ordinal));
        Assert.DoesNotContain(await portal.RowsAsync(), row => row.Contains("SECRET", StringComparison.Ordinal));
    }

    private static byte[] Items(params string[] items) => Utf8($"<rss><channel>\n{string.Join('\n', items.Select(item => $"<item>{item}</item>"))}</channel></rss>");

    [Theory, EachEngine]
    public async Task What_no_line_shows_is_a_blank_and_a_text_that_cannot_be_read_costs_its_item(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var deep = string.Concat(Enumerable.Repeat("&lt;b&gt;", 300));
        var folder = portal.Folder(
            ("feed.xml", Items(
                "<title>题&amp;#0;&amp;#7;目</title><link>http://a.example/1</link><description>&amp;#0;</description>",
                $"<title>{deep}</title><link>http://a.example/2</link>",
                "<title>无</title><guid>no link</guid><description>&lt;img src='p.png'&gt;&lt;img src='../p.png'&gt;</description>")),
            ("p.png", SampleImages.Png(3, 2)));

        var outcome = await portal.ImportAsync(ForeignFormat.Feed, Path.Combine(folder, "feed.xml"), new() { Categories = new(Create: false, category) }, skip: true);

        Assert.Equal((0, 1, 2, 1), outcome.Counts());
        Assert.Equal(3, Assert.Single(outcome.Faults).Line);
        Assert.Equal(["feed.xml:4: The picture ../p.png is not here."], outcome.Notes.Select(note => $"{note}"));
        Assert.Equal("题 目", (await portal.FormerAsync("http://a.example/1")).Text("title"));
    }

    [Fact]
    public async Task Two_items_of_one_name_are_not_taken_for_one()
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        var category = await portal.CategoryAsync();
        var folder = portal.Folder(("feed.xml", Items("<title>甲</title><guid>x</guid>", "<title>乙</title><guid>x</guid>")));
        var (file, settings) = (Path.Combine(folder, "feed.xml"), new ForeignSettings { Categories = new(Create: false, category) });

        Assert.Equal((0, 0, 0, 1), (await portal.ImportAsync(ForeignFormat.Feed, file, settings)).Counts());
        var skipped = await portal.ImportAsync(ForeignFormat.Feed, file, settings, skip: true);
        Assert.Equal((0, 0, 1, 1), skipped.Counts());
        Assert.StartsWith("feed.xml:3: The article at feed.xml:2 has the same name", Assert.Single(skipped.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_that_was_renamed_since_is_still_that_of_its_section()
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        string Item(int number) => $"<title>第{number}条</title><link>http://a.example/{number}</link><category>要闻</category>";
        var file = Path.Combine(portal.Folder(("feed.xml", Items(Item(1)))), "feed.xml");
        Assert.Equal((1, 0, 1, 0), (await portal.ImportAsync(ForeignFormat.Feed, file)).Counts());
        var slug = (await portal.FormerAsync("http://a.example/1")).GetProperty("category").Text("slug");
        (await portal.Admin.PatchAsync($"/v1/categories/{slug}", new { name = "头条" }, "*")).Expect(System.Net.HttpStatusCode.OK);
        await File.WriteAllBytesAsync(file, Items(Item(1), Item(2)));

        Assert.Equal((0, 0, 1, 0), (await portal.ImportAsync(ForeignFormat.Feed, file)).Counts());

        Assert.Equal("头条", (await portal.FormerAsync("http://a.example/2")).GetProperty("category").Text("name"));
    }

    [Theory]
    [InlineData(null, "gb18030", 0)]
    [InlineData("utf-8", "gb18030", 0)] // a wrong one
    [InlineData("utf-16", "utf-8", 0)] // as it is written where a string was meant
    [InlineData("gb2312", "gb18030", 0)]
    [InlineData(null, "neither", 1)]
    public async Task A_feed_is_read_whatever_it_says_its_bytes_are_and_nothing_is_stored_of_an_item_with_lost_ones(string? label, string encoding, int refused)
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        var category = await portal.CategoryAsync();
        var text = (label is null ? "" : $"<?xml version=\"1.0\" encoding=\"{label}\"?>")
            + "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:id>1</a:id><a:title>苏州市要闻</a:title><a:link href=\"http://a.example/1\"/></a:entry>\n<a:entry><a:id>2</a:id><a:title>?</a:title></a:entry></a:feed>";
        var bytes = encoding == "gb18030" ? Gb18030.GetBytes(text) : Utf8(text);
        var file = Path.Combine(portal.Folder(("feed.xml", refused == 0 ? bytes : [.. bytes.Select(one => one == '?' ? (byte)0xFF : one)])), "feed.xml");

        var outcome = await portal.ImportAsync(ForeignFormat.Feed, file, new() { Categories = new(Create: false, category) }, skip: true);

        Assert.Equal((0, 0, 2 - refused, refused), outcome.Counts());
        Assert.Equal("苏州市要闻", (await portal.FormerAsync("http://a.example/1")).Text("title"));
    }

    [Theory]
    [InlineData("<urlset><url/></urlset>")]
    [InlineData("<rss><channel/></rss>")]
    public async Task A_file_without_any_item_is_no_success(string text)
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        var folder = portal.Folder(("feed.xml", Utf8(text)));

        var outcome = await portal.ImportAsync(ForeignFormat.Feed, Path.Combine(folder, "feed.xml"));

        Assert.Equal(["feed.xml:1: It holds no item or entry: it is neither a feed nor an export of WordPress."], outcome.Faults.Select(fault => $"{fault}"));
        Assert.Equal(1, outcome.Refused);
    }

    [Fact]
    public async Task Without_a_category_it_is_said_what_could_be_done()
    {
        // On one engine: this is about what is said; categories are looked for on both.
        await using var portal = new Portal(Engine.Sqlite);
        var folder = portal.Folder(("feed.xml", Gb18030.GetBytes(Rss)));

        var outcome = await portal.ImportAsync(ForeignFormat.Feed, Path.Combine(folder, "feed.xml"), new() { Categories = new(Create: false, Standard: null) });

        Assert.Equal(2, outcome.Refused);
        Assert.All(outcome.Faults, fault => Assert.Equal("No category is called '苏州要闻': --create-categories makes it, --category names one for all.", fault.Detail));
        await Assert.ThrowsAsync<HeadlessCms.Platform.RefusedException>(() =>
            portal.ImportAsync(ForeignFormat.Feed, Path.Combine(folder, "feed.xml"), new() { Categories = new(Create: false, "nowhere") }));
    }
}
