using HeadlessCms.Platform.Text;
using HeadlessCms.Portability.Foreign;
using HeadlessCms.Tests.Support;
using Xunit;
using static HeadlessCms.Tests.Portability.Foreign.ForeignImports;

namespace HeadlessCms.Tests.Portability.Foreign;

public sealed class PageImportTests
{
    private static string Page(string charset, string body, string labels = "", string title = "苏州召开大会") => $"""
        <!DOCTYPE html>
        <!-- saved from url=(0042)http://old.example.gov.cn/art/2021/4/20/saved.html -->
        <html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
        <title>页面</title>
        <meta name="ArticleTitle" content="{title}">
        <meta name="pubdate" content="2021-04-20 04:11">
        <meta name="ContentSource" content="来源：苏州日报">
        <meta name="ColumnName" content="新闻中心&gt;苏州要闻">
        <meta name="Keywords" content="科技;创新，科技">
        <meta name="Author" content="记者"><meta name="Description" content="摘要">{labels}
        </head><body><div>浏览次数： <span>1024</span> 次</div>
        <div class="TRS_Editor">{body}<p>点击量：9</p></div></body></html>
        """;

    [Theory, EachEngine]
    public async Task A_folder_of_saved_pages_comes_in_with_its_labels_pictures_documents_and_counts_and_a_second_time_nothing(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = portal.Folder(
            ("index.html", Utf8("<html><head><meta name=ColumnName content=首页></head><body>列表</body></html>")),
            ("art/1.html", Gb18030.GetBytes(Page(
                "gb2312",
                "<p>正文，㐂<img src='./1_files/p.png' alt='会场'><a href='../doc/%D7%A2.pdf'>附</a><a href='../doc/通知.pdf?v=1'>附件</a><a href='2.html'>下一篇</a><img src='http://old.example.gov.cn/images/q.png'><img src='http://other.example/images/q.png'></p>",
                "<meta name='Image' content='/images/q.png'>"))),
            ("art/1_files/p.png", SampleImages.Png(3, 2)), ("images/q.png", SampleImages.Png(4, 2)), ("doc/通知.pdf", SampleFiles.Pdf()));

        Assert.Equal((2, 3, 1, 0), (await portal.ImportAsync(ForeignFormat.Pages, folder, dryRun: true)).Counts());
        var outcome = await portal.ImportAsync(ForeignFormat.Pages, folder);

        Assert.Equal((2, 3, 1, 0), outcome.Counts());
        Assert.Equal(
            ["art/1.html:1: The document ../doc/%D7%A2.pdf is not here: the link still leads to the old site.", "art/1.html:1: The picture http://other.example/images/q.png is not here.", "index.html:1: It is left out: it has neither of the labels ArticleTitle and PubDate of an article."],
            outcome.Notes.Select(note => $"{note}").Order(StringComparer.Ordinal));
        var article = await portal.FormerAsync("https://old.example.gov.cn/art/2021/4/20/saved.html");
        Assert.Equal(("苏州召开大会", "苏州日报", "记者", "摘要"), (article.Text("title"), article.GetProperty("source").Text("name"), article.Text("author"), article.Text("summary")));
        Assert.Equal("2021-04-20T04:11:00+08:00", article.Text("publishedAt"));
        Assert.Equal(["新闻中心", "苏州要闻"], article.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("name")));
        Assert.Equal(["科技", "创新"], article.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(4, article.GetProperty("cover").GetProperty("width").GetInt32());
        Assert.Matches(
            "^<p>正文，㐂<img src=\"/v1/attachments/[0-9a-f-]{36}/content\" alt=\"会场\"><a href=\"http://old.example.gov.cn/art/2021/4/doc/%D7%A2.pdf\">附</a><a href=\"/v1/attachments/[0-9a-f-]{36}/content\">附件</a>"
            + "<a href=\"http://old.example.gov.cn/art/2021/4/20/2.html\">下一篇</a><img src=\"/v1/attachments/[0-9a-f-]{36}/content\"><img src=\"http://other.example/images/q.png\"></p>", article.Text("body"));
        Assert.Equal(1024, (await portal.Anonymous.GetAsync($"/v1/articles/{article.Text("id")}/views")).Json.GetProperty("views").GetInt32());
        Assert.Equal((0, 0, 0, 0), (await portal.ImportAsync(ForeignFormat.Pages, folder)).Counts());
    }

