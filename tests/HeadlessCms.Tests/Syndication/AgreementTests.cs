using System.Globalization;
using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>One record, many forms: title, time, source, summary and text are the same in each.</summary>
public sealed class AgreementTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Every_form_of_an_article_says_the_same(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync(name: Samples.Name("栏"));
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"), ("credit", "王亭川 摄"));
        var id = await portal.PublishedAsync(new
        {
            title = "标题 <一> & \"二\"",
            kicker = "引题",
            summary = "摘要 & 要点",
            body = $"<p>正文 &amp; &lt;b&gt; 😀</p><p><img src=\"/v1/attachments/{picture}/content\" alt=\"图\"></p>",
            categoryId = category,
            source = new { name = "苏州日报", url = "https://daily.example.org/1" },
            author = "作者",
            tags = new[] { "科技" },
            coverId = picture,
            publishedAt = "2021-04-20T04:11:00+08:00",
        });
        await AgreeAsync(portal, id, category);

        await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "新题", summary = "新摘要", body = "<p>新文</p>", source = new { name = "新华社" }, publishedAt = "2021-04-21T00:00:00Z" }, "*");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        await AgreeAsync(portal, id, category);
    }

    [Theory, EachEngine]
    public async Task A_ninjs_document_tells_files_and_is_gone_with_its_article(Engine engine)
    {
        var portal = portals.On(engine);
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"), ("credit", "王亭川 摄"), ("caption", "大厅"));
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), coverId = picture, rights = new { copyrightHolder = "本报", usageTerms = "转载请注明来源" } });
        var ninjs = (await portal.Anonymous.GetAsync($"/v1/articles/{id}/ninjs")).Expect(HttpStatusCode.OK);

        var cover = ninjs.Json.GetProperty("associations")[0];
        Assert.Equal(("cover", "picture", "王亭川 摄"), (cover.Text("name"), cover.Text("type"), cover.Text("by")));
        Assert.EndsWith($"/v1/attachments/{picture}/content", cover.GetProperty("renditions")[0].Text("href"), StringComparison.Ordinal);
        Assert.StartsWith("http", cover.GetProperty("renditions")[0].Text("href"), StringComparison.Ordinal);
        Assert.Equal(("usable", "本报", "转载请注明来源", "3.0"), (ninjs.Json.Text("pubStatus"), ninjs.Json.Text("copyrightHolder"), ninjs.Json.Text("usageTerms"), ninjs.Json.GetProperty("standard").Text("version")));
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}/ninjs", ("If-None-Match", ninjs.ETag!))).Expect(HttpStatusCode.NotModified);

        await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "legal" });
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}/ninjs", ("If-None-Match", ninjs.ETag!))).ExpectProblem(HttpStatusCode.Gone, "gone");
    }

    private static async Task AgreeAsync(Portal portal, string id, string category)
    {
        async Task<Answer> GetAsync(string path) => (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
        var article = (await GetAsync($"/v1/articles/{id}")).Json;
        var rss = FeedRules.Read(await GetAsync($"/v1/feeds/rss.xml?category={category}&full=true")).Descendants("item").Single();
        var atom = FeedRules.Read(await GetAsync($"/v1/feeds/atom.xml?category={category}&full=true")).Descendants(FeedRules.Atom + "entry").Single();
        var json = (await GetAsync($"/v1/feeds/feed.json?category={category}&full=true")).Json.GetProperty("items")[0];
        var ninjs = (await GetAsync($"/v1/articles/{id}/ninjs")).Json;
        var head = (await GetAsync($"/v1/articles/{id}/head")).Json;
        var tags = head.GetProperty("tags").EnumerateArray().ToLookup(tag => tag.Text("name"), tag => tag.Text("content"));
        var jsonLd = head.GetProperty("jsonLd").GetProperty("@graph")[0];
        string Atom(string name) => atom.Element(FeedRules.Atom + name)!.Value;

        Alike(article.Text("title"), rss.Element("title")!.Value, Atom("title"), json.Text("title"), ninjs.GetProperty("headlines")[0].Text("value"),
            head.Text("title"), tags["ArticleTitle"].Single(), tags["og:title"].Single(), jsonLd.Text("headline"));
        Alike(article.Text("summary"), rss.Element("description")!.Value, Atom("summary"), json.Text("summary"), ninjs.GetProperty("descriptions")[0].Text("value"),
            tags["description"].Single(), tags["og:description"].Single(), jsonLd.Text("description"));
        Alike(article.GetProperty("source").Text("name"), rss.Element(FeedRules.DublinCore + "source")!.Value, atom.Element(FeedRules.DublinCore + "source")!.Value,
            json.GetProperty("_news").Text("source"), ninjs.GetProperty("infoSources")[0].Text("name"), tags["ContentSource"].Single(), jsonLd.GetProperty("sourceOrganization").Text("name"));
        Alike(article.Text("author"), rss.Element(FeedRules.DublinCore + "creator")!.Value, atom.Element(FeedRules.Atom + "author")!.Value, json.GetProperty("authors")[0].Text("name"),
            ninjs.Text("by"), tags["Author"].Single(), jsonLd.GetProperty("author").Text("name"));
        Alike(article.Text("url"), rss.Element("link")!.Value, atom.Elements(FeedRules.Atom + "link").Single(link => link.Attribute("rel")!.Value == "alternate").Attribute("href")!.Value,
            json.Text("url"), ninjs.GetProperty("renditions")[0].Text("href"), tags["Url"].Single(), tags["og:url"].Single());
        Alike(rss.Element("guid")!.Value, Atom("id"), json.Text("id"), ninjs.Text("uri"));
        Alike(article.Text("publishedAt"), Atom("published"), json.Text("date_published"), ninjs.Text("contentCreated"), tags["article:published_time"].Single(), jsonLd.Text("datePublished"));
        Alike(article.Text("updatedAt"), Atom("updated"), json.Text("date_modified"), ninjs.Text("versionCreated"), tags["article:modified_time"].Single(), jsonLd.Text("dateModified"));
        Assert.Equal(Time(article.Text("publishedAt")), Time(rss.Element("pubDate")!.Value));
        Assert.Equal(article.Text("publishedAt")![..16].Replace('T', ' '), tags["PubDate"].Single());
        // Feeds stand for themselves, so their addresses are absolute.
        var server = new Uri(json.GetProperty("attachments")[0].Text("url")!).GetLeftPart(UriPartial.Authority);
        Alike(article.Text("body")!.Replace("\"/v1/", $"\"{server}/v1/", StringComparison.Ordinal), rss.Element(FeedRules.Content + "encoded")!.Value, Atom("content"),
            json.Text("content_html"), ninjs.GetProperty("bodies")[0].Text("value"));
    }

    private static void Alike(string? first, params IEnumerable<string?> others) => Assert.All(others, other => Assert.Equal(first, other));

    private static DateTimeOffset Time(string? text) => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture);
}
