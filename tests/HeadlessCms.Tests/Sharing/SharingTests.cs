using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Sharing;

public sealed class SharingTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Both_codes_open_the_articles_page(Engine engine)
    {
        Tools.SkipUnless("zbarimg");
        Tools.SkipUnless("rsvg-convert");
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new { title = "题</title>", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var url = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.Text("url");

        var png = (await portal.Anonymous.GetAsync($"/v1/articles/{id}/qr.png?size=300")).Expect(HttpStatusCode.OK);
        var svg = (await portal.Anonymous.GetAsync($"/v1/articles/{id}/qr.svg?size=300&ecc=H")).Expect(HttpStatusCode.OK);

        Assert.Equal("image/png", png.Headers["Content-Type"]);
        Assert.Equal("image/svg+xml", svg.Headers["Content-Type"]);
        Assert.Contains("<title>", svg.Text, StringComparison.Ordinal);
        var rendered = await Tools.RunAsync("rsvg-convert", ["-f", "png"], svg.Bytes);
        foreach (var image in (byte[][])[png.Bytes, rendered])
        {
            Assert.Equal($"{url}?src=qr", Encoding.UTF8.GetString(await Tools.RunAsync("zbarimg", ["--quiet", "--raw", "-"], image)).Trim());
        }
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}/qr.png?size=300", ("If-None-Match", png.ETag!))).Expect(HttpStatusCode.NotModified);
    }

    [Theory]
    [EachEngine("size=63", "size")]
    [EachEngine("size=99999", "size")]
    [EachEngine("margin=17", "margin")]
    [EachEngine("ecc=X", "ecc")]
    [EachEngine("dark=red", "dark")]
    [EachEngine("light=111111", "dark")]
    [EachEngine("text=https://evil.example", "text")]
    [EachEngine("logo=true", "logo")]
    public async Task A_code_that_cannot_be_drawn_is_refused_by_name(Engine engine, string query, string parameter)
    {
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });

        var answer = await portal.Anonymous.GetAsync($"/v1/articles/{id}/qr.svg?{query}");

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Contains($"\"parameter\":\"{parameter}\"", answer.Text, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task What_is_not_public_has_no_code_and_no_head(Engine engine)
    {
        var portal = portals.On(engine);
        var draft = (await portal.DraftAsync(new { title = "稿", categoryId = await portal.CategoryAsync() })).Id();
        var gone = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        await portal.Admin.PostAsync($"/v1/articles/{gone}/withdraw", new { reason = "error" });

        foreach (var part in (string[])["qr.svg", "qr.png", "head"])
        {
            (await portal.Anonymous.GetAsync($"/v1/articles/{draft}/{part}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            (await portal.Anonymous.GetAsync($"/v1/articles/{gone}/{part}")).ExpectProblem(HttpStatusCode.Gone, "gone");
        }
    }

    [Theory, EachEngine]
    public async Task A_head_says_what_the_article_says(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new
        {
            title = "标题 </script>",
            summary = "摘要",
            body = "<p>文</p>",
            categoryId = await portal.CategoryAsync(name: Samples.Name("栏")),
            source = new { name = "苏州日报" },
            publishedAt = "2021-04-20T04:11:00+08:00",
        });
        var article = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json;

        var head = (await portal.Anonymous.GetAsync($"/v1/articles/{id}/head")).Expect(HttpStatusCode.OK).Json;

        var tags = head.GetProperty("tags").EnumerateArray().ToLookup(tag => tag.Text("name"), tag => tag.Text("content"));
        Assert.Equal("标题 </script>", tags["ArticleTitle"].Single());
        Assert.Equal("2021-04-20 04:11", tags["PubDate"].Single());
        Assert.Equal("苏州日报", tags["ContentSource"].Single());
        Assert.Equal(article.Text("url"), tags["Url"].Single());
        Assert.Equal(article.Text("url"), tags["og:url"].Single());
        Assert.DoesNotContain("标题 </script>", head.Text("html"), StringComparison.Ordinal);
        Assert.Matches($"<link rel=\"alternate\" type=\"application/atom\\+xml\" title=\"[^\"]+\" href=\"http[^\"]+/v1/feeds/atom.xml\\?category={article.GetProperty("category").Text("id")}\">", head.Text("html"));
        Assert.Contains("NewsArticle", head.GetProperty("jsonLd").GetRawText(), StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task A_category_has_a_code_too(Engine engine)
    {
        Tools.SkipUnless("zbarimg");
        var portal = portals.On(engine);
        var slug = await portal.CategoryAsync();

        var png = (await portal.Anonymous.GetAsync($"/v1/categories/{slug}/qr.png")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            $"https://www.example.gov.cn/{slug}/?src=qr",
            Encoding.UTF8.GetString(await Tools.RunAsync("zbarimg", ["--quiet", "--raw", "-"], png.Bytes)).Trim());
    }
}
