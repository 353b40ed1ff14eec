using System.Net;
using System.Xml.Linq;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What feeds show, in every format.</summary>
public sealed class FeedTests(Portals portals)
{
    private const string Base = "https://api.example.org";

    [Theory, EachEngine]
    public async Task Every_format_shows_what_is_public_newest_first_and_holds_to_its_rules(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:PublicUrl"] = Base });
        var parent = await portal.CategoryAsync();
        var child = await portal.CategoryAsync(parent);
        await ArticleAsync(portal, parent, "旧", "2021-04-19T04:11:00+08:00", pinnedUntil: "2999-01-01T00:00:00Z");
        await ArticleAsync(portal, child, "新", "2021-04-20T04:11:00+08:00");
        await ArticleAsync(portal, await portal.CategoryAsync(), "他", "2021-04-21T04:11:00+08:00");
        var gone = await ArticleAsync(portal, child, "撤", "2021-04-22T04:11:00+08:00");
        await portal.Admin.PostAsync($"/v1/articles/{gone}/withdraw", new { reason = "legal" });
        await portal.DraftAsync(new { title = "稿", body = "<p>文</p>", categoryId = child });

        foreach (var query in (string[])["", $"?category={parent}", $"?category={parent}&full=true&limit=50", "?tag=%E7%A7%91%E6%8A%80&locale=zh-CN"])
        {
            var rss = (await portal.Anonymous.GetAsync($"/v1/feeds/rss.xml{query}", ("Host", "evil.example"))).Expect(HttpStatusCode.OK);
            var atom = (await portal.Anonymous.GetAsync($"/v1/feeds/atom.xml{query}", ("Host", "evil.example"))).Expect(HttpStatusCode.OK);
            var json = (await portal.Anonymous.GetAsync($"/v1/feeds/feed.json{query}", ("Host", "evil.example"))).Expect(HttpStatusCode.OK);

            string[] expected = query.Contains("category", StringComparison.Ordinal) ? ["新", "旧"] : ["他", "新", "旧"];
            Assert.Equal(("application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8"), (rss.Headers["Content-Type"], atom.Headers["Content-Type"], json.Headers["Content-Type"]));
            Assert.Empty(FeedRules.OfRss(FeedRules.Read(rss), $"{Base}/v1/feeds/rss.xml{query}"));
            Assert.Empty(FeedRules.OfAtom(FeedRules.Read(atom), $"{Base}/v1/feeds/atom.xml{query}"));
            Assert.Empty(JsonFeedRules.Of(json.Json, $"{Base}/v1/feeds/feed.json{query}"));
            Assert.Equal(expected, FeedRules.Read(rss).Descendants("item").Select(item => item.Element("title")!.Value));
            Assert.Equal(expected, FeedRules.Titles(FeedRules.Read(atom)));
            Assert.Equal(expected, json.Json.GetProperty("items").EnumerateArray().Select(item => item.Text("title")!));
            foreach (var feed in (Answer[])[rss, atom, json])
            {
                Assert.DoesNotContain("evil.example", feed.Text, StringComparison.Ordinal);
                Assert.Contains($"<{Base}/v1/feeds/", feed.Headers["Link"], StringComparison.Ordinal);
                Assert.Equal(query.Contains("full", StringComparison.Ordinal), feed.Text.Contains("长文", StringComparison.Ordinal));
            }
        }
    }

