using System.Net;
using HeadlessCms.Platform.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>What readers and search engines still have: the addresses articles had on the site before this one.</summary>
public sealed class FormerUrlTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task An_article_is_found_by_each_address_it_had_before_and_as_the_public_sees_it(Engine engine)
    {
        var portal = portals.On(engine);
        var (category, host) = (await portal.CategoryAsync(), $"{Samples.Name("old")}.example.com");
        var id = await portal.PublishedAsync(new
        {
            title = "题",
            categoryId = category,
            body = "<p>文</p>",
            formerUrls = new[] { $"http://{host}/art/2019/3/1/art_1.html?id=%d6%d0", $"http://{host}/old.jsp" },
        });
        var draft = (await portal.DraftAsync(new { title = "稿", categoryId = category, formerUrls = new[] { $"http://{host}/draft.html" } })).Id();

        async Task FindsAsync(string url, params string[] ids) =>
            Assert.Equal(ids, (await portal.Anonymous.GetAsync($"/v1/articles?formerUrl={Uri.EscapeDataString(url)}&count=true")).Expect(HttpStatusCode.OK).Ids());
        await FindsAsync($"http://{host}/old.jsp", id);
        await FindsAsync($"https://{host.ToUpperInvariant()}:443/art/2019/3/1/art_1.html?id=%D6%D0#part", id);
        await FindsAsync($"http://{host}/art/2019/3/1/art_1.html");
        await FindsAsync($"http://{host}/OLD.jsp");
        await FindsAsync($"http://{host}:8080/old.jsp");
        foreach (var wrong in (string[])["notaurl", "/old.jsp", "ftp://old.example.com/", "http://a b/", "http://[::g]/", $"http://{host}/{new string('a', 2048)}"])
        {
            (await portal.Anonymous.GetAsync($"/v1/articles?formerUrl={Uri.EscapeDataString(wrong)}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "formerUrl");
        }
        await FindsAsync($"http://{host}/draft.html");
        Assert.Equal([draft], (await portal.Admin.GetAsync($"/v1/articles?state=draft&formerUrl=http://{host}/draft.html")).Ids());
        var page = (await portal.Anonymous.GetAsync($"/v1/articles?formerUrl=http://{host}/old.jsp&include=formerUrls")).Json.GetProperty("items")[0];
        Assert.Equal(2, page.GetProperty("formerUrls").GetArrayLength());

        // A pending change is not public; a withdrawn article is found by nobody.
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { formerUrls = new[] { $"http://{host}/new.jsp" } }, "*")).Expect(HttpStatusCode.OK);
        await FindsAsync($"http://{host}/new.jsp");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        await FindsAsync($"http://{host}/new.jsp", id);
        await FindsAsync($"http://{host}/old.jsp");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "other" })).Expect(HttpStatusCode.OK);
        await FindsAsync($"http://{host}/new.jsp");
        (await portal.Admin.DeleteAsync($"/v1/articles/{id}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        Assert.Empty((await portal.Admin.GetAsync($"/v1/articles?state=all&formerUrl=http://{host}/new.jsp")).Ids());
    }

    [Theory]
    [InlineData("http://www.example.com", "www.example.com/")]
    [InlineData("HTTPS://WWW.Example.com:443/A/../b?x=%e4#y", "www.example.com/b?x=%E4")]
    [InlineData("http://www.example.com:8080/路径", "www.example.com:8080/%E8%B7%AF%E5%BE%84")]
    [InlineData("http://例子.测试/", "xn--fsqu00a.xn--0zwm56d/")]
    [InlineData("/art/1.html", "/art/1.html")]
    public void Scheme_and_fragment_do_not_tell_addresses_apart(string url, string place) => Assert.Equal(place, FormerUrl.PlaceOf(url));
}
