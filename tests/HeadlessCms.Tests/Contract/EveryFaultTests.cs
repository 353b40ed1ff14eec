using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>
/// Bodies with faults of every kind at once: wrong types, unknown names, broken rules, and names of what is not there.
/// One answer names them all, and nothing is stored.
/// </summary>
public sealed class EveryFaultTests
{
    private const string NoId = "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11";

    private static readonly string[] OfArticle =
    [
        "/title too_long", "/subtitle wrong_type", "/kicker repeated", "/summary not_well_formed", "/nonsense unknown_property", "/slug wrong_form",
        "/categoryId unknown", "/alsoInIds/0 unknown", "/alsoInIds/1 wrong_type", "/alsoInIds/3 unknown", "/translationOf unknown",
        "/source/name wrong_type", "/source/x unknown_property", "/source/url not_an_address",
        "/tags/1 wrong_type", "/tags/2 required", "/tags/3 wrong_type", "/tags/4 too_long",
        "/attachments/0/id unknown", "/attachments/1 wrong_type", "/attachments/3/id wrong_type", "/attachments/4/id required",
        "/attachments/5/id unknown", "/attachments/5/role wrong_form", "/attachments/6/id wrong_type",
        "/body unknown", "/coverId not_an_image", "/extra/a repeated", "/publishedAt wrong_type",
    ];

    private static readonly string[] OfCategory =
    [
        "/name too_long", "/slug wrong_form", "/parentId unknown", "/position wrong_type", "/keywords/0 wrong_type", "/keywords/1 required", "/x unknown_property",
    ];

    private static readonly string[] OfWebhook =
    [
        "/url not_an_address", "/events/0 not_allowed", "/events/1 wrong_type", "/categoryId unknown", "/concurrency out_of_range", "/enabled wrong_type", "/x unknown_property",
    ];

    [Theory, EachEngine]
    public async Task All_faults_of_a_body_are_named_at_once_and_nothing_is_stored(Engine engine)
    {
        await using var portal = new Portal(engine);
        var known = await portal.CategoryAsync();
        var file = await portal.UploadAsync(SampleFiles.Pdf(), "文.pdf");
        var article = $"/v1/articles/{(await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = known, tags = new[] { "旧" } })).Id()}";
        var webhook = (await portal.Admin.PostAsync("/v1/webhooks", new { url = "https://a.example/", events = new[] { "published" } })).Expect(HttpStatusCode.Created).Id();
        var articleBody =
            $$"""
            {
                "title": "{{new string('题', 201)}}", "subtitle": 1, "kicker": "a", "kicker": "b", "summary": "a\u0000", "nonsense": 1, "slug": "Bad Slug",
                "categoryId": "no-such", "alsoInIds": ["no-such", 1, "{{known}}", "nor-this"], "translationOf": "{{NoId}}",
                "source": {"name": 1, "x": 2, "url": "ftp://a"},
                "tags": ["a", 1, "", null, "{{new string('题', 51)}}"],
                "attachments": [{"id": "{{NoId}}"}, 1, {"id": "{{file}}"}, {"id": "x"}, {}, {"id": "{{NoId}}", "role": "Bad Role"}, {"id": 1}],
                "body": "<img src=\"/v1/attachments/{{NoId}}/content\">", "coverId": "{{file}}", "extra": {"a": 1, "a": 2}, "publishedAt": "2021-04-20T04:11:00"
            }
            """;
        var categoryBody = $$"""{"name": "{{new string('名', 101)}}", "slug": "Bad Slug", "parentId": "no-such", "position": "1", "keywords": [1, ""], "x": 1}""";
        var webhookBody = """{"url": "ftp://x", "events": ["nonsense", 1], "categoryId": "no-such", "concurrency": 11, "enabled": 1, "x": 1}""";
        var namesOnly = $$"""{"title": "题", "categoryId": "no-such", "alsoInIds": ["no-such"], "translationOf": "{{NoId}}", "coverId": "{{NoId}}", "attachments": [{"id": "{{NoId}}"}]}""";
        var before = await portal.RowsAsync();
        var differences = new List<string>();
        async Task ExpectAsync(HttpMethod method, string path, string body, params string[] faults)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var found = (await portal.Admin.SendAsync(method, path, content, ("If-Match", "*"))).ExpectFaults();
            differences.AddRange(found.GroupBy(fault => fault).Where(same => same.Count() > 1).Select(same => $"{method} {path}: {same.Key} is named twice"));
            differences.AddRange(faults.Except(found).Select(fault => $"{method} {path}: {fault} is not named"));
            differences.AddRange(found.Except(faults).Select(fault => $"{method} {path}: {fault} is named"));
        }

