using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>What the scopes of a newsroom's writers and publishers let each of them do, where an operation's own is not all.</summary>
public sealed class ScopeTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_link_to_a_version_that_is_named_is_for_who_may_read_it(Engine engine)
    {
        var portal = portals.On(engine);
        var writer = await portal.WithAsync(Scopes.ArticlesWrite);
        var reader = await portal.WithAsync(Scopes.ArticlesWrite, Scopes.DraftsRead);
        var path = $"/v1/articles/{(await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id()}";

        var refused = (await writer.PostAsync($"{path}/previews", new { version = 1 })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Contains(Scopes.DraftsRead, refused.Json.Text("detail"), StringComparison.Ordinal);
        (await writer.PostAsync($"{path}/previews", new { expiresIn = 60 })).Expect(HttpStatusCode.Created);
        (await reader.PostAsync($"{path}/previews", new { version = 1 })).Expect(HttpStatusCode.Created);
    }

    [Theory, EachEngine]
    public async Task Who_puts_a_draft_into_the_trash_can_take_it_out_again(Engine engine)
    {
        var portal = portals.On(engine);
        var writer = await portal.WithAsync(Scopes.ArticlesWrite);
        var path = $"/v1/articles/{(await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id()}";

        (await writer.DeleteAsync(path, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal("draft", (await writer.PostAsync($"{path}/restore")).Expect(HttpStatusCode.OK).Json.Text("state"));
        (await writer.DeleteAsync(path, "*")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Only_who_may_publish_deletes_what_is_public_or_set_to_be(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var writer = await portal.WithAsync(Scopes.ArticlesWrite, Scopes.SiteManage);
        var publisher = await portal.WithAsync(Scopes.ArticlesWrite, Scopes.ArticlesPublish, Scopes.SiteManage);
        var open = $"/v1/articles/{await portal.PublishedAsync(new { title = "公", body = "<p>文</p>", categoryId = category })}";
        var planned = $"/v1/articles/{(await portal.DraftAsync(new { title = "定", body = "<p>文</p>", categoryId = category })).Id()}";
        (await portal.Admin.PostAsync($"{planned}/publish", new { at = "2999-01-01T00:00:00Z" })).Expect(HttpStatusCode.OK);

        foreach (var path in (string[])[open, $"{open}?permanent=true", planned, $"{planned}?permanent=true"])
        {
            var refused = (await writer.DeleteAsync(path, "*")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
            Assert.Contains(Scopes.ArticlesPublish, refused.Json.Text("detail"), StringComparison.Ordinal);
        }
        (await portal.Anonymous.GetAsync(open)).Expect(HttpStatusCode.OK);
        Assert.Equal("2999-01-01T08:00:00+08:00", (await portal.Admin.GetAsync($"{planned}?version=draft")).Json.GetProperty("schedule").Text("at"));

        (await publisher.DeleteAsync($"{open}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        (await publisher.DeleteAsync(planned, "*")).Expect(HttpStatusCode.OK);
        (await writer.DeleteAsync($"{planned}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        (await portal.Anonymous.GetAsync(open)).Expect(HttpStatusCode.Gone);
    }
}
