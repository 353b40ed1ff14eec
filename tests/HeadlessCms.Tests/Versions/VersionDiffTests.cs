using System.Diagnostics;
using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Versions;

public sealed class VersionDiffTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_diff_names_every_place_with_both_values_and_shows_the_text(Engine engine)
    {
        var portal = portals.On(engine);
        var created = await portal.DraftAsync(new
        {
            title = "市政新闻",
            body = "<p>昨天，苏州召开推进大会。</p>",
            categoryId = await portal.CategoryAsync(),
            tags = new[] { "甲" },
            publishedAt = "2021-04-19T20:11:00Z",
            extra = new { layout = new { wide = true }, old = 1 },
        });
        var address = $"/v1/articles/{created.Id()}";
        var change = new
        {
            title = "市政要闻",
            subtitle = "副题",
            body = "<p>昨天，苏州召开动员大会。</p>",
            tags = new[] { "甲", "乙" },
            publishedAt = "2021-04-20T20:11:00Z",
            extra = new { layout = new { wide = false }, old = (int?)null },
        };
        (await portal.Admin.PatchAsync(address, change, "*")).Expect(HttpStatusCode.OK);

        var diff = (await portal.Admin.GetAsync($"{address}/versions/1/diff")).Expect(HttpStatusCode.OK);
        var changes = diff.Json.GetProperty("changes").EnumerateArray().ToDictionary(one => one.Text("pointer")!);
        var back = (await portal.Admin.GetAsync($"{address}/versions/2/diff?to=1")).Expect(HttpStatusCode.OK);

        Assert.Equal((1, 2), (diff.Json.GetProperty("from").GetInt32(), diff.Json.GetProperty("to").GetInt32()));
        Assert.Equal(["/title", "/subtitle", "/body", "/tags", "/extra/layout/wide", "/extra/old", "/publishedAt"], changes.Keys);
        Assert.Equal("市政[-新-]{+要+}闻", changes["/title"].Text("text"));
        Assert.Equal("{+副题+}", changes["/subtitle"].Text("text"));
        Assert.Equal("<p>昨天，苏州召开[-推进-]{+动员+}大会。</p>", changes["/body"].Text("text"));
        Assert.Equal("<p>昨天，苏州召开推进大会。</p>", changes["/body"].Text("before"));
        Assert.Equal("""["甲","乙"]""", changes["/tags"].GetProperty("after").ToString());
        Assert.Equal("2021-04-20T04:11:00+08:00", changes["/publishedAt"].Text("before"));
        Assert.Equal(JsonValueKind.Null, changes["/extra/old"].GetProperty("after").ValueKind);
        Assert.Equal(JsonValueKind.Null, changes["/tags"].GetProperty("text").ValueKind);
        Assert.Equal("市政[-要-]{+新+}闻", back.Json.GetProperty("changes")[0].Text("text"));
        Assert.Empty((await portal.Admin.GetAsync($"{address}/versions/2/diff")).Json.GetProperty("changes").EnumerateArray());
        Assert.Empty((await portal.Admin.GetAsync($"{address}/versions/1/diff", ("If-None-Match", diff.ETag!))).Expect(HttpStatusCode.NotModified).Bytes);
    }

    [Theory, EachEngine]
    public async Task Of_two_editors_the_stale_one_is_refused_and_nothing_is_lost(Engine engine)
    {
        var portal = portals.On(engine);
        var created = await portal.DraftAsync(new { title = "共稿", summary = "旧摘要", body = "<p>甲段。</p>\n<p>乙段。</p>", categoryId = await portal.CategoryAsync() });
        var address = $"/v1/articles/{created.Id()}";
        var (hers, his) = (await portal.Admin.GetAsync($"{address}?version=draft"), await portal.Admin.GetAsync($"{address}?version=draft"));

        (await portal.Admin.PatchAsync(address, new { body = "<p>她的甲段。</p>\n<p>乙段。</p>" }, hers.ETag)).Expect(HttpStatusCode.OK);
        var refused = (await portal.Admin.PatchAsync(address, new { summary = "他的摘要" }, his.ETag)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await portal.Admin.PostAsync($"{address}/versions/1/restore", null, ("If-Match", his.ETag!))).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await portal.Admin.PatchAsync(address, new { summary = "他的摘要" }, refused.ETag)).Expect(HttpStatusCode.OK);

        var diff = (await portal.Admin.GetAsync($"{address}/versions/1/diff?to=3")).Expect(HttpStatusCode.OK).Json.GetProperty("changes");
        Assert.Equal(["/summary", "/body"], diff.EnumerateArray().Select(change => change.Text("pointer")));
        Assert.Equal("[-旧-]{+他的+}摘要", diff[0].Text("text"));
        Assert.Equal("<p>{+她的+}甲段。</p>\n<p>乙段。</p>", diff[1].Text("text"));
        Assert.Equal(3, (await portal.Admin.GetAsync($"{address}?version=draft")).Json.GetProperty("version").GetInt32());
    }

    [Theory, EachEngine]
    public async Task Bodies_as_large_as_they_may_be_are_compared_in_bounded_time_and_space(Engine engine)
    {
        var portal = portals.On(engine);
        static string Body(int seed) => string.Concat(Enumerable.Range(0, Depth.Pick(200_000, 990_000)).Select(n => (char)('一' + ((long)n * (seed + 7919) % 9973)))); // the limit is a million characters
        var created = await portal.DraftAsync(new { title = "巨", body = Body(1), categoryId = await portal.CategoryAsync() });
        (await portal.Admin.PatchAsync($"/v1/articles/{created.Id()}", new { body = Body(2) }, "*")).Expect(HttpStatusCode.OK);
        var clock = Stopwatch.StartNew();

        var diff = (await portal.Admin.GetAsync($"/v1/articles/{created.Id()}/versions/1/diff")).Expect(HttpStatusCode.OK);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
        Assert.InRange(diff.Json.GetProperty("changes")[0].Text("text")!.Length, 1, 110_000);
    }
}