    [Theory]
    [InlineData("gb2312", "gb18030")] // as most pages of those years: labelled by the smaller one
    [InlineData("GBK", "gb18030")]
    [InlineData("utf-8", "utf-8")]
    [InlineData("", "gb18030")] // no label at all
    [InlineData("", "utf-8")]
    [InlineData("utf-8", "gb18030")] // a wrong one
    [InlineData("nonsense", "utf-8")]
    [InlineData("utf-16", "utf-8")]
    public void Pages_are_read_whatever_they_say_their_bytes_are(string label, string encoding)
    {
        var text = (label.Length > 0 ? $"<meta charset=\"{label}\">" : "") + "<p>苏州㐂𠮷，要闻</p>";
        var bytes = encoding == "gb18030" ? Gb18030.GetBytes(text) : Utf8(text);

        Assert.Equal(text, PageText.Read(bytes));
        Assert.Equal(text, PageText.Read([0xEF, 0xBB, 0xBF, .. Utf8(text)]));
        Assert.Equal(text, PageText.Read([0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(text)]));
        Assert.Null(PageText.Read([.. Utf8("<p>"), 0xFF, 0xFF, 0x80]));
    }

    [Theory]
    [InlineData("浏览次数：1,234", 1234)]
    [InlineData("阅读量 12，345，678次", 12345678)]
    [InlineData("点击量：1024,2021年", 1024)]
    [InlineData("浏览次数：20，3000字", 20)]
    [InlineData("访问量：999999999999", 999999999999)]
    [InlineData("浏览次数：次", 0)]
    public void A_count_of_hits_is_read_with_and_without_marks_between_thousands(string text, long views)
    {
        using var document = HtmlTree.Parse($"<div>{text}</div>");

        Assert.Equal(views, new SavedPage(document).ViewsBeside(null));
    }

    [Theory]
    [InlineData("gb2312", "<title>苏州</title>")]
    [InlineData("GBK", "<p>要闻：会</p>")]
    public void A_label_of_before_over_bytes_that_are_UTF8_is_not_believed(string label, string text)
    {
        var page = $"<meta charset=\"{label}\">{text}";

        Assert.Equal(page, PageText.Read(Utf8(page)));
        Assert.Equal(page, PageText.Read(Gb18030.GetBytes(page)));
    }

    [Fact]
    public void A_word_that_could_be_read_both_ways_is_what_its_page_says()
    {
        var page = "<meta charset=\"gb2312\"><p>谩</p>"; // its two bytes in GB2312 are a letter of Latin in UTF-8

        Assert.Equal(page, PageText.Read(Gb18030.GetBytes(page)));
    }

