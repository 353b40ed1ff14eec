using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Versions;

public sealed partial class RestoreVersionTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_restored_version_is_public_again_byte_for_byte(Engine engine)
    {
        await using var portal = new Portal(engine);
        var there = await portal.CategoryAsync();
        var draft = await FullDraft.MakeAsync(portal);
        var id = await portal.PublishedAsync(draft);
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish", new { correction = "日期有误。" })).Expect(HttpStatusCode.OK);
        var address = $"/v1/articles/{id}";
        var before = (await portal.Anonymous.GetAsync(address)).Expect(HttpStatusCode.OK);
        var other = new { slug = "second", title = "改", body = "<p>改</p>", categoryId = there, locale = "zh-CN" };
        (await portal.Admin.PutAsync(address, other, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"{address}/publish")).Expect(HttpStatusCode.OK);

        var restored = (await portal.Admin.PostAsync($"{address}/versions/1/restore", new { changeNote = "退回" })).Expect(HttpStatusCode.OK);
        var frozen = (await portal.Anonymous.GetAsync(address)).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"{address}/publish")).Expect(HttpStatusCode.OK);
        var after = (await portal.Anonymous.GetAsync(address)).Expect(HttpStatusCode.OK);

        Assert.Equal(3, restored.Json.GetProperty("version").GetInt32());
        Assert.True(restored.Json.GetProperty("pending").GetBoolean());
        Assert.Equal("改", frozen.Json.Text("title"));
        Assert.Equal(Timeless(before), Timeless(after));
        Assert.Equal(HttpStatusCode.OK, (await portal.Admin.PatchAsync(address, new { title = "续" }, restored.ETag)).Status);
        var entry = (await portal.Admin.GetAsync($"{address}/versions/3")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((1, "退回"), (entry.GetProperty("restoredFrom").GetInt32(), entry.Text("changeNote")));
        Assert.Equal(draft["slug"], (await portal.Admin.GetAsync($"{address}?version=1")).Json.Text("slug"));
        Assert.Equal("second", (await portal.Admin.GetAsync($"{address}?version=2")).Json.Text("slug"));
    }

    [Theory, EachEngine]
    public async Task What_an_old_version_refers_to_and_is_no_more_keeps_it_from_being_restored(Engine engine)
    {
        var portal = portals.On(engine);
        var (kept, lost, also) = (await portal.CategoryAsync(), await portal.CategoryAsync(), await portal.CategoryAsync());
        var original = (await portal.DraftAsync(new { title = "原", categoryId = kept })).Id();
        var id = (await portal.DraftAsync(new { title = "题", locale = "en", categoryId = lost, alsoInIds = new[] { also }, translationOf = original })).Id();
        var address = $"/v1/articles/{id}";
        (await portal.Admin.PutAsync(address, new { title = "题", categoryId = kept }, "*")).Expect(HttpStatusCode.OK);
        foreach (var path in (string[])[$"/v1/categories/{lost}", $"/v1/categories/{also}"])
        {
            (await portal.Admin.DeleteAsync(path, "*")).Expect(HttpStatusCode.NoContent);
        }
        (await portal.Admin.DeleteAsync($"/v1/articles/{original}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        var before = await portal.Admin.GetAsync($"{address}/versions");

        (await portal.Admin.PostAsync($"{address}/versions/1/restore")).ExpectProblem(
            HttpStatusCode.UnprocessableEntity, "not-ready", "/categoryId", "/alsoInIds/0", "/translationOf");

        Assert.Equal(before.Text, (await portal.Admin.GetAsync($"{address}/versions")).Text);
        var was = (await portal.Admin.GetAsync($"{address}?version=1")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(kept, was.GetProperty("category").Text("slug")); // its own is no more
        Assert.Empty(was.GetProperty("alsoIn").EnumerateArray());
    }

    [Theory, EachEngine]
    public async Task A_slug_that_became_another_articles_keeps_it_from_being_restored(Engine engine)
    {
        var portal = portals.On(engine);
        var (category, slug) = (await portal.CategoryAsync(), Samples.Name("taken"));
        var id = (await portal.DraftAsync(new { slug, title = "题", categoryId = category })).Id();
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { slug = Samples.Name("other") }, "*")).Expect(HttpStatusCode.OK);
        await portal.DraftAsync(new { slug, title = "后来的", categoryId = category });

        (await portal.Admin.PostAsync($"/v1/articles/{id}/versions/1/restore")).ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug");

        Assert.Equal(2, (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Json.GetProperty("version").GetInt32());
    }

    [Theory, EachEngine]
    public async Task Restoring_what_is_there_makes_no_version_and_the_trash_comes_first(Engine engine)
    {
        var portal = portals.On(engine);
        var id = (await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync() })).Id();
        var restore = $"/v1/articles/{id}/versions/1/restore";

        Assert.Equal(1, (await portal.Admin.PostAsync(restore)).Expect(HttpStatusCode.OK).Json.GetProperty("version").GetInt32());
        (await portal.Admin.PostAsync(restore, new { changeNote = new string('字', 501), more = 1 })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/changeNote", "/more");
        (await portal.Admin.DeleteAsync($"/v1/articles/{id}", "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync(restore)).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await portal.Anonymous.PostAsync(restore)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    // The bytes as they are sent, less what says when and which version.
    private static string Timeless(Answer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Bytes);
        Assert.Equal(2, Changing().Count(text));
        return Changing().Replace(text, "");
    }

    [GeneratedRegex("""("version":\d+|"updatedAt":"[^"]+")""")]
    private static partial Regex Changing();
}
