using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Partners;

public sealed class ReceiptTests
{
    [Theory, EachEngine]
    public async Task Editors_see_when_a_takedown_was_delivered_and_when_it_was_confirmed(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        var (first, second) = (await PublishedAsync(portal, category), await PublishedAsync(portal, category));
        Assert.Empty(await PartnersAsync(portal));
        var cursor = (await portal.Admin.GetAsync("/v1/changes")).Expect(HttpStatusCode.OK).Json.Text("cursor");
        await portal.Anonymous.GetAsync("/v1/changes"); // the public leaves no trace
        (await portal.Admin.PostAsync("/v1/changes/acks", new { cursor })).Expect(HttpStatusCode.OK);
        await portal.Admin.PostAsync($"/v1/articles/{first}/withdraw", new { reason = "legal" });
        await portal.Admin.PostAsync($"/v1/articles/{second}/withdraw", new { reason = "error" });

        var before = Assert.Single(await PartnersAsync(portal, $"?articleId={first}"));
        var next = (await portal.Admin.GetAsync($"/v1/changes?since={cursor}")).Expect(HttpStatusCode.OK).Json.Text("cursor");
        var delivered = Assert.Single(await PartnersAsync(portal, $"?articleId={first}"));
        var confirmed = (await portal.Admin.PostAsync("/v1/changes/acks", new { articleId = first })).Expect(HttpStatusCode.OK).Json;
        var all = (await portal.Admin.PostAsync("/v1/changes/acks", new { cursor = next })).Expect(HttpStatusCode.OK).Json;
        var after = Assert.Single(await PartnersAsync(portal, $"?articleId={second}"));

        Assert.Equal("admin", before.Text("name"));
        Assert.Equal(2, before.GetProperty("pendingTakedowns").GetInt32());
        Assert.Equal(JsonValueKind.Null, before.GetProperty("takedown").GetProperty("deliveredAt").ValueKind);
        Assert.NotNull(delivered.GetProperty("takedown").Text("deliveredAt"));
        Assert.Equal(JsonValueKind.Null, delivered.GetProperty("takedown").GetProperty("acknowledgedAt").ValueKind);
        Assert.Equal(1, confirmed.GetProperty("pendingTakedowns").GetInt32());
        Assert.NotNull(confirmed.GetProperty("takedown").Text("acknowledgedAt"));
        Assert.Equal(0, all.GetProperty("pendingTakedowns").GetInt32());
        Assert.NotNull(after.GetProperty("takedown").Text("acknowledgedAt"));
        Assert.NotNull(after.Text("acknowledgedUpTo"));
    }

    [Theory, EachEngine]
    public async Task What_confirms_nothing_is_refused(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = await PublishedAsync(portal, await portal.CategoryIdAsync());
        var cursor = (await portal.Anonymous.GetAsync("/v1/changes")).Json.Text("cursor")!;

        (await portal.Anonymous.PostAsync("/v1/changes/acks", new { cursor })).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await portal.Anonymous.GetAsync("/v1/changes/partners")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await portal.Admin.PostAsync("/v1/changes/acks", new { })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/cursor");
        (await portal.Admin.PostAsync("/v1/changes/acks", new { cursor = cursor[1..], articleId = id })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/cursor", "/articleId");
        (await portal.Admin.GetAsync($"/v1/changes/partners?articleId={id}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "articleId");
        Assert.Empty(await PartnersAsync(portal));
    }

    private static Task<string> PublishedAsync(Portal portal, string category) =>
        portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });

    private static async Task<JsonElement[]> PartnersAsync(Portal portal, string query = "") =>
        [.. (await portal.Admin.GetAsync($"/v1/changes/partners{query}")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];
}