    [Theory, EachEngine]
    public async Task An_article_for_which_no_slug_is_free_is_named_and_the_others_come_in(Engine engine)
    {
        await using var elsewhere = new Portal(engine);
        await using var portal = new Portal(engine);
        var folder = portal.Folder(("1.html", Utf8(Page("utf-8", "<p>文</p>"))));
        await elsewhere.ImportAsync(ForeignFormat.Pages, folder);
        var article = await elsewhere.FormerAsync("http://old.example.gov.cn/art/2021/4/20/saved.html");
        var (id, slug) = (article.Text("id")!, article.Text("slug")!); // the same wherever it comes in
        var other = Guid.Parse(await portal.PublishedAsync(new { title = "别的", body = "<p>文</p>", categoryId = await portal.CategoryAsync() }));
        await portal.Database.WriteAsync(async session =>
        {
            foreach (var taken in Enumerable.Range(2, 98).Select(n => $"{slug}-{n}").Append(slug).Append($"{slug}-{id.Replace("-", "", StringComparison.Ordinal)[^12..]}"))
            {
                await session.ExecuteAsync(
                    "INSERT INTO article_slugs (slug, article_id, was_public) VALUES (@taken, @other, TRUE)", new { taken, other }, CancellationToken.None);
            }
            return 0;
        }, CancellationToken.None);

        var outcome = await portal.ImportAsync(ForeignFormat.Pages, folder, skip: true);

        Assert.Equal((2, 0, 0, 1), outcome.Counts());
        Assert.Contains("slug", Assert.Single(outcome.Faults).Detail, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task Each_page_that_cannot_come_in_is_named_and_the_others_do_or_nothing_does(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.CategoryAsync(name: "苏州要闻");
        string Own(string name, string body = "<p>文</p>") => Page("utf-8", body).Replace("saved.html", name, StringComparison.Ordinal).Replace("新闻中心&gt;", "", StringComparison.Ordinal);
        var folder = portal.Folder(
            ("a.html", [.. Utf8("<p>"), 0xFF, 0xFF, 0x80]),
            ("b.html", Utf8(Own("b").Replace("2021-04-20 04:11", "去年", StringComparison.Ordinal))),
            ("c.html", Utf8(Own("c").Replace("TRS_Editor", "elsewhere", StringComparison.Ordinal))),
            ("d.html", Utf8(Own("d").Replace("苏州要闻", "没有", StringComparison.Ordinal))),
            ("e.html", Utf8(Own("e", string.Concat(Enumerable.Repeat("<div>", 300))))),
            ("f.html", Utf8(Own("f").Replace("苏州召开大会", new string('长', 201), StringComparison.Ordinal))),
            ("g.html", Utf8(Own("g", "<img src='bad.png'><img src='../../etc/passwd'><img src='link.png'><a href='in/x.pdf'>附</a>"))),
            ("bad.png", Utf8("<html>404</html>")), ("x.pdf", SampleFiles.Pdf()));
        var outside = Path.Combine(portal.DataDirectory, "outside");
        Directory.CreateDirectory(outside);
        await File.WriteAllBytesAsync(Path.Combine(outside, "x.pdf"), SampleFiles.Pdf());
        await File.WriteAllBytesAsync(Path.Combine(outside, "p.png"), SampleImages.Png(3, 2));
        await File.WriteAllTextAsync(Path.Combine(outside, "h.html"), Own("h"));
        File.CreateSymbolicLink(Path.Combine(folder, "link.png"), Path.Combine(outside, "p.png"));
        File.CreateSymbolicLink(Path.Combine(folder, "h.html"), Path.Combine(outside, "h.html"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "in"), outside);
        var settings = new ForeignSettings { Categories = new(Create: false, Standard: null) };

        await portal.LooksOnlyAsync(ForeignFormat.Pages, folder, settings, articles: 1, [1, 1, 1, 1, 1, 1]);
        var stopped = await portal.ImportAsync(ForeignFormat.Pages, folder, settings);
        Assert.Equal((0, 0, 0, 6), stopped.Counts());
        Assert.Equal(["a.html", "b.html", "c.html", "d.html", "e.html", "f.html"], stopped.Faults.Select(fault => fault.File));
        Assert.Empty((await portal.Admin.GetAsync("/v1/articles?state=all")).Ids());

        var skipped = await portal.ImportAsync(ForeignFormat.Pages, folder, settings, skip: true);
        Assert.Equal((0, 0, 1, 6), skipped.Counts());
        Assert.StartsWith("<img src=\"http://old.example.gov.cn/art/2021/4/20/bad.png\">", (await portal.FormerAsync("http://old.example.gov.cn/art/2021/4/20/g")).Text("body"), StringComparison.Ordinal);
        Assert.Contains(skipped.Notes, note => note.Detail.StartsWith("The file bad.png is left out: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_pages_that_say_the_same_address_are_not_taken_for_one_and_one_of_a_name_finds_what_was_here()
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        await portal.CategoryAsync(await portal.CategoryAsync(name: "门户"), name: "新闻中心");
        string Home(string title) => Page("utf-8", "<p>文</p>", "<link rel='canonical' href='http://old.example.gov.cn/'>", title);
        var folder = portal.Folder(("a.html", Utf8(Home("甲"))), ("b.html", Utf8(Home("乙"))));

        var outcome = await portal.ImportAsync(ForeignFormat.Pages, folder, skip: true);

        Assert.Equal((1, 0, 1, 1), outcome.Counts());
        Assert.Equal(["b.html:1: The article at a.html:1 has the same name: its guid, id or address, of a page the canonical one."], outcome.Faults.Select(fault => $"{fault}"));
        Assert.Equal(["门户", "新闻中心", "苏州要闻"], (await portal.FormerAsync("http://old.example.gov.cn/")).GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("name")));
        Assert.Equal((0, 0, 0, 1), (await portal.ImportAsync(ForeignFormat.Pages, folder, skip: true)).Counts());
    }

    [Fact]
    public async Task A_page_is_known_by_its_canonical_address_then_the_one_saved_then_its_place_below_the_base()
    {
        // On one engine: this is about what is read; how it is stored is tried on both.
        await using var portal = new Portal(Engine.Sqlite);
        var unsaved = Page("utf-8", "<p>文</p>").Replace("saved from", "made by", StringComparison.Ordinal);
        var folder = portal.Folder(
            ("a.html", Utf8(Page("utf-8", "<p>文</p>", "<link rel='canonical' href='http://old.example.gov.cn/canonical'>"))),
            ("b/新 1.html", Utf8(unsaved)), ("c.html", Utf8(unsaved.Replace("TRS_Editor", "mine\" data-x=\"TRS_Editor", StringComparison.Ordinal))));

        var outcome = await portal.ImportAsync(
            ForeignFormat.Pages, folder, ForeignImports.Creating with { BaseUrl = new("http://old.example.gov.cn/top/"), BodySelector = ".TRS_Editor, .mine" });

        Assert.Equal(3, outcome.Articles);
        await portal.FormerAsync("http://old.example.gov.cn/canonical");
        await portal.FormerAsync("http://old.example.gov.cn/top/b/%E6%96%B0%201.html");
        await portal.FormerAsync("http://old.example.gov.cn/top/c.html");
        await Assert.ThrowsAsync<HeadlessCms.Platform.RefusedException>(() => portal.ImportAsync(ForeignFormat.Pages, folder, ForeignImports.Creating with { BodySelector = "<" }));
    }
}
