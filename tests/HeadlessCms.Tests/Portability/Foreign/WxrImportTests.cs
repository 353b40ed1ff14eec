using System.Net;
using HeadlessCms.Portability.Foreign;
using HeadlessCms.Tests.Support;
using Xunit;
using static HeadlessCms.Tests.Portability.Foreign.ForeignImports;

namespace HeadlessCms.Tests.Portability.Foreign;

public sealed class WxrImportTests
{
    private const string Head = """
        <?xml version="1.0" encoding="UTF-8" ?>
        <!-- generator="WordPress/6.5" -->
        <rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
        <channel>
          <title>旧站</title><link>https://old.example.com</link><wp:wxr_version>1.2</wp:wxr_version>
          <wp:author><wp:author_login><![CDATA[wang]]></wp:author_login><wp:author_display_name><![CDATA[王亭川]]></wp:author_display_name></wp:author>
          <wp:category><wp:category_nicename>news</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[新闻]]></wp:cat_name></wp:category>
          <wp:category><wp:category_nicename>suzhou</wp:category_nicename><wp:category_parent>news</wp:category_parent><wp:cat_name><![CDATA[苏州要闻]]></wp:cat_name></wp:category>

        """;

    private const string Uploads = "https://old.example.com/wp-content/uploads/2021/04";

    private static string Post(int id, string status, string more = "", string content = "<p>正文</p>", string type = "post") => $"""
        <item><title>第{id}篇</title><link>https://old.example.com/?p={id}</link><guid isPermaLink="false">https://old.example.com/?p={id}</guid>
        <dc:creator><![CDATA[wang]]></dc:creator><content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[摘要]]></excerpt:encoded>
        <wp:post_id>{id}</wp:post_id><wp:post_date>2021-04-20 04:11:00</wp:post_date><wp:post_date_gmt>2021-04-19 20:11:00</wp:post_date_gmt>
        <wp:status>{status}</wp:status><wp:post_type>{type}</wp:post_type><category domain="category" nicename="suzhou"><![CDATA[苏州要闻]]></category>{more}</item>

        """;

    private static string File(int id, string name) => $"""
        <item><title>{name}</title><guid>{Uploads}/{name}</guid><excerpt:encoded><![CDATA[图注]]></excerpt:encoded><wp:post_id>{id}</wp:post_id><wp:status>inherit</wp:status>
        <wp:post_type>attachment</wp:post_type><wp:attachment_url>{Uploads}/{name}</wp:attachment_url>
        <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value><![CDATA[会场]]></wp:meta_value></wp:postmeta></item>

        """;

    private static string Meta(string key, string value) => $"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>";

