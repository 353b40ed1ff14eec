using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>Which files a key that is limited to a category sees, uses and changes.</summary>
public sealed class FileReachTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_file_of_a_draft_elsewhere_can_neither_be_seen_nor_published(Engine engine)
    {
        var portal = portals.On(engine);
        var (own, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var editor = await portal.WithinAsync(own);
        var file = await portal.UploadAsync(SampleImages.Jpeg(), "秘.jpg", ("alt", "秘"));
        await portal.DraftAsync(new { title = "外", body = $"<p><img src=\"/v1/attachments/{file}/content\"></p>", categoryId = elsewhere });
        var mine = (await portal.DraftAsync(new { title = "内", body = "<p>文</p>", categoryId = own })).Id();

        foreach (var answer in (Answer[])
        [
            await editor.GetAsync($"/v1/attachments/{file}"),
            await editor.GetAsync($"/v1/attachments/{file}/content"),
            await editor.GetAsync($"/v1/attachments/{file}/usage"),
            await editor.PatchAsync($"/v1/attachments/{file}", new { alt = "夺" }, "*"),
            await editor.DeleteAsync($"/v1/attachments/{file}", "*"),
            await editor.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = own, coverId = file }),
            await editor.PatchAsync($"/v1/articles/{mine}", new { coverId = file }, "*"),
            await editor.PatchAsync($"/v1/articles/{mine}", new { attachments = new[] { new { id = file } } }, "*"),
            await editor.PatchAsync($"/v1/articles/{mine}", new { body = $"<p><a href=\"/v1/attachments/{file}/content\">文</a></p>" }, "*"),
        ])
        {
            answer.ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
            Assert.DoesNotContain("秘", answer.Text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(file, await editor.WalkAsync("/v1/attachments?limit=100"));
        Assert.Equal("[]", (await editor.GetAsync($"/v1/articles/{mine}?version=draft")).Json.GetProperty("attachments").ToString());

        // Once the public sees it, everybody may show it, and still not change it.
        await portal.PublishedAsync(new { title = "外", body = "<p>文</p>", categoryId = elsewhere, coverId = file });
        (await editor.GetAsync($"/v1/attachments/{file}/content")).Expect(HttpStatusCode.OK);
        (await editor.PatchAsync($"/v1/articles/{mine}", new { coverId = file }, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal([mine], (await editor.GetAsync($"/v1/attachments/{file}/usage")).Json.GetProperty("items").EnumerateArray().Select(use => use.Text("articleId")));
        (await editor.PatchAsync($"/v1/attachments/{file}", new { alt = "夺" }, "*")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory, EachEngine]
    public async Task What_is_uploaded_within_a_subtree_is_its_own_until_it_is_used(Engine engine)
    {
        var portal = portals.On(engine);
        var section = await portal.CategoryAsync();
        var editor = await portal.WithinAsync(section);
        var colleague = await portal.WithinAsync(section);
        var chief = await portal.WithinAsync((await portal.Admin.GetAsync($"/v1/categories/{await portal.CategoryAsync()}")).Id());
        var fresh = (await editor.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleImages.Jpeg(), "图.jpg"))).Expect(HttpStatusCode.Created).Id();
        var common = await portal.UploadAsync(SampleImages.Jpeg(), "库.jpg", ("alt", "库"));

        foreach (var stranger in (Answer[])
        [
            await chief.GetAsync($"/v1/attachments/{fresh}/content"),
            await chief.PatchAsync($"/v1/attachments/{fresh}", new { alt = "夺" }, "*"),
            await chief.DeleteAsync($"/v1/attachments/{fresh}", "*"),
            await chief.DeleteAsync($"/v1/attachments/{common}", "*"), // of the whole house: to be used, not to be changed
            await chief.PatchAsync($"/v1/attachments/{common}", new { alt = "夺" }, "*"),
        ])
        {
            stranger.ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        }
        var listed = await chief.WalkAsync("/v1/attachments?unused=true&limit=100");
        Assert.DoesNotContain(fresh, listed);
        Assert.Contains(common, listed);
        (await chief.GetAsync($"/v1/attachments/{common}")).Expect(HttpStatusCode.OK);

        (await colleague.PatchAsync($"/v1/attachments/{fresh}", new { alt = "图" }, "*")).Expect(HttpStatusCode.OK);
        (await colleague.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = section, coverId = fresh })).Expect(HttpStatusCode.Created);
        (await editor.GetAsync($"/v1/attachments/{fresh}/usage")).Expect(HttpStatusCode.OK);
        var second = (await editor.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleImages.Jpeg(), "图.jpg"))).Expect(HttpStatusCode.Created).Id();
        (await colleague.DeleteAsync($"/v1/attachments/{second}", "*")).Expect(HttpStatusCode.NoContent);
    }

    [Theory, EachEngine]
    public async Task The_sites_logo_is_the_whole_sites(Engine engine)
    {
        await using var portal = new Portal(engine);
        var section = await portal.CategoryAsync();
        var editor = await portal.WithinAsync(section);
        var logo = (await editor.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleImages.Jpeg(), "徽.jpg"))).Expect(HttpStatusCode.Created).Id();
        await portal.DraftAsync(new { title = "内", body = "<p>文</p>", categoryId = section, coverId = logo });
        (await editor.PatchAsync($"/v1/attachments/{logo}", new { alt = "徽" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync("/v1/site", new { logo }, "*")).Expect(HttpStatusCode.OK);

        (await editor.PatchAsync($"/v1/attachments/{logo}", new { alt = "夺" }, "*")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await editor.DeleteAsync($"/v1/attachments/{logo}", "*")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("徽", (await portal.Anonymous.GetAsync($"/v1/attachments/{logo}")).Json.Text("alt"));
        (await portal.Admin.PatchAsync($"/v1/attachments/{logo}", new { alt = "新徽" }, "*")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_limited_keys_list_takes_the_same_few_statements_and_walks_to_its_end(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (own, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var reader = portal.With((await portal.Admin.KeyAsync(own, Scopes.AttachmentsRead)).KeyText());
        var expected = new List<string>();
        for (var n = 0; n < 12; n++)
        {
            var file = await portal.UploadAsync(SampleImages.Jpeg(), $"{n}.jpg");
            await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = n % 3 == 0 ? own : elsewhere, coverId = file });
            expected.AddRange(n % 3 == 0 ? [file] : Array.Empty<string>());
        }

        Assert.Equal(expected.AsEnumerable().Reverse(), await reader.WalkAsync("/v1/attachments?limit=2"));
        Assert.Equal(4, (await reader.GetAsync("/v1/attachments?count=true&limit=1")).Json.GetProperty("total").GetInt32());
        Assert.Equal(await StatementsAsync(portal, reader, 1), await StatementsAsync(portal, reader, 4));
    }

    private static async Task<int> StatementsAsync(Portal portal, Api reader, int limit)
    {
        var statements = 0;
        void Count(string sql, object? args) => statements += sql.Contains("attachments", StringComparison.Ordinal) ? 1 : 0;
        portal.Database.Executing += Count;
        (await reader.GetAsync($"/v1/attachments?limit={limit}")).Expect(HttpStatusCode.OK);
        portal.Database.Executing -= Count;
        return statements;
    }
}
