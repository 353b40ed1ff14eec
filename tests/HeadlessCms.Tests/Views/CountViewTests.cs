using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Views;

public sealed class CountViewTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_view_is_counted_and_the_answer_says_the_new_total(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();

        var first = (await portal.Anonymous.PostAsync($"/v1/articles/{id}/views")).Expect(HttpStatusCode.OK);
        var second = (await portal.Admin.PostAsync($"/v1/articles/{id}/views")).Expect(HttpStatusCode.OK);

        Assert.Equal($$"""{"articleId":"{{id}}","views":1,"counted":true}""", first.Text);
        Assert.Equal("no-store", first.Headers["Cache-Control"]);
        Assert.Equal(2, second.Json.Views());
        Assert.Equal(2, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory]
    [EachEngine("return=minimal", true)]
    [EachEngine("respond-async, Return=\"minimal\"; x=y", true)]
    [EachEngine("return=representation, return=minimal", false)]
    [EachEngine("return=representation", false)]
    public async Task Who_prefers_little_gets_nothing_but_the_count(Engine engine, string prefer, bool minimal)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();

        var answer = await portal.Anonymous.PostAsync($"/v1/articles/{id}/views", null, ("Prefer", prefer));

        answer.Expect(minimal ? HttpStatusCode.NoContent : HttpStatusCode.OK);
        Assert.Equal(minimal, answer.Headers.ContainsKey("Preference-Applied"));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(1, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory]
    [EachEngine("text/plain;charset=UTF-8", "anything at all")]
    [EachEngine("application/x-www-form-urlencoded", "a=b&c=%00")]
    [EachEngine("application/json", "{ this is not JSON")]
    [EachEngine("image/png", "\u0000\u0001")]
    [EachEngine("multipart/form-data; boundary=x", "--x--")]
    [EachEngine("no media type", "?")]
    public async Task A_beacon_counts_whatever_it_brings(Engine engine, string type, string body)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));

        (await portal.Anonymous.SendAsync(HttpMethod.Post, $"/v1/articles/{id}/views", content, ("Content-Type", type), ("Accept", "*/*")))
            .Expect(HttpStatusCode.OK);

        Assert.Equal(1, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory]
    [EachEngine(64 * 1024, true, true)]
    [EachEngine(64 * 1024, false, true)]
    [EachEngine((64 * 1024) + 1, true, false)]
    [EachEngine((64 * 1024) + 1, false, false)]
    public async Task A_body_may_have_64_KiB(Engine engine, int bytes, bool saysLength, bool taken)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();
        using HttpContent content = saysLength ? new ByteArrayContent(new byte[bytes]) : new StreamContent(new Unmeasured(bytes));

        var answer = await portal.Anonymous.SendAsync(HttpMethod.Post, $"/v1/articles/{id}/views", content);

        _ = taken ? answer.Expect(HttpStatusCode.OK) : answer.ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Equal(taken ? 1 : 0, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory]
    [EachEngine("src=QR", "src")]
    [EachEngine("src=", "src")]
    [EachEngine("src=123456789012345678901", "src")]
    [EachEngine("src=qr&src=web", "src")]
    [EachEngine("source=qr&views=1000", "source", "views")]
    public async Task A_wrong_query_is_named_and_counts_nothing(Engine engine, string query, params string[] named)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();

        (await portal.Anonymous.PostAsync($"/v1/articles/{id}/views?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", named);

        Assert.Equal(0, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory, EachEngine]
    public async Task Where_readers_came_from_is_kept_and_an_endless_list_of_places_is_not(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();
        async Task FromAsync(string query) => (await portal.Anonymous.PostAsync($"/v1/articles/{id}/views{query}")).Expect(HttpStatusCode.OK);

        await FromAsync("");
        await FromAsync("?src=qr");
        await FromAsync("?src=qr");
        Assert.Equal(["qr=2", "web=1"], (await portal.ViewsOfAsync(id)).Sources());

        for (var n = 0; n < 60; n++)
        {
            await FromAsync($"?src=made-up-{n}");
        }
        await FromAsync("?src=qr");
        var statistics = await portal.ViewsOfAsync(id);

        Assert.Equal(64, statistics.Views());
        Assert.Equal(51, statistics.Sources().Length);
        Assert.Contains("qr=3", statistics.Sources());
        Assert.Contains("other=12", statistics.Sources());
    }

    [Theory]
    [EachEngine("Sec-Purpose", "prefetch")]
    [EachEngine("Sec-Purpose", "prefetch;prerender")]
    [EachEngine("Sec-Purpose", "Prefetch;anonymous-client-ip")]
    [EachEngine("Purpose", "prefetch")]
    [EachEngine("X-Purpose", "preview")]
    [EachEngine("X-Moz", "prefetch")]
    [EachEngine("User-Agent", "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)")]
    public async Task What_nobody_reads_is_answered_and_not_counted(Engine engine, string header, string value)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();
        await portal.ViewAsync(id, 1);

        var answer = await portal.ViewAsync(id, (header, value));

        Assert.False(answer.GetProperty("counted").GetBoolean());
        Assert.Equal(1, answer.Views());
        Assert.Equal(1, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory]
    [EachEngine("Sec-Purpose", "fetch")]
    [EachEngine("Purpose", "reading")]
    [EachEngine("User-Agent", "curl/8.5.0")]
    [EachEngine("User-Agent", "")]
    public async Task What_may_be_a_reader_is_counted(Engine engine, string header, string value)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();

        Assert.True((await portal.ViewAsync(id, (header, value))).GetProperty("counted").GetBoolean());
    }

    [Theory, EachEngine]
    public async Task What_is_not_public_has_no_views(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var (old, slug) = (Samples.Name("old"), Samples.Name("new"));
        var draft = (await portal.DraftAsync(new { title = "稿", categoryId = category })).Id();
        var withdrawn = await portal.ArticleAsync(category);
        var moved = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category, slug = old });
        (await portal.Admin.PostAsync($"/v1/articles/{withdrawn}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/articles/{moved}", new { slug }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{moved}/publish")).Expect(HttpStatusCode.OK);

        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Get])
        {
            foreach (var api in (Api[])[portal.Anonymous, portal.Admin])
            {
                Task<Answer> AskAsync(string article, string query = "") => api.SendAsync(method, $"/v1/articles/{article}/views{query}", null);
                (await AskAsync(draft)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
                (await AskAsync("never-was")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
                Assert.Equal("error", (await AskAsync(withdrawn)).ExpectProblem(HttpStatusCode.Gone, "gone").Json.Text("reason"));
                var query = method == HttpMethod.Post ? "?src=qr" : "?to=2026-01-01";
                Assert.Equal($"/v1/articles/{slug}/views{query}", (await AskAsync(old, query)).Expect(HttpStatusCode.PermanentRedirect).Headers["Location"]);
            }
        }
        Assert.Equal(0, (await portal.ViewsOfAsync(moved)).Views());
    }

    [Theory, EachEngine]
    public async Task A_view_changes_nothing_of_the_article(Engine engine)
    {
        await using var portal = new Portal(engine); // of its own: a category that another test makes changes every tag
        var category = await portal.CategoryAsync();
        var id = await portal.ArticleAsync(category);
        string[] paths = [$"/v1/articles/{id}", $"/v1/articles?category={category}", $"/v1/articles/{id}/neighbours", $"/v1/categories/{category}"];
        async Task<string[]> TagsAsync() => [.. await Task.WhenAll(paths.Select(async path => (await portal.Anonymous.GetAsync(path)).ETag!))];
        var draft = (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Expect(HttpStatusCode.OK);
        var tags = await TagsAsync();

        await portal.ViewAsync(id, 3);

        Assert.Equal(tags, await TagsAsync());
        var after = (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Expect(HttpStatusCode.OK);
        Assert.Equal(draft.ETag, after.ETag);
        Assert.Equal(draft.Text, after.Text);
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "新" }, draft.ETag)).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task An_erased_article_takes_its_views_with_it(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = await portal.ArticleAsync();
        await portal.ViewAsync(id, 2);
        clock.Advance(TimeSpan.FromMinutes(1));
        await portal.ViewAsync(id, 1); // the first two are added up now
        async Task<bool[]> FilledAsync() => await Task.WhenAll(
            ((string[])["article_views", "article_view_log", "article_view_days", "article_view_buckets"])
                .Select(table => portal.Database.FirstOrDefaultAsync<bool>($"SELECT EXISTS (SELECT 1 FROM {table})", null, CancellationToken.None)));
        Assert.All(await FilledAsync(), Assert.True);

        (await portal.Admin.DeleteAsync($"/v1/articles/{id}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);

        (await portal.Anonymous.PostAsync($"/v1/articles/{id}/views")).ExpectProblem(HttpStatusCode.Gone, "gone");
        Assert.All(await FilledAsync(), Assert.False);
    }

    /// <summary>So many bytes of which nobody knows beforehand how many they are.</summary>
    private sealed class Unmeasured(int bytes) : MemoryStream(new byte[bytes])
    {
        public override bool CanSeek => false;
    }
}
