using System.Globalization;
using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

public sealed class AuditTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Every_step_of_an_article_is_told_with_what_it_changed(Engine engine)
    {
        var portal = portals.On(engine);
        var created = await portal.DraftAsync(new { title = "原题", summary = "摘要", body = "<p>正文</p>", categoryId = await portal.CategoryAsync() });
        var (id, address) = (created.Id(), $"/v1/articles/{created.Id()}");
        var changed = (await portal.Admin.PatchAsync(address, new { title = "新题", summary = (string?)null, body = "<p>别的</p>" }, created.ETag)).Expect(HttpStatusCode.OK);
        await portal.Admin.PatchAsync(address, new { title = "新题" }, "*"); // changes nothing, and is not told
        await portal.Admin.PostAsync($"{address}/publish", new { changeNote = "首发" });
        await portal.Admin.PostAsync($"{address}/publish");
        await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "error", note = "内部" });
        await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "error" }); // refused, and is not told
        await portal.Admin.DeleteAsync(address, "*");
        await portal.Admin.PostAsync($"{address}/restore");
        await portal.Admin.DeleteAsync($"{address}?permanent=true", "*");

        var told = await ToldAsync(portal, $"targetId={id}");

        Assert.Equal(
            ["article.erase", "article.restore", "article.trash", "article.withdraw", "article.publish", "article.update", "article.create"],
            told.Select(entry => entry.Text("action")));
        var update = told[5];
        Assert.Equal("""{"title":"原题","summary":"摘要","version":1}""", Short(update, "before"));
        Assert.Equal("""{"title":"新题","summary":null,"version":2}""", Short(update, "after"));
        Assert.Matches("^[0-9a-f]{64}$", update.GetProperty("after").Text("bodySha256")!);
        Assert.Equal("""{"keyId":null,"name":"admin"}""", update.GetProperty("actor").GetRawText());
        Assert.Equal($$"""{"type":"article","id":"{{id}}"}""", update.GetProperty("target").GetRawText());
        Assert.Equal(changed.Headers["X-Request-Id"], update.Text("requestId"));
        Assert.Equal(["id", "at", "action", "actor", "target", "before", "after", "requestId"], update.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"state":"published","publicVersion":2,"changeNote":"首发"}""", told[4].GetProperty("after").GetRawText());
        Assert.Equal("""{"state":"withdrawn","reason":"error","note":"内部"}""", told[3].GetProperty("after").GetRawText());
        Assert.Equal(JsonValueKind.Null, told[0].GetProperty("after").ValueKind);
        Assert.Equal(JsonValueKind.Null, told[6].GetProperty("before").ValueKind);
    }

    [Theory, EachEngine]
    public async Task Categories_and_files_are_told_too(Engine engine)
    {
        var portal = portals.On(engine);
        var other = await portal.CategoryAsync();
        var slug = await portal.CategoryAsync();
        var category = (await portal.Admin.GetAsync($"/v1/categories/{slug}")).Id();
        (await portal.Admin.PatchAsync($"/v1/categories/{category}", new { name = Samples.Name("改") }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/categories/{category}?moveTo={other}", "*")).Expect(HttpStatusCode.NoContent);
        var file = await portal.UploadAsync(SampleImages.Png(2, 2), "a.png");
        (await portal.Admin.PatchAsync($"/v1/attachments/{file}", new { alt = new string('长', 400) }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/attachments/{file}", "*")).Expect(HttpStatusCode.NoContent);

        var tree = await ToldAsync(portal, $"targetId={category}");
        var files = await ToldAsync(portal, $"targetId={file}");

        Assert.Equal(["category.delete", "category.update", "category.create"], tree.Select(entry => entry.Text("action")));
        Assert.Equal($$"""{"movedTo":"{{other}}"}""", tree[0].GetProperty("after").GetRawText());
        Assert.Equal(["name"], tree[1].GetProperty("after").EnumerateObject().Select(member => member.Name));
        Assert.Equal(["attachment.delete", "attachment.update", "attachment.create"], files.Select(entry => entry.Text("action")));
        Assert.Equal(400, files[1].GetProperty("after").GetProperty("alt").GetProperty("length").GetInt32());
    }

    [Theory, EachEngine]
    public async Task Moments_within_a_state_are_told_in_UTC_to_the_millisecond(Engine engine)
    {
        var portal = portals.On(engine);
        var key = (await portal.Admin.PostAsync("/v1/keys", new { name = Samples.Name("k"), scopes = new[] { "drafts:read" }, expiresAt = "2999-01-01T00:00:00.1239999Z" })).Expect(HttpStatusCode.Created);

        var after = Assert.Single(await ToldAsync(portal, $"targetId={key.Id()}")).GetProperty("after");

        Assert.Equal("2999-01-01T00:00:00.123Z", after.Text("expiresAt"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", after.Text("createdAt"));
    }

    [Theory, EachEngine]
    public async Task Every_filter_narrows_and_the_walk_is_whole(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var articles = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            articles.Add(await portal.PublishedAsync(new { title = $"题{i}", body = "<p>文</p>", categoryId = category }));
        }
        var all = await ToldAsync(portal, "limit=100");
        var third = all[4].Text("at")!;

        Assert.Equal(11, all.Length);
        Assert.Equal(all.Select(entry => entry.Text("id")), await portal.Admin.WalkAsync("/v1/audit?limit=2"));
        Assert.Equal(5, (await ToldAsync(portal, "action=article.publish")).Length);
        Assert.Equal(10, (await ToldAsync(portal, "targetType=article")).Length);
        Assert.Equal(2, (await ToldAsync(portal, $"targetType=article&targetId={articles[3]}&actor=admin")).Length);
        Assert.Empty(await ToldAsync(portal, "actor=nobody"));
        Assert.Empty(await ToldAsync(portal, $"actor={articles[0]}"));
        Assert.All(await ToldAsync(portal, $"from={Uri.EscapeDataString(third)}"), entry => Assert.True(Time(entry) >= DateTimeOffset.Parse(third, CultureInfo.InvariantCulture)));
        Assert.Equal(11, (await ToldAsync(portal, $"from={Uri.EscapeDataString(third)}")).Length + (await ToldAsync(portal, $"to={Uri.EscapeDataString(third)}")).Length);
        Assert.Empty(await ToldAsync(portal, "from=2099-01-01T00:00:00Z"));
        Assert.Equal(11, (await portal.Admin.GetAsync("/v1/audit?count=true&limit=1&to=2099-01-01T00:00:00Z")).Json.GetProperty("total").GetInt32());
        var cursor = (await portal.Admin.GetAsync("/v1/audit?limit=2")).Json.Text("nextCursor");
        (await portal.Admin.GetAsync($"/v1/audit?action=article.publish&cursor={cursor}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
        (await portal.Admin.GetAsync("/v1/audit?who=me&limit=0")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "who", "limit");
        (await portal.Admin.GetAsync("/v1/audit?targetType=nope")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "targetType");
        (await portal.Anonymous.GetAsync("/v1/audit")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static async Task<JsonElement[]> ToldAsync(Portal portal, string query) =>
        [.. (await portal.Admin.GetAsync($"/v1/audit?{query}")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private static DateTimeOffset Time(JsonElement entry) => entry.GetProperty("at").GetDateTimeOffset();

    private static string Short(JsonElement entry, string side) =>
        $"{{{string.Join(',', entry.GetProperty(side).EnumerateObject().Where(member => member.Name != "bodySha256").Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}"))}}}";
}
