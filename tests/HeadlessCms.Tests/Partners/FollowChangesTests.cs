using System.Net;
using System.Text.Json;
using HeadlessCms.Changes;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Partners;

public sealed class FollowChangesTests
{
    [Theory, EachEngine]
    public async Task Every_step_that_the_public_sees_is_told_in_order_and_no_other(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (category, other) = (await portal.CategoryIdAsync(), await portal.CategoryIdAsync());
        var since = await CursorAsync(portal);
        var id = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = category })).Id();
        var address = $"/v1/articles/{id}";
        await portal.Admin.PostAsync($"{address}/publish");
        await portal.Admin.PostAsync($"{address}/publish"); // the same again, which is no change
        await portal.Admin.PatchAsync(address, new { title = "改", categoryId = other }, "*"); // a draft, which is nobody's business
        await portal.Admin.PostAsync($"{address}/publish");
        await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "legal", note = "内部" });
        await portal.Admin.PatchAsync(address, new { categoryId = category }, "*");
        await portal.Admin.DeleteAsync(address, "*");
        await portal.Admin.DeleteAsync($"{address}?permanent=true", "*");
        await portal.Admin.PatchAsync($"/v1/categories/{other}", new { name = Samples.Name("改") }, "*");

        var page = (await portal.Anonymous.GetAsync($"/v1/changes?since={since}")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            [$"published {id} {category} 1 ", $"updated {id} {other} 2 ", $"withdrawn {id} {other}  legal", $"deleted {id} {other}  ", $"category  {other}  changed"],
            Items(page).Select(Text));
        Assert.All(Items(page), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("article").ValueKind));
        Assert.Equal(["kind", "articleId", "categoryId", "version", "occurredAt", "reason", "article"], Items(page)[0].EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain("内部", page.Text, StringComparison.Ordinal);
        Assert.False(page.Json.GetProperty("hasMore").GetBoolean());
        Assert.Empty(Items(await portal.Anonymous.GetAsync($"/v1/changes?since={page.Json.Text("cursor")}")));
    }

    [Theory, EachEngine]
    public async Task A_snapshot_in_pages_and_what_happens_beside_it_make_one_whole(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await portal.PublishedAsync(new { title = $"题{i}", body = "<p>文</p>", categoryId = category }));
        }
        await portal.DraftAsync(new { title = "稿", body = "<p>文</p>", categoryId = category });

        var first = (await portal.Anonymous.GetAsync("/v1/changes?limit=3&full=true")).Expect(HttpStatusCode.OK);
        await portal.Admin.PostAsync($"/v1/articles/{ids[0]}/withdraw", new { reason = "error" }); // told already
        await portal.Admin.PostAsync($"/v1/articles/{ids[6]}/withdraw", new { reason = "error" }); // not yet told
        var late = await portal.PublishedAsync(new { title = "晚", body = "<p>文</p>", categoryId = category });
        var mirror = new Mirror();
        mirror.Apply(first);
        var last = await mirror.FollowAsync(portal.Anonymous, "/v1/changes?limit=3&full=true", first.Json.Text("cursor"));

        Assert.All(Items(first), item => Assert.Equal("published", item.Text("kind")));
        Assert.True(first.Json.GetProperty("hasMore").GetBoolean());
        Assert.Equal(ids[1..6].Append(late).Order(), mirror.Articles.Keys.Order());
        Assert.Equal((await portal.Anonymous.GetAsync($"/v1/articles/{late}")).Text, mirror.Articles[late]);
        (await portal.Anonymous.GetAsync($"/v1/changes?since={last[..^1]}{(last[^1] == 'A' ? 'B' : 'A')}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "since");
        (await portal.Anonymous.GetAsync($"/v1/changes?since={last}&category={category}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "since");
        (await portal.Anonymous.GetAsync("/v1/changes?category=nowhere")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "category");
        (await portal.Anonymous.GetAsync("/v1/changes?wait=61&limit=101&from=0")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "wait", "limit", "from");
    }

    [Theory, EachEngine]
    public async Task Whole_articles_are_those_of_the_moment_and_what_is_not_public_comes_as_removed(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        var since = await CursorAsync(portal);
        var (kept, hidden, erased) = (await PublishedAsync(portal, category), await PublishedAsync(portal, category), await PublishedAsync(portal, category));
        await portal.Admin.PatchAsync($"/v1/articles/{kept}", new { title = "新" }, "*");
        await portal.Admin.PostAsync($"/v1/articles/{kept}/publish");
        await portal.Admin.PostAsync($"/v1/articles/{hidden}/withdraw", new { reason = "legal" });
        await portal.Admin.DeleteAsync($"/v1/articles/{erased}?permanent=true", "*");

        var page = Items((await portal.Anonymous.GetAsync($"/v1/changes?since={since}&full=true")).Expect(HttpStatusCode.OK));

        Assert.Equal(
            [$"published {kept} {category} 2 ", $"withdrawn {hidden} {category}  legal", $"deleted {erased} {category}  ", $"updated {kept} {category} 2 ", $"withdrawn {hidden} {category}  legal", $"deleted {erased} {category}  "],
            page.Select(Text));
        Assert.Equal("新", page[0].GetProperty("article").Text("title"));
        Assert.All(page.Where(item => item.Text("kind") is "withdrawn" or "deleted"), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("article").ValueKind));
    }

    [Theory, EachEngine]
    public async Task A_followed_category_is_told_of_what_comes_leaves_and_moves_with_its_branch(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (followed, elsewhere) = (await portal.CategoryIdAsync(), await portal.CategoryIdAsync());
        var branch = await portal.CategoryIdAsync(followed);
        var leaf = await portal.CategoryIdAsync(branch);
        var (inside, outside) = (await PublishedAsync(portal, leaf), await PublishedAsync(portal, elsewhere));
        var path = $"/v1/changes?category={followed}";
        var mirror = new Mirror();
        var cursor = await mirror.FollowAsync(portal.Anonymous, path, since: null);
        Assert.Equal([inside], mirror.Articles.Keys);

        // One article comes, another goes; then a branch goes, one of its articles goes on to elsewhere, and it comes back.
        await MoveAsync(portal, outside, followed);
        cursor = await mirror.FollowAsync(portal.Anonymous, path, cursor);
        Assert.Equal(((string[])[inside, outside]).Order(), mirror.Articles.Keys.Order());
        await MoveAsync(portal, outside, elsewhere);
        cursor = await mirror.FollowAsync(portal.Anonymous, path, cursor);
        Assert.Equal([inside], mirror.Articles.Keys);
        var second = await PublishedAsync(portal, leaf);
        cursor = await mirror.FollowAsync(portal.Anonymous, path, cursor);
        (await portal.Admin.PatchAsync($"/v1/categories/{branch}", new { parentId = elsewhere }, "*")).Expect(HttpStatusCode.OK);
        await MoveAsync(portal, second, elsewhere);
        cursor = await mirror.FollowAsync(portal.Anonymous, path, cursor);
        Assert.Empty(mirror.Articles);
        (await portal.Admin.PatchAsync($"/v1/categories/{branch}", new { parentId = followed }, "*")).Expect(HttpStatusCode.OK);
        cursor = await mirror.FollowAsync(portal.Anonymous, path, cursor);
        Assert.Equal([inside], mirror.Articles.Keys);
        (await portal.Admin.DeleteAsync($"/v1/categories/{leaf}?moveTo={elsewhere}", "*")).Expect(HttpStatusCode.NoContent);
        await mirror.FollowAsync(portal.Anonymous, path, cursor);
        Assert.Empty(mirror.Articles);
        Assert.Contains("moved", mirror.Reasons);
    }

    [Theory, EachEngine]
    public async Task What_left_a_category_and_was_taken_down_elsewhere_before_its_follower_came_back_is_removed(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (followed, elsewhere) = (await portal.CategoryIdAsync(), await portal.CategoryIdAsync());
        var (withdrawn, erased) = (await PublishedAsync(portal, followed), await PublishedAsync(portal, followed));
        var (mirror, path) = (new Mirror(), $"/v1/changes?category={followed}");
        var cursor = await mirror.FollowAsync(portal.Anonymous, path, since: null);
        Assert.Equal(2, mirror.Articles.Count);

        await MoveAsync(portal, withdrawn, elsewhere);
        await MoveAsync(portal, erased, elsewhere);
        (await portal.Admin.PostAsync($"/v1/articles/{withdrawn}/withdraw", new { reason = "legal" })).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/articles/{erased}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        await mirror.FollowAsync(portal.Anonymous, path, cursor);

        Assert.Empty(mirror.Articles);
        Assert.Equal(["legal", null], mirror.Reasons);
    }

    [Theory, EachEngine]
    public async Task What_shows_differently_though_no_version_was_published_is_told(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (category, file) = (await portal.CategoryIdAsync(), await portal.UploadAsync(SampleImages.Png(3, 2), "a.png", ("alt", "图")));
        var id = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = category, coverId = file })).Id();
        await portal.Admin.PostAsync($"/v1/articles/{id}/publish");
        var mirror = new Mirror();
        var cursor = await mirror.FollowAsync(portal.Anonymous, "/v1/changes?full=true", since: null);

        foreach (var change in (Func<Task>[])
        [
            () => portal.Admin.PatchAsync($"/v1/attachments/{file}", new { credit = "新" }, "*"),
            () => portal.Admin.PatchAsync($"/v1/categories/{category}", new { name = Samples.Name("改") }, "*"),
            () => portal.PublishedAsync(new { title = "Title", body = "<p>t</p>", locale = "en", categoryId = category, translationOf = id }),
        ])
        {
            var before = mirror.Articles[id];
            await change();
            cursor = await mirror.FollowAsync(portal.Anonymous, "/v1/changes?full=true", cursor);
            Assert.NotEqual(before, mirror.Articles[id]);
            Assert.Equal((await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Text, mirror.Articles[id]);
        }
    }

    [Theory, EachEngine]
    public async Task Whole_articles_come_again_when_the_site_changes_with_the_addresses_they_have_then(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        string[] ids = [await PublishedAsync(portal, category), await PublishedAsync(portal, category)];
        var mirror = new Mirror();
        var cursor = await mirror.FollowAsync(portal.Anonymous, "/v1/changes?full=true", since: null);

        foreach (var change in (object[])[new { articleUrlTemplate = "https://news.example.cn/{categorySlug}/{id}" }, new { domain = "news.example.cn" }])
        {
            mirror.Articles.Clear();
            (await portal.Admin.PatchAsync("/v1/site", change, "*")).Expect(HttpStatusCode.OK);
            cursor = await mirror.FollowAsync(portal.Anonymous, "/v1/changes?full=true", cursor);

            Assert.Equal(ids.Order(), mirror.Articles.Keys.Order());
            Assert.All(mirror.Articles, copy => Assert.Equal($"https://news.example.cn/{category}/{copy.Key}", JsonDocument.Parse(copy.Value).RootElement.Text("url")));
        }
    }

    [Theory, EachEngine]
    public async Task Nobody_may_keep_an_answer_for_a_while_whatever_else_may_be_kept(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:PublicMaxAge"] = "60" });
        await PublishedAsync(portal, await portal.CategoryIdAsync());

        Assert.Contains("max-age=60", (await portal.Anonymous.GetAsync("/v1/articles")).Expect(HttpStatusCode.OK).Headers["Cache-Control"], StringComparison.Ordinal);
        foreach (var query in (string[])["", "?since=now", "?full=true&limit=1"])
        {
            var answer = (await portal.Anonymous.GetAsync($"/v1/changes{query}")).Expect(HttpStatusCode.OK);
            Assert.Equal("public, no-cache", answer.Headers["Cache-Control"]);
            var again = (await portal.Anonymous.GetAsync($"/v1/changes{query}", ("If-None-Match", answer.ETag!))).Expect(HttpStatusCode.NotModified);
            Assert.Equal("public, no-cache", again.Headers["Cache-Control"]);
        }
    }

    [Theory, EachEngine]
    public async Task Whoever_waits_is_answered_by_the_next_publication_at_once(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        var cursor = (await portal.Anonymous.GetAsync("/v1/changes?since=now")).Expect(HttpStatusCode.OK).Json.Text("cursor");

        var waiting = portal.Anonymous.GetAsync($"/v1/changes?since={cursor}&wait=60");
        Assert.False(waiting.IsCompleted);
        var id = await PublishedAsync(portal, category);
        var told = (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Expect(HttpStatusCode.OK);

        Assert.Equal(id, Assert.Single(Items(told)).Text("articleId"));
        Assert.Equal("public, no-cache", told.Headers["Cache-Control"]);
        var nothing = (await portal.Anonymous.GetAsync($"/v1/changes?since={told.Json.Text("cursor")}&wait=1")).Expect(HttpStatusCode.OK);
        Assert.Empty(Items(nothing));
        (await portal.Anonymous.GetAsync($"/v1/changes?since={told.Json.Text("cursor")}", ("If-None-Match", nothing.ETag!))).Expect(HttpStatusCode.NotModified);
    }

    [Theory, EachEngine]
    public async Task A_cursor_from_before_the_retention_is_told_where_to_start_again(Engine engine)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(clock));
        var category = await portal.CategoryIdAsync();
        var old = (await portal.Anonymous.GetAsync("/v1/changes?since=now&category=" + category)).Json.Text("cursor");
        await PublishedAsync(portal, category);
        await PublishedAsync(portal, category);
        clock.Advance(TimeSpan.FromDays(399));
        await PublishedAsync(portal, category);
        await portal.RunAsync<ChangePruner>();
        Assert.Equal(3, Items(await portal.Anonymous.GetAsync($"/v1/changes?category={category}&since={old}")).Length);
        clock.Advance(TimeSpan.FromDays(2));
        await portal.RunAsync<ChangePruner>();

        var gone = (await portal.Anonymous.GetAsync($"/v1/changes?category={category}&since={old}&full=true")).ExpectProblem(HttpStatusCode.Gone, "forgotten");

        Assert.Equal($"/v1/changes?category={category}&full=true", gone.Json.Text("restart"));
        Assert.Equal(3, Items(await portal.Anonymous.GetAsync(gone.Json.Text("restart")!)).Length);
        var stream = await portal.Anonymous.GetAsync($"/v1/changes?category={category}", ("Accept", "text/event-stream"), ("Last-Event-ID", old!));
        Assert.Equal($"/v1/changes?category={category}", stream.ExpectProblem(HttpStatusCode.Gone, "forgotten").Json.Text("restart"));
    }

    private static Task<string> PublishedAsync(Portal portal, string category) =>
        portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });

    private static async Task MoveAsync(Portal portal, string id, string category)
    {
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { categoryId = category }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
    }

    private static async Task<string> CursorAsync(Portal portal) =>
        (await portal.Anonymous.GetAsync("/v1/changes")).Expect(HttpStatusCode.OK).Json.Text("cursor")!;

    private static JsonElement[] Items(Answer page) => [.. page.Json.GetProperty("items").EnumerateArray()];

    private static string Text(JsonElement item) =>
        string.Join(' ', new[] { "kind", "articleId", "categoryId", "version", "reason" }.Select(name => item.GetProperty(name).ToString()));
}
