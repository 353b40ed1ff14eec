using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>What a key that is limited to a category can do in its subtree, and cannot anywhere else.</summary>
public sealed class SubtreeTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Within_the_subtree_it_can_do_all_that_its_scopes_say(Engine engine)
    {
        var portal = portals.On(engine);
        var (root, inner) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(root);

        foreach (var category in (string[])[root, inner])
        {
            var draft = (await editor.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = category, alsoInIds = new[] { root } })).Expect(HttpStatusCode.Created);
            var path = $"/v1/articles/{draft.Id()}";
            (await editor.GetAsync($"{path}?version=draft")).Expect(HttpStatusCode.OK);
            (await editor.PatchAsync(path, new { title = "题二", categoryId = root }, "*")).Expect(HttpStatusCode.OK);
            (await editor.GetAsync($"{path}/versions/1/diff")).Expect(HttpStatusCode.OK);
            (await editor.PostAsync($"{path}/previews")).Expect(HttpStatusCode.Created);
            (await editor.PostAsync($"{path}/publish")).Expect(HttpStatusCode.OK);
            (await editor.PostAsync($"{path}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
            (await editor.DeleteAsync(path, "*")).Expect(HttpStatusCode.OK);
        }
        var made = (await editor.PostAsync("/v1/categories", new { name = Samples.Name("new"), parentId = root })).Expect(HttpStatusCode.Created);
        (await editor.PatchAsync($"/v1/categories/{made.Id()}", new { parentId = inner }, "*")).Expect(HttpStatusCode.OK);
        (await editor.DeleteAsync($"/v1/categories/{made.Id()}?moveTo={root}", "*")).Expect(HttpStatusCode.NoContent);
    }

    [Theory, EachEngine]
    public async Task An_article_elsewhere_is_out_of_reach_and_stays_as_it_is(Engine engine)
    {
        var portal = portals.On(engine);
        var (root, _) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(root);
        var elsewhere = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(new { title = "外", body = "<p>文</p>", categoryId = elsewhere });
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "秘" }, "*")).Expect(HttpStatusCode.OK);
        var preview = (await portal.Admin.PostAsync($"/v1/articles/{id}/previews")).Expect(HttpStatusCode.Created).Id();
        var path = $"/v1/articles/{id}";
        var before = (await portal.Admin.GetAsync($"{path}?version=draft")).Text;

        foreach (var answer in (Answer[])
        [
            await editor.GetAsync($"{path}?version=draft"),
            await editor.GetAsync($"{path}?version=1"),
            await editor.GetAsync($"{path}/versions"),
            await editor.GetAsync($"{path}/versions/1"),
            await editor.GetAsync($"{path}/versions/1/diff"),
            await editor.GetAsync($"{path}/previews"),
            await editor.GetAsync($"{path}/previews/{preview}"),
            await editor.PatchAsync(path, new { title = "夺" }, "*"),
            await editor.PatchAsync(path, new { title = "秘" }, "*"), // which would change nothing, and show all
            await editor.PatchAsync(path, new { categoryId = root }, "*"),
            await editor.PatchAsync(path, new { title = "夺" }, "\"stale\""), // whose faults would tell what stands there
            await editor.PatchAsync(path, new { title = "" }, "*"),
            await editor.PatchAsync(path, new { coverId = Guid.Empty }, "*"),
            await editor.DeleteAsync(path, "\"stale\""),
            await editor.GetAsync($"{path}?version=9"),
            await editor.GetAsync($"{path}/versions/9"),
            await editor.PostAsync($"{path}/versions/9/restore"),
            await editor.PostAsync($"{path}/previews", new { version = 9 }),
            await editor.PutAsync(path, new { title = "夺", body = "<p>文</p>", categoryId = root }, "*"),
            await editor.DeleteAsync(path, "*"),
            await editor.PostAsync($"{path}/publish"),
            await editor.PostAsync($"{path}/withdraw", new { reason = "error" }),
            await editor.DeleteAsync($"{path}/schedule", null),
            await editor.PostAsync($"{path}/restore"),
            await editor.PostAsync($"{path}/versions/1/restore"),
            await editor.PostAsync($"{path}/previews"),
            await editor.DeleteAsync($"{path}/previews/{preview}", null),
        ])
        {
            answer.ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
            Assert.Contains("limited to the subtree", answer.Json.Text("detail"), StringComparison.Ordinal);
            Assert.DoesNotContain("秘", answer.Text, StringComparison.Ordinal);
        }
        Assert.Equal(before, (await portal.Admin.GetAsync($"{path}?version=draft")).Text);
        var seen = (await editor.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal("外", seen.Json.Text("title"));
        Assert.False(seen.Json.TryGetProperty("pending", out _));
        Assert.False((await editor.GetAsync($"/v1/articles?ids={id}")).Json.GetProperty("items")[0].TryGetProperty("pending", out _));
    }

    [Theory, EachEngine]
    public async Task Nothing_is_taken_out_or_in_across_the_border(Engine engine)
    {
        var portal = portals.On(engine);
        var (root, inner) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(root);
        var elsewhere = await portal.CategoryAsync();
        var own = await portal.PublishedAsync(new { title = "内", body = "<p>文</p>", categoryId = inner });
        var taken = await portal.PublishedAsync(new { title = "外", body = "<p>文</p>", categoryId = elsewhere });
        (await portal.Admin.PatchAsync($"/v1/articles/{taken}", new { categoryId = root }, "*")).Expect(HttpStatusCode.OK);

        foreach (var answer in (Answer[])
        [
            await editor.PatchAsync($"/v1/articles/{own}", new { categoryId = elsewhere }, "*"),
            await editor.PatchAsync($"/v1/articles/{own}", new { alsoInIds = new[] { elsewhere } }, "*"),
            await editor.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = elsewhere }),
            await editor.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = root, alsoInIds = new[] { elsewhere } }),
            await editor.PostAsync($"/v1/articles/{taken}/publish"), // the public still sees it elsewhere
        ])
        {
            answer.ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        }
        (await portal.Admin.PatchAsync($"/v1/articles/{own}", new { alsoInIds = new[] { elsewhere } }, "*")).Expect(HttpStatusCode.OK);
        (await editor.PatchAsync($"/v1/articles/{own}", new { title = "内二" }, "*")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Lists_of_drafts_show_its_subtree_alone(Engine engine)
    {
        var portal = portals.On(engine);
        var (root, inner) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(root);
        var elsewhere = await portal.CategoryAsync();
        string[] own =
        [
            (await portal.DraftAsync(new { title = "甲", body = "<p>文</p>", categoryId = root })).Id(),
            (await portal.DraftAsync(new { title = "乙", body = "<p>文</p>", categoryId = inner })).Id(),
            await portal.PublishedAsync(new { title = "丙", body = "<p>文</p>", categoryId = inner }),
        ];
        await portal.DraftAsync(new { title = "丁", body = "<p>文</p>", categoryId = elsewhere });
        var open = await portal.PublishedAsync(new { title = "戊", body = "<p>文</p>", categoryId = elsewhere });

        foreach (var sort in (string[])["-publishedAt", "publishedAt", "-updatedAt", "title", "-views"])
        {
            Assert.Equal(own.Order(), (await editor.WalkAsync($"/v1/articles?state=all&limit=2&sort={sort}")).Order());
        }
        Assert.Equal(3, (await editor.GetAsync("/v1/articles?state=all&count=true")).Json.GetProperty("total").GetInt32());
        Assert.Equal(own.Skip(1).Order(), (await editor.GetAsync($"/v1/articles?state=all&category={inner}")).Ids().Order());
        Assert.Equal([own[2]], (await editor.GetAsync("/v1/articles?state=published")).Ids());
        Assert.Empty((await editor.GetAsync($"/v1/articles?state=all&category={elsewhere}")).Ids());
        Assert.Equal([open], (await editor.GetAsync($"/v1/articles?category={elsewhere}")).Ids());
    }

    [Theory, EachEngine]
    public async Task Neither_its_root_nor_categories_elsewhere_are_its_own(Engine engine)
    {
        var portal = portals.On(engine);
        var (root, inner) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(root);
        var elsewhere = await portal.CategoryAsync();
        var tree = (await portal.Admin.GetAsync("/v1/categories?as=tree")).Text;

        foreach (var answer in (Answer[])
        [
            await editor.PostAsync("/v1/categories", new { name = Samples.Name("top") }),
            await editor.PostAsync("/v1/categories", new { name = "a", parentId = elsewhere }),
            await editor.PatchAsync($"/v1/categories/{root}", new { name = "a" }, "*"),
            await editor.PatchAsync($"/v1/categories/{elsewhere}", new { parentId = root }, "*"),
            await editor.PatchAsync($"/v1/categories/{inner}", new { parentId = elsewhere }, "*"),
            await editor.PatchAsync($"/v1/categories/{inner}", new { parentId = (string?)null }, "*"),
            await editor.DeleteAsync($"/v1/categories/{root}?moveTo={elsewhere}", "*"),
            await editor.DeleteAsync($"/v1/categories/{inner}?moveTo={elsewhere}", "*"),
            await editor.DeleteAsync($"/v1/categories/{elsewhere}", "*"),
        ])
        {
            answer.ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        }
        Assert.Contains(inner, tree, StringComparison.Ordinal);
        Assert.Contains(inner, (await portal.Admin.GetAsync($"/v1/categories/{root}")).Json.GetProperty("children").ToString(), StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task A_file_that_an_article_elsewhere_uses_is_not_its_to_change(Engine engine)
    {
        var portal = portals.On(engine);
        var (root, _) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(root);
        var elsewhere = await portal.CategoryAsync();
        var file = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        await portal.DraftAsync(new { title = "内", body = "<p>文</p>", categoryId = root, coverId = file });

        (await editor.PatchAsync($"/v1/attachments/{file}", new { alt = "新" }, "*")).Expect(HttpStatusCode.OK);
        await portal.DraftAsync(new { title = "外", body = "<p>文</p>", categoryId = elsewhere, coverId = file });
        (await editor.PatchAsync($"/v1/attachments/{file}", new { alt = "夺" }, "*")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await editor.DeleteAsync($"/v1/attachments/{file}", "*")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory, EachEngine]
    public async Task Whom_a_takedown_reached_is_told_to_those_it_belongs_to(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (root, inner) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(root);
        var own = await portal.PublishedAsync(new { title = "内", body = "<p>文</p>", categoryId = inner });
        var foreign = await portal.PublishedAsync(new { title = "外", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        await portal.Admin.GetAsync("/v1/changes?since=now");
        (await portal.Admin.GetAsync("/v1/changes")).Expect(HttpStatusCode.OK); // by which it is known
        foreach (var id in (string[])[own, foreign])
        {
            (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        }
        (await portal.Admin.DeleteAsync($"/v1/articles/{own}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);

        (await editor.GetAsync("/v1/changes/partners")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await editor.GetAsync($"/v1/changes/partners?articleId={foreign}")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("admin", (await editor.GetAsync($"/v1/changes/partners?articleId={own}")).Expect(HttpStatusCode.OK).Json.GetProperty("items")[0].Text("name"));
    }

    [Theory, EachEngine]
    public async Task When_its_category_is_gone_it_can_do_nothing(Engine engine)
    {
        var portal = portals.On(engine);
        var (root, inner) = await SectionAsync(portal);
        var editor = await portal.WithinAsync(inner);
        (await portal.Admin.DeleteAsync($"/v1/categories/{inner}", "*")).Expect(HttpStatusCode.NoContent);

        (await editor.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = root })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty((await editor.GetAsync("/v1/articles?state=all")).Ids());
    }

    private static async Task<(string Root, string Inner)> SectionAsync(Portal portal)
    {
        var root = await portal.CategoryAsync(await portal.CategoryAsync());
        return (root, await portal.CategoryAsync(root));
    }
}
