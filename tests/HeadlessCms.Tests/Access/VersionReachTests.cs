using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>Which versions of an article a key that is limited to a category reaches, and which links to them.</summary>
public sealed class VersionReachTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task What_was_saved_elsewhere_stays_there_when_the_article_comes(Engine engine)
    {
        var portal = portals.On(engine);
        var (own, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var editor = await portal.WithinAsync(own);
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "秘.jpg", ("alt", "秘"));
        var path = $"/v1/articles/{(await portal.DraftAsync(new { title = "秘", body = "<p>文</p>", categoryId = elsewhere, coverId = picture })).Id()}";
        var preview = (await portal.Admin.PostAsync($"{path}/previews")).Expect(HttpStatusCode.Created).Id();
        (await portal.Admin.PatchAsync(path, new { title = "题", categoryId = own, coverId = (string?)null }, "*")).Expect(HttpStatusCode.OK);
        (await editor.PatchAsync(path, new { title = "题二" }, "*")).Expect(HttpStatusCode.OK);

        foreach (var answer in (Answer[])
        [
            await editor.GetAsync($"{path}?version=1"),
            await editor.GetAsync($"{path}/versions/1"),
            await editor.GetAsync($"{path}/versions/1/diff"),
            await editor.GetAsync($"{path}/versions/2/diff?to=1"),
            await editor.PostAsync($"{path}/versions/1/restore"),
            await editor.PostAsync($"{path}/previews", new { version = 1 }),
            await editor.GetAsync($"/v1/attachments/{picture}/content"),
        ])
        {
            answer.ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
            Assert.DoesNotContain("秘", answer.Text, StringComparison.Ordinal);
        }
        var listed = (await editor.GetAsync($"{path}/versions?count=true")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([3, 2], listed.GetProperty("items").EnumerateArray().Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal(2, listed.GetProperty("total").GetInt32());
        Assert.Empty((await editor.GetAsync($"{path}/previews")).Ids());
        (await editor.GetAsync($"{path}/previews/{preview}")).Expect(HttpStatusCode.NotFound);
        (await editor.DeleteAsync($"{path}/previews/{preview}", null)).Expect(HttpStatusCode.NotFound);

        (await editor.GetAsync($"{path}/versions/2")).Expect(HttpStatusCode.OK);
        (await editor.PostAsync($"{path}/versions/2/restore")).Expect(HttpStatusCode.OK);
        (await editor.GetAsync($"{path}/versions/9")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(4, (await portal.Admin.GetAsync($"{path}/versions?count=true")).Json.GetProperty("total").GetInt32());
        Assert.Equal([preview], (await portal.Admin.GetAsync($"{path}/previews")).Ids());
    }

    [Theory, EachEngine]
    public async Task What_was_saved_in_a_category_that_is_no_more_goes_with_the_article(Engine engine)
    {
        var portal = portals.On(engine);
        var own = await portal.CategoryAsync();
        var inner = await portal.CategoryAsync(own);
        var editor = await portal.WithinAsync(own);
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var path = $"/v1/articles/{(await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = inner, coverId = picture })).Id()}";
        (await portal.Admin.DeleteAsync($"/v1/categories/{inner}?moveTo={own}", "*")).Expect(HttpStatusCode.NoContent);

        (await editor.GetAsync($"{path}/versions/1")).Expect(HttpStatusCode.OK);
        (await editor.GetAsync($"/v1/attachments/{picture}/content")).Expect(HttpStatusCode.OK);
        (await editor.PatchAsync(path, new { title = "题二" }, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal(2, (await editor.GetAsync($"{path}/versions")).Json.GetProperty("items").GetArrayLength());
    }

    [Theory, EachEngine]
    public async Task A_preview_is_refused_that_waited_while_the_article_went_elsewhere(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (own, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryIdAsync());
        var editor = await portal.WithinAsync(own);
        var id = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = own })).Id();
        var waits = new TaskCompletionSource();
        Task<Answer>? asked = null;
        await portal.Database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, CancellationToken.None);
            portal.Database.Executing += (sql, _) => _ = sql.Contains("advisory", StringComparison.Ordinal) && waits.TrySetResult();
            asked = editor.PostAsync($"/v1/articles/{id}/previews");
            await (engine is Engine.Postgres ? waits.Task.WaitAsync(TimeSpan.FromMinutes(1)) : Task.CompletedTask); // in SQLite it waits to begin
            return await session.ExecuteAsync(
                "UPDATE article_copies SET category_id = @elsewhere WHERE article_id = @id", new { id = Guid.Parse(id), elsewhere = Guid.Parse(elsewhere) }, CancellationToken.None);
        }, CancellationToken.None);

        (await asked!).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty((await portal.Admin.GetAsync($"/v1/articles/{id}/previews")).Ids());
    }
}
