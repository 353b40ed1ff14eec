using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>What a stranger meets in the first hour: every answer says what it is, every refusal what would be right.</summary>
public sealed class FirstHourTests(Portals portals)
{
    [Theory]
    [EachEngine("/v1/articles", HttpStatusCode.OK)]
    [EachEngine("/v1/site", HttpStatusCode.OK)]
    [EachEngine("/v1/articles?limit=0", HttpStatusCode.BadRequest)]
    [EachEngine("/v1/articles/never-was", HttpStatusCode.NotFound)]
    [EachEngine("/v1/keys", HttpStatusCode.Unauthorized)]
    [EachEngine("/nowhere", HttpStatusCode.NotFound)]
    [EachEngine("/livez", HttpStatusCode.OK)]
    [EachEngine("/openapi/v1.json", HttpStatusCode.OK)]
    public async Task No_answer_is_taken_for_another_type_than_it_says(Engine engine, string path, HttpStatusCode status) =>
        Assert.Equal("nosniff", (await portals.On(engine).Anonymous.GetAsync(path)).Expect(status).Headers["X-Content-Type-Options"]);

    [Theory]
    [EachEngine("fields=titel,slug", "fields", "'titel' is not known here. It must be some of id, slug,")]
    [EachEngine("fields=a,b,c", "fields", "'a' is not known here, nor are 2 more. ")]
    [EachEngine("fields=slug,slug", "fields", "'slug' is named twice. ")]
    [EachEngine("include=boddy", "include", "'boddy' is not known here. It must be some of body, attachments,")]
    [EachEngine("sort=date", "sort", "'date' is not known here. It must be one of -publishedAt, publishedAt, -updatedAt, -views, title.")]
    [EachEngine("ids=x", "ids", "'x' is no id. It must be up to 100 ids, separated by commas.")]
    [EachEngine("locale=!", "locale", "It must be a BCP 47 language tag, such as zh-CN.")]
    public async Task A_value_that_a_parameter_does_not_take_is_named_with_those_it_takes(Engine engine, string query, string parameter, string detail)
    {
        var answer = (await portals.On(engine).Anonymous.GetAsync($"/v1/articles?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", parameter);

        Assert.StartsWith(detail, answer.Json.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [EachEngine("/v1/categories", """{"slug":"A b","name":" ","position":-1,"type":"123456789012345678901234567890123456789012345678901"}""",
        "slug must be lower-case letters a to z and digits in words joined by single hyphens, such as suzhou-news.",
        "name is required, and must not be blank.",
        "type may have at most 50 characters; it has 51.",
        "position must be 0 or more.")]
    [EachEngine("/v1/articles", """{"title":"t","categoryId":"c","locale":"x","source":{"name":""},"attachments":[{"role":"A b"}]}""",
        "locale must be a BCP 47 language tag, such as zh-CN.",
        "name is required, and must not be blank.",
        "id is required.",
        "role must be lower-case words joined by single hyphens, such as related.",
        "No category has the id or slug 'c'.")]
    public async Task A_broken_rule_says_in_the_clients_own_names_what_is_expected(Engine engine, string path, string body, params string[] details)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = (await portals.On(engine).Admin.SendAsync(HttpMethod.Post, path, content)).Expect(HttpStatusCode.BadRequest);

        Assert.Equal(details, answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.Text("detail")));
    }

    [Theory, EachEngine]
    public async Task Editors_name_their_own_properties_in_fields_and_nobody_else_does(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new { title = "甲", categoryId = await portal.CategoryAsync(), body = "# 题", bodyFormat = "markdown" });
        const string Fields = "fields=title,pending,schedule,publishFault,bodySource";

        var one = (await portal.Admin.GetAsync($"/v1/articles/{id}?{Fields}")).Expect(HttpStatusCode.OK).Json;
        var listed = (await portal.Admin.GetAsync($"/v1/articles?ids={id}&{Fields}")).Expect(HttpStatusCode.OK).Json.GetProperty("items")[0];

        Assert.All(new[] { one, listed }, article =>
        {
            Assert.Equal(["bodySource", "id", "pending", "publishFault", "schedule", "title"], article.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
            Assert.False(article.GetProperty("pending").GetBoolean());
            Assert.Equal("# 题", article.Text("bodySource"));
        });
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}?{Fields}")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await portal.Anonymous.GetAsync($"/v1/articles?{Fields}")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory, EachEngine]
    public async Task Tags_are_counted_when_asked(Engine engine)
    {
        var portal = portals.On(engine);
        await portal.PublishedAsync(new { title = "甲", categoryId = await portal.CategoryAsync(), body = "<p>文</p>", tags = new[] { Samples.Name("tag") } });

        var page = (await portal.Anonymous.GetAsync("/v1/tags?count=true&limit=1")).Expect(HttpStatusCode.OK).Json;

        Assert.True(page.GetProperty("total").GetInt64() >= 1);
        Assert.False((await portal.Anonymous.GetAsync("/v1/tags?limit=1")).Json.TryGetProperty("total", out _));
    }

    [Theory, EachEngine]
    public async Task A_range_in_a_foreign_unit_is_ignored_and_a_problem_has_nothing_of_the_file(Engine engine)
    {
        var portal = portals.On(engine);
        var path = $"/v1/attachments/{await portal.UploadAsync(SampleFiles.Pdf(), "a.pdf")}/content";

        var whole = (await portal.Admin.GetAsync(path, ("Range", "lines=0-5"))).Expect(HttpStatusCode.OK);
        Assert.Equal(SampleFiles.Pdf(), whole.Bytes);

        var beyond = (await portal.Admin.GetAsync(path, ("Range", "bytes=999999-"))).ExpectProblem(HttpStatusCode.RequestedRangeNotSatisfiable, "range-not-satisfiable");
        Assert.Equal($"bytes */{SampleFiles.Pdf().Length}", beyond.Headers["Content-Range"]);
        var other = (await portal.Admin.GetAsync(path, ("If-Match", "\"other\""))).Expect(HttpStatusCode.PreconditionFailed);
        Assert.Equal("application/problem+json", other.Headers["Content-Type"]);
        Assert.DoesNotContain("Content-Range", other.Headers.Keys);
        Assert.All(new[] { beyond, other }, answer =>
        {
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.DoesNotContain(answer.Headers.Keys, name => name is "Content-Disposition" or "ETag" or "Last-Modified" or "Accept-Ranges" or "Content-Security-Policy");
        });
    }

    [Theory]
    [EachEngine("filename=\"a\0b.txt\"")]
    [EachEngine("filename*=UTF-8''a%00b.txt")]
    public async Task A_files_name_holds_no_NUL(Engine engine, string name)
    {
        var portal = portals.On(engine);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"file\"; {name}\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--\r\n"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", content)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/file");
    }
}