        await ExpectAsync(HttpMethod.Post, "/v1/articles", articleBody, OfArticle);
        await ExpectAsync(HttpMethod.Put, article, articleBody, OfArticle);
        await ExpectAsync(HttpMethod.Patch, article, articleBody, OfArticle);
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/v1/articles"), (HttpMethod.Put, article), (HttpMethod.Patch, article) })
        {
            await ExpectAsync(method, path, namesOnly, "/categoryId unknown", "/alsoInIds/0 unknown", "/translationOf unknown", "/coverId unknown", "/attachments/0/id unknown");
        }
        await ExpectAsync(HttpMethod.Post, "/v1/categories", categoryBody, OfCategory);
        await ExpectAsync(HttpMethod.Patch, $"/v1/categories/{known}", categoryBody, OfCategory);
        await ExpectAsync(HttpMethod.Post, "/v1/webhooks", webhookBody, OfWebhook);
        await ExpectAsync(HttpMethod.Patch, $"/v1/webhooks/{webhook}", webhookBody, OfWebhook);
        await ExpectAsync(HttpMethod.Post, "/v1/keys", """{"name": 1, "scopes": ["nonsense", 2], "categoryId": "no-such", "expiresAt": "2001-01-01T00:00:00Z", "x": 1}""",
            "/name wrong_type", "/scopes/0 unknown", "/scopes/1 wrong_type", "/categoryId unknown", "/expiresAt out_of_range", "/x unknown_property");
        await ExpectAsync(HttpMethod.Post, "/v1/changes/acks", $$"""{"cursor": "no", "articleId": "{{NoId}}", "x": 1}""",
            "/cursor not_allowed", "/articleId unknown", "/x unknown_property");
        await ExpectAsync(HttpMethod.Patch, "/v1/site", $$"""{"name": "", "domain": 1, "logo": "{{NoId}}", "timeZone": "Nowhere", "x": 1}""",
            "/name required", "/domain wrong_type", "/logo unknown", "/timeZone wrong_form", "/x unknown_property");
        await ExpectAsync(HttpMethod.Patch, "/v1/site", $$"""{"logo": "{{file}}", "description": 1}""", "/logo not_an_image", "/description wrong_type");
        await ExpectAsync(HttpMethod.Patch, $"/v1/attachments/{file}", $$"""{"alt": 1, "credit": "{{new string('名', 201)}}", "fileName": "", "x": 1}""",
            "/alt wrong_type", "/credit too_long", "/fileName required", "/fileName wrong_form", "/x unknown_property");
        using (var form = Uploads.Form(SampleFiles.Pdf(), "文.pdf", null, ("decorative", "maybe"), ("credit", new string('名', 201)), ("alt", "a\0"), ("x", "1")))
        {
            Assert.Equal(
                ["/alt not_well_formed", "/credit too_long", "/decorative not_allowed", "/x unknown_property"],
                (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", form)).ExpectFaults());
        }

        Assert.Empty(differences);
        Assert.Empty(StoredData.Difference(before, await portal.RowsAsync()));
    }

    [Theory, EachEngine]
    public async Task What_a_patch_leaves_as_it_is_may_name_what_is_gone(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (home, gone) = (await portal.CategoryAsync(), await portal.CategoryIdAsync());
        var article = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = home, alsoInIds = new[] { gone } })).Id();
        var webhook = (await portal.Admin.PostAsync("/v1/webhooks", new { url = "https://a.example/", events = new[] { "published" }, categoryId = gone })).Expect(HttpStatusCode.Created).Id();
        (await portal.Admin.DeleteAsync($"/v1/categories/{gone}", "*")).Expect(HttpStatusCode.NoContent);

        Assert.Equal(["/title wrong_type"], (await portal.Admin.PatchAsync($"/v1/articles/{article}", new { title = 1, alsoInIds = new[] { gone } }, "*")).ExpectFaults());
        Assert.Equal(["/enabled wrong_type"], (await portal.Admin.PatchAsync($"/v1/webhooks/{webhook}", new { enabled = 1 }, "*")).ExpectFaults());
    }

    [Theory, EachEngine]
    public async Task Whether_a_patch_may_be_laid_over_what_is_there_comes_before_what_is_wrong_with_it(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (mine, others) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var limited = await portal.WithinAsync(mine);
        var article = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = others })).Id();
        var file = await portal.UploadAsync(SampleFiles.Pdf(), "文.pdf");
        var wrong = new JsonObject { ["x"] = 1 };

        foreach (var path in (string[])["articles", "categories", "attachments", "webhooks"])
        {
            (await portal.Admin.PatchAsync($"/v1/{path}/{NoId}", wrong, "*")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
        foreach (var path in (string[])[$"articles/{article}", $"categories/{others}", $"attachments/{file}"])
        {
            (await limited.PatchAsync($"/v1/{path}", wrong, "*")).Expect(HttpStatusCode.Forbidden);
            (await portal.Admin.PatchAsync($"/v1/{path}", wrong, "\"old\"")).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        }
        (await portal.Admin.PatchAsync("/v1/site", wrong, "\"old\"")).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
    }
}
