using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>The header of an official document, where an article leads, and its rights: as they were given, or refused.</summary>
public sealed class OfficialDocumentTests(Portals portals)
{
    private const string Header =
        """{"indexNumber":"014149421/2024-00012","topic":"国土资源","issuer":"苏州市人民政府","documentNumber":"苏府〔2024〕1号","writtenOn":"2024-02-29","status":"有效"}""";

    private const string Rights =
        """{"copyrightHolder":"苏州日报","usageTerms":"转载须注明来源","embargoUntil":"2024-03-01T09:00:00+08:00","aiGenerated":true}""";

    [Theory, EachEngine]
    public async Task They_are_public_as_they_were_given_and_a_patch_changes_one_of_them(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new
        {
            title = "通知",
            categoryId = await portal.CategoryAsync(),
            linkUrl = "https://www.gov.cn/zhengce/1.htm", // in the place of a text
            document = JsonSerializer.Deserialize<JsonElement>(Header),
            rights = JsonSerializer.Deserialize<JsonElement>(Rights.Replace("2024-03-01T09:00:00+08:00", "2024-03-01T01:00:00Z", StringComparison.Ordinal)),
        });

        var article = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json;
        Assert.Equal(Header, article.GetProperty("document").GetRawText());
        Assert.Equal(Rights, article.GetProperty("rights").GetRawText());
        Assert.Equal("https://www.gov.cn/zhengce/1.htm", article.Text("linkUrl"));

        var changed = (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { document = new { status = "废止" }, rights = new { embargoUntil = (string?)null } }, "*")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(Header.Replace("有效", "废止", StringComparison.Ordinal), changed.GetProperty("document").GetRawText());
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("rights").GetProperty("embargoUntil").ValueKind);
        var none = (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { document = (object?)null, linkUrl = (string?)null }, "*")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (none.GetProperty("document").ValueKind, none.GetProperty("linkUrl").ValueKind));
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/body");
    }

    [Theory, EachEngine]
    public async Task What_is_no_date_address_or_moment_is_refused(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        Task<Answer> SendAsync(object more) => portal.Admin.PostAsync("/v1/articles", more);

        (await SendAsync(new { title = "题", categoryId = category, document = new { writtenOn = "2024-02-30" } })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/document/writtenOn");
        (await SendAsync(new { title = "题", categoryId = category, document = new { number = "1" } })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/document/number");
        (await SendAsync(new { title = "题", categoryId = category, rights = new { embargoUntil = "2024-03-01T09:00:00" } })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/rights/embargoUntil");
        (await SendAsync(new { title = "题", categoryId = category, pinnedUntil = "tomorrow" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/pinnedUntil");
        (await SendAsync(new { title = "题", categoryId = category, linkUrl = "javascript:alert(1)", document = new { status = new string('效', 51) } }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/linkUrl", "/document/status");
    }
}