    [Theory, EachEngine]
    public async Task A_tag_and_a_language_leave_all_others_out(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        foreach (var (title, locale, tags) in new (string, string?, string[])[]
        {
            ("科", null, ["科技"]), ("技", "en", ["科技", "文化"]), ("文", "en", ["文化"]), ("无", null, []),
        })
        {
            await portal.PublishedAsync(new { title, body = "<p>文</p>", categoryId = category, locale, tags });
        }

        foreach (var (query, expected) in new (string, string[])[]
        {
            ("tag=%E7%A7%91%E6%8A%80", ["技", "科"]), ("tag=%E6%96%87%E5%8C%96", ["技", "文"]), ("locale=en", ["技", "文"]), ("locale=zh-CN", ["无", "科"]),
            ("tag=%E7%A7%91%E6%8A%80&locale=en", ["技"]), ($"category={category}&tag=%E6%96%87%E5%8C%96&locale=zh-CN", []), ("tag=nothing", []),
        })
        {
            foreach (var format in (string[])["rss.xml", "atom.xml"])
            {
                var feed = FeedRules.Read((await portal.Anonymous.GetAsync($"/v1/feeds/{format}?{query}")).Expect(HttpStatusCode.OK));
                Assert.Equal(expected.Order(), FeedRules.Titles(feed).Order());
            }
            var json = (await portal.Anonymous.GetAsync($"/v1/feeds/feed.json?{query}")).Expect(HttpStatusCode.OK).Json;
            Assert.Equal(expected.Order(), json.GetProperty("items").EnumerateArray().Select(item => item.Text("title")).Order());
        }
    }

