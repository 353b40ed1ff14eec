using System.Net;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Versions;

public sealed class VersionTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Every_saved_state_is_listed_newest_first_with_what_it_changed(Engine engine)
    {
        var portal = portals.On(engine);
        var created = await portal.DraftAsync(new { title = "一", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), changeNote = "初稿" });
        var address = $"/v1/articles/{created.Id()}";
        (await portal.Admin.PostAsync($"{address}/publish", new { changeNote = "上线" })).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync(address, new { title = "二", tags = new[] { "市政" }, source = new { name = "日报" } }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync(address, new { title = "二" }, "*")).Expect(HttpStatusCode.OK); // says nothing new
        (await portal.Admin.PatchAsync(address, new { body = "<p>改文</p>", slug = Samples.Name("s"), changeNote = "改" }, "*")).Expect(HttpStatusCode.OK);

        var page = (await portal.Admin.GetAsync($"{address}/versions?count=true")).Expect(HttpStatusCode.OK);
        var items = page.Json.GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal([3, 2, 1], items.Select(item => item.GetProperty("version").GetInt32()));
        Assert.Equal(["改", null, "初稿"], items.Select(item => item.Text("changeNote")));
        Assert.Equal([false, false, true], items.Select(item => item.GetProperty("published").GetBoolean()));
        Assert.Equal(["slug,body", "title,source,tags", ""], items.Select(item => string.Join(',', item.GetProperty("changed").EnumerateArray())));
        Assert.All(items, item => Assert.Equal("admin", item.Text("by")));
        Assert.All(items, item => Assert.EndsWith("+08:00", item.Text("savedAt"), StringComparison.Ordinal));
        Assert.Equal(items[2].Text("firstPublishedAt"), items[2].Text("lastPublishedAt"));
        Assert.Null(items[1].Text("firstPublishedAt"));
        Assert.Equal(3, page.Json.GetProperty("total").GetInt32());
        (await portal.Admin.GetAsync($"{address}/versions?count=true", ("If-None-Match", page.ETag!))).Expect(HttpStatusCode.NotModified);
        Assert.Equal("no-store, private", page.Headers["Cache-Control"]);
        var told = (await portal.Admin.GetAsync($"/v1/audit?targetId={created.Id()}&action=article.publish")).Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal("上线", Assert.Single(told.EnumerateArray()).GetProperty("after").Text("changeNote"));
    }

    [Theory, EachEngine]
    public async Task Each_says_when_it_was_saved_and_by_whom_and_when_it_was_public(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var made = await portal.Admin.KeyAsync(null, "articles:write");
        var address = $"/v1/articles/{(await portal.DraftAsync(new { title = "一", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id()}";
        clock.Advance(TimeSpan.FromMilliseconds(90_500));
        (await portal.With(made.KeyText()).PatchAsync(address, new { title = "二" }, "*")).Expect(HttpStatusCode.OK);
        foreach (var _ in (int[])[1, 2])
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            (await portal.Admin.PostAsync($"{address}/publish", new { })).Expect(HttpStatusCode.OK);
            (await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        }

        var items = (await portal.Admin.GetAsync($"{address}/versions")).Expect(HttpStatusCode.OK).Json.GetProperty("items");

        Assert.Equal(["2026-11-23T12:01:30.5+08:00", "2026-11-23T12:00:00+08:00"], items.EnumerateArray().Select(item => item.Text("savedAt")));
        Assert.Equal([made.Json.Text("name"), "admin"], items.EnumerateArray().Select(item => item.Text("by")));
        Assert.Equal(("2026-11-23T12:02:30.5+08:00", "2026-11-23T12:03:30.5+08:00"), (items[0].Text("firstPublishedAt"), items[0].Text("lastPublishedAt")));
        Assert.Null(items[1].Text("firstPublishedAt"));
    }

    [Theory, EachEngine]
    public async Task A_walk_meets_every_version_once(Engine engine)
    {
        var portal = portals.On(engine);
        var ids = new List<string>();
        for (var n = 0; n < 2; n++)
        {
            ids.Add((await portal.DraftAsync(new { title = "1", categoryId = await portal.CategoryAsync() })).Id());
            for (var version = 2; version <= 5; version++)
            {
                (await portal.Admin.PatchAsync($"/v1/articles/{ids[n]}", new { title = $"{version}" }, "*")).Expect(HttpStatusCode.OK);
            }
        }

        var (seen, cursor, address) = (new List<int>(), (string?)null, $"/v1/articles/{ids[0]}/versions?limit=2");
        do
        {
            var page = (await portal.Admin.GetAsync(cursor is null ? address : $"{address}&cursor={cursor}")).Expect(HttpStatusCode.OK);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("version").GetInt32()));
            if (cursor is null)
            {
                (await portal.Admin.PatchAsync($"/v1/articles/{ids[0]}", new { title = "later" }, "*")).Expect(HttpStatusCode.OK);
            }
            cursor = page.Json.Text("nextCursor");
            Assert.Equal(cursor is not null, page.Headers.ContainsKey("Link"));
        }
        while (cursor is not null);

        Assert.Equal([5, 4, 3, 2, 1], seen);
        var foreign = (await portal.Admin.GetAsync($"/v1/articles/{ids[1]}/versions?limit=2")).Json.Text("nextCursor");
        (await portal.Admin.GetAsync($"{address}&cursor={foreign}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
    }

    [Theory, EachEngine]
    public async Task A_version_reads_as_it_was_while_the_draft_moves_on(Engine engine)
    {
        await using var portal = new Portal(engine); // tags cover the whole tree, which other tests change
        var category = await portal.CategoryAsync();
        var created = await portal.DraftAsync(new { slug = "was", title = "旧题", body = "旧 **文**", bodyFormat = "markdown", categoryId = category });
        var address = $"/v1/articles/{created.Id()}";
        var first = (await portal.Admin.GetAsync($"{address}?version=1")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync(address, new { slug = "now", title = "新题", body = "新" }, first.ETag)).Expect(HttpStatusCode.OK);

        var was = (await portal.Admin.GetAsync($"{address}?version=1")).Expect(HttpStatusCode.OK);
        var detail = (await portal.Admin.GetAsync($"{address}/versions/1")).Expect(HttpStatusCode.OK);

        Assert.Equal("旧题", was.Json.Text("title"));
        Assert.Equal("was", was.Json.Text("slug"));
        Assert.Equal("旧 **文**", was.Json.Text("bodySource"));
        Assert.Contains("<strong>文</strong>", was.Json.Text("body"), StringComparison.Ordinal);
        Assert.Equal(1, was.Json.GetProperty("version").GetInt32());
        Assert.EndsWith($"/{category}/was", was.Json.Text("url"), StringComparison.Ordinal);
        Assert.Equal(was.Json.ToString(), detail.Json.GetProperty("article").ToString());
        Assert.Equal(1, detail.Json.GetProperty("version").GetInt32());
        foreach (var read in (Answer[])[was, detail])
        {
            Assert.Equal("no-store, private", read.Headers["Cache-Control"]);
        }
        Assert.Empty((await portal.Admin.GetAsync($"{address}?version=1", ("If-None-Match", was.ETag!))).Expect(HttpStatusCode.NotModified).Bytes);
        Assert.Empty((await portal.Admin.GetAsync($"{address}/versions/1", ("If-None-Match", detail.ETag!))).Expect(HttpStatusCode.NotModified).Bytes);
        (await portal.Admin.PatchAsync(address, new { title = "晚了" }, was.ETag)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await portal.Admin.PatchAsync($"/v1/categories/{category}", new { name = "改名" }, "*");
        Assert.Equal("改名", (await portal.Admin.GetAsync($"{address}?version=1&fields=category", ("If-None-Match", was.ETag!)))
            .Expect(HttpStatusCode.OK).Json.GetProperty("category").Text("name"));
    }

    [Theory, EachEngine]
    public async Task What_is_not_there_is_404_and_nobody_without_the_scope_learns_more(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var paths = (string[])["?version=2", "/versions/2", "/versions/2/diff?to=1", "/versions/1/diff?to=2"];

        foreach (var path in paths)
        {
            (await portal.Admin.GetAsync($"/v1/articles/{id}{path}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
        (await portal.Admin.PostAsync($"/v1/articles/{id}/versions/2/restore")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.GetAsync("/v1/articles/nobody/versions")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.GetAsync($"/v1/articles/{id}?version=0")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "version");
        (await portal.Admin.GetAsync($"/v1/articles/{id}/versions/1/diff?to=x")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "to");
        foreach (var path in paths.Concat(["?version=1", "/versions", "/versions/1"]))
        {
            (await portal.Anonymous.GetAsync($"/v1/articles/{id}{path}")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }
}