    [Theory, EachEngine]
    public async Task Posts_come_in_with_sections_authors_files_and_counts_and_a_second_time_nothing(Engine engine)
    {
        await using var portal = new Portal(engine);
        var wxr = Head
            + Post(1, "publish",
                "<wp:post_name>first-post</wp:post_name><wp:is_sticky>1</wp:is_sticky><category domain=\"post_tag\" nicename=\"x\"><![CDATA[科技]]></category>"
                + "<category domain=\"category\" nicename=\"news\"><![CDATA[新闻]]></category>" + Meta("_thumbnail_id", "9") + Meta("views", "1024"),
                $"第一段\n第二行\n\n<h2>题</h2>\n\n[caption id=\"a\" width=\"300\"]<img src=\"{Uploads}/p-300x200.png\" srcset=\"x 1x\" alt=\"图\"> 说明[/caption]\n\n<a href=\"{Uploads}/b.pdf\">文件</a> <img src=\"{Uploads}/gone.png\">")
            + File(9, "p.png") + File(10, "gone.png")
            + Post(2, "publish", type: "nav_menu_item");
        var folder = portal.Folder(
            ("old.xml", Utf8(wxr + "</channel></rss>")), ("uploads/2021/04/p.png", SampleImages.Png(3, 2)), ("uploads/2021/04/p-300x200.png", SampleImages.Png(2, 2)),
            ("uploads/2021/04/b.pdf", SampleFiles.Pdf()), ("gone.png", SampleImages.Png(1, 1)));
        var file = Path.Combine(folder, "old.xml");

        var outcome = await portal.ImportAsync(ForeignFormat.Wxr, file);

        Assert.Equal((2, 2, 1, 0), outcome.Counts());
        Assert.Equal(
            [
                $"old.xml:23: The file {Uploads}/gone.png is not here: lay it beside, in its folders below 'uploads'.", $"old.xml:9: The picture {Uploads}/gone.png is not here.",
                "old.xml:26: Items of type 'nav_menu_item' are left out.",
            ],
            outcome.Notes.Select(note => $"{note}"));
        var article = (await portal.Anonymous.GetAsync("/v1/articles/first-post?include=views")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("第1篇", "王亭川", "摘要"), (article.Text("title"), article.Text("author"), article.Text("summary")));
        Assert.Equal("2021-04-20T04:11:00+08:00", article.Text("publishedAt"));
        Assert.Equal(["新闻", "苏州要闻"], article.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("name")));
        Assert.Equal(["news", "suzhou"], article.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("slug")));
        Assert.Equal("news", Assert.Single(article.GetProperty("alsoIn").EnumerateArray()).Text("slug"));
        Assert.Equal((1024, true), (article.GetProperty("views").GetInt32(), article.GetProperty("featured").GetBoolean()));
        Assert.Equal(("会场", "图注", 3), (article.GetProperty("cover").Text("alt"), article.GetProperty("cover").Text("caption"), article.GetProperty("cover").GetProperty("width").GetInt32()));
        Assert.Matches(
            "^<p>第一段<br>第二行</p>\n<h2>题</h2>\n<figure><img src=\"/v1/attachments/[0-9a-f-]{36}/content\" alt=\"图\"><figcaption>说明</figcaption></figure>\n"
            + $"<p><a href=\"/v1/attachments/[0-9a-f-]{{36}}/content\">文件</a> <img src=\"{Uploads}/gone.png\"></p>\n$", article.Text("body"));
        Assert.Equal(article.Text("id"), (await portal.FormerAsync("http://old.example.com/?p=1")).Text("id"));
        Assert.Equal((0, 0, 0, 0), (await portal.ImportAsync(ForeignFormat.Wxr, file)).Counts());
    }

    [Theory, EachEngine]
    public async Task Only_what_everybody_could_read_is_public(Engine engine)
    {
        await using var portal = new Portal(engine);
        var wxr = Head + Post(1, "publish") + Post(2, "draft") + Post(3, "pending") + Post(4, "private") + Post(5, "trash") + Post(6, "auto-draft")
            + Post(7, "publish", "<wp:post_password>geheim</wp:post_password>") + Post(8, "future").Replace("2021-04-19", "2999-04-19", StringComparison.Ordinal) + Post(9, "publish", type: "page");
        var folder = portal.Folder(("old.xml", Utf8(wxr + "</channel></rss>")));

        Assert.Equal((2, 0, 7, 0), (await portal.ImportAsync(ForeignFormat.Wxr, Path.Combine(folder, "old.xml"))).Counts());

        async Task<string[]> TitlesAsync(Api caller, string query) =>
            [.. (await caller.GetAsync($"/v1/articles?limit=100{query}")).Json.GetProperty("items").EnumerateArray().Select(item => item.Text("title")!).Order(StringComparer.Ordinal)];
        Assert.Equal(["第1篇", "第9篇"], await TitlesAsync(portal.Anonymous, ""));
        Assert.Equal(["第2篇", "第3篇", "第4篇", "第7篇"], await TitlesAsync(portal.Admin, "&state=draft"));
        Assert.Equal(["第8篇"], await TitlesAsync(portal.Admin, "&state=scheduled"));
    }

    [Theory, EachEngine]
    public async Task A_slug_that_another_article_has_is_no_reason_to_leave_a_post_out(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.PublishedAsync(new { slug = "first-post", title = "别的", categoryId = await portal.CategoryAsync(), body = "<p>文</p>" });
        var folder = portal.Folder(("old.xml", Utf8(Head + Post(1, "publish", "<wp:post_name>first-post</wp:post_name>") + Post(2, "publish", "<wp:post_name>%e6%96%b0</wp:post_name>") + "</channel></rss>")));

        Assert.Equal(2, (await portal.ImportAsync(ForeignFormat.Wxr, Path.Combine(folder, "old.xml"))).Articles);

        Assert.Equal("first-post-2", (await portal.FormerAsync("https://old.example.com/?p=1")).Text("slug"));
        Assert.Equal("di-2-pian", (await portal.FormerAsync("https://old.example.com/?p=2")).Text("slug"));
        Assert.Equal(0, (await portal.ImportAsync(ForeignFormat.Wxr, Path.Combine(folder, "old.xml"))).Articles);
    }

    [Theory]
    [InlineData("sports-news", "top-news")]
    [InlineData("top-news", "sports-news")]
    public async Task Two_sections_of_one_name_are_kept_apart_whichever_comes_first(string first, string second)
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        string Section(string slug, string parent, string name) => $"<wp:category><wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{name}</wp:cat_name></wp:category>";
        string In(string slug, int id) => Post(id, "publish").Replace("nicename=\"suzhou\"><![CDATA[苏州要闻]]>", $"nicename=\"{slug}\">快讯", StringComparison.Ordinal);
        var wxr = Head + Section("sports", "", "体育") + Section("sports-news", "sports", "快讯") + Section("top-news", "", "快讯") + In(first, 1) + In(second, 2);
        var file = Path.Combine(portal.Folder(("old.xml", Utf8(wxr + "</channel></rss>"))), "old.xml");

        Assert.Equal((3, 0, 2, 0), (await portal.ImportAsync(ForeignFormat.Wxr, file)).Counts());

        Assert.Equal(first, (await portal.FormerAsync("https://old.example.com/?p=1")).GetProperty("category").Text("slug"));
        Assert.Equal(second, (await portal.FormerAsync("https://old.example.com/?p=2")).GetProperty("category").Text("slug"));
    }

    [Fact]
    public async Task Two_posts_of_one_name_a_caption_that_cannot_be_read_and_a_time_that_is_over_are_said()
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        var deep = string.Concat(Enumerable.Repeat("<b>", 300));
        var wxr = Head + File(9, "p.png").Replace("图注", deep, StringComparison.Ordinal) + Post(1, "publish") + Post(1, "publish") + Post(2, "future");
        var folder = portal.Folder(("old.xml", Utf8(wxr + "</channel></rss>")), ("uploads/2021/04/p.png", SampleImages.Png(3, 2)));

        var outcome = await portal.ImportAsync(ForeignFormat.Wxr, Path.Combine(folder, "old.xml"), skip: true);

        Assert.Equal((2, 0, 2, 2), outcome.Counts());
        Assert.Equal([9, 16], outcome.Faults.Select(fault => fault.Line));
        Assert.EndsWith("The article at old.xml:12 has the same name: its guid, id or address, of a page the canonical one.", outcome.Faults[1].ToString(), StringComparison.Ordinal);
        Assert.Contains(outcome.Notes, note => note.Detail == "Its time to be published, 2021-04-20 04:11:00, is over: it becomes public at once.");
    }

    [Theory, EachEngine]
    public async Task A_broken_post_is_named_once_by_its_line_and_the_rest_goes_on_or_nothing_is_kept(Engine engine)
    {
        await using var portal = new Portal(engine);
        var wxr = Head + Post(1, "publish") + Post(2, "publish", "<wp:x>\u000B</wp:x>") + Post(3, "publish", content: "]]>&<![CDATA[") + Post(4, "publish");
        var file = Path.Combine(portal.Folder(("old.xml", Utf8(wxr + "</channel></rss>"))), "old.xml");

        await portal.LooksOnlyAsync(ForeignFormat.Wxr, file, Creating, articles: 2, [16, 18]);
        var before = await portal.RowsAsync();
        var stopped = await portal.ImportAsync(ForeignFormat.Wxr, file);
        Assert.Equal((0, 0, 0, 2), stopped.Counts());
        Assert.Equal([16, 18], stopped.Faults.Select(fault => fault.Line));
        Assert.Empty(StoredData.Difference(before, await portal.RowsAsync()));

        var outcome = await portal.ImportAsync(ForeignFormat.Wxr, file, skip: true);
        Assert.Equal((2, 0, 2, 2), outcome.Counts());
        Assert.Equal([16, 18], outcome.Faults.Select(fault => fault.Line));
    }
}