    [Theory, EachEngine]
    public async Task An_entry_keeps_its_id_when_title_slug_and_category_change_and_says_when_it_changed(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var (from, to) = (await portal.CategoryAsync(category), await portal.CategoryAsync(category));
        var id = await ArticleAsync(portal, from, "原题", "2021-04-20T04:11:00+08:00");
        var before = await EntryAsync(portal, category);

        await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "新题", slug = Samples.Name("moved"), categoryId = to }, "*");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);

        var after = await EntryAsync(portal, category);
        Assert.Equal("新题", after.Element(FeedRules.Atom + "title")!.Value);
        Assert.Equal(to, after.Elements(FeedRules.Atom + "category").First().Attribute("term")!.Value);
        Assert.Equal(before.Element(FeedRules.Atom + "id")!.Value, after.Element(FeedRules.Atom + "id")!.Value);
        Assert.Equal("2021-04-20T04:11:00+08:00", after.Element(FeedRules.Atom + "published")!.Value);
        Assert.NotEqual(before.Element(FeedRules.Atom + "updated")!.Value, after.Element(FeedRules.Atom + "updated")!.Value);
    }

    [Theory, EachEngine]
    public async Task Whatever_stands_in_a_text_comes_out_of_a_parser_as_it_went_in_less_what_xml_forbids(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync(name: $"A&B <\"'> {Samples.Name("n")}");
        const string Title = "a < b && c > d \"q\" 'r' ]]> <script>x</script> 苏州 😀 &amp; \u0085\u2028";
        await portal.PublishedAsync(new { title = Title + "\u0001\u000B\u001F\uFFFE\uFFFF", summary = "s\u0008 ]]>", body = "<p>x ]]&gt; \u0002y &amp; z</p>", categoryId = category, tags = new[] { "a&b<" } });

        var rss = FeedRules.Read(await portal.Anonymous.GetAsync($"/v1/feeds/rss.xml?category={category}&full=true")).Descendants("item").Single();
        var atom = FeedRules.Read(await portal.Anonymous.GetAsync($"/v1/feeds/atom.xml?category={category}&full=true")).Descendants(FeedRules.Atom + "entry").Single();

        Assert.Equal(Title, rss.Element("title")!.Value);
        Assert.Equal(Title, atom.Element(FeedRules.Atom + "title")!.Value);
        Assert.Equal("s ]]>", rss.Element("description")!.Value);
        Assert.Equal("<p>x ]]&gt; y &amp; z</p>", rss.Element(FeedRules.Content + "encoded")!.Value);
        Assert.Equal("<p>x ]]&gt; y &amp; z</p>", atom.Element(FeedRules.Atom + "content")!.Value);
        Assert.Contains("a&b<", atom.Elements(FeedRules.Atom + "category").Select(tag => tag.Attribute("term")!.Value));
    }

    [Theory, EachEngine]
    public async Task Files_come_along_with_size_type_and_credit_and_addresses_in_texts_are_absolute(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:PublicUrl"] = Base });
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "大厅"), ("credit", "王亭川 摄"), ("caption", "大厅一角"));
        var category = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(new
        {
            title = "题",
            body = $"<p><a href=\"/about?a=1&amp;b=2\">a</a> <a href=\"#fn:1\">b</a> <a href=\"https://example.org/x\">c</a> href=\"/no\"</p><p><img src=\"/v1/attachments/{picture}/content\" alt=\"x\"></p>",
            categoryId = category,
            coverId = picture,
        });
        var file = (await portal.Admin.GetAsync($"/v1/attachments/{picture}")).Json;
        var url = $"{Base}/v1/attachments/{picture}/content";
        var page = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.Text("url")!;

        var rss = FeedRules.Read(await portal.Anonymous.GetAsync("/v1/feeds/rss.xml?full=true")).Descendants("item").Single();
        var atom = FeedRules.Read(await portal.Anonymous.GetAsync("/v1/feeds/atom.xml")).Descendants(FeedRules.Atom + "link").Single(link => link.Attribute("rel")!.Value == "enclosure");
        var feed = (await portal.Anonymous.GetAsync("/v1/feeds/feed.json")).Json;
        var json = feed.GetProperty("items")[0];
        Assert.Empty(JsonFeedRules.Of(feed, $"{Base}/v1/feeds/feed.json"));

        Assert.Equal((url, file.GetProperty("size").ToString(), "image/jpeg"), (rss.Element("enclosure")!.Attribute("url")!.Value, rss.Element("enclosure")!.Attribute("length")!.Value, rss.Element("enclosure")!.Attribute("type")!.Value));
        Assert.Equal("王亭川 摄", rss.Element(FeedRules.Media + "content")!.Element(FeedRules.Media + "credit")!.Value);
        Assert.Equal("大厅一角", rss.Element(FeedRules.Media + "content")!.Element(FeedRules.Media + "title")!.Value);
        Assert.Equal((url, "image/jpeg", file.GetProperty("size").ToString()), (atom.Attribute("href")!.Value, atom.Attribute("type")!.Value, atom.Attribute("length")!.Value));
        Assert.Equal((url, "image/jpeg", file.GetProperty("size").GetInt64()), (json.GetProperty("attachments")[0].Text("url"), json.GetProperty("attachments")[0].Text("mime_type"), json.GetProperty("attachments")[0].GetProperty("size_in_bytes").GetInt64()));
        Assert.Equal(url, json.Text("image"));
        var html = rss.Element(FeedRules.Content + "encoded")!.Value;
        Assert.Contains($"<img src=\"{url}\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://www.example.gov.cn/about?a=1&amp;b=2\"", html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{page}#fn:1\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/x\"", html, StringComparison.Ordinal);
        Assert.Contains(" href=\"/no\"", html, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task Times_are_the_sites(Engine engine)
    {
        await using var portal = new Portal(engine);
        await ArticleAsync(portal, await portal.CategoryAsync(), "题", "2021-04-20T04:11:00+08:00");
        Assert.Equal("Tue, 20 Apr 2021 04:11:00 +0800", await PubDateAsync(portal));

        await portal.Admin.PatchAsync("/v1/site", new { timeZone = "America/New_York" }, "*");

        Assert.Equal("Mon, 19 Apr 2021 16:11:00 -0400", await PubDateAsync(portal));
    }

    private static async Task<string> PubDateAsync(Portal portal) =>
        FeedRules.Read(await portal.Anonymous.GetAsync("/v1/feeds/rss.xml")).Descendants("pubDate").Single().Value;

    private static async Task<XElement> EntryAsync(Portal portal, string category) =>
        FeedRules.Read((await portal.Anonymous.GetAsync($"/v1/feeds/atom.xml?category={category}")).Expect(HttpStatusCode.OK)).Descendants(FeedRules.Atom + "entry").Single();

    private static Task<string> ArticleAsync(Portal portal, string category, string title, string at, string? pinnedUntil = null) =>
        portal.PublishedAsync(new { title, body = $"<p>{new string('字', 300)}长文</p>", categoryId = category, publishedAt = at, pinnedUntil, tags = new[] { "科技" } });
}
