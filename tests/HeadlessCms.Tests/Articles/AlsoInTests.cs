using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>One article in several categories: shown and counted in each, once, at home in one.</summary>
public sealed class AlsoInTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task It_is_listed_and_counted_once_wherever_it_is_shown_and_has_one_breadcrumb(Engine engine)
    {
        var portal = portals.On(engine);
        var top = await portal.CategoryAsync();
        var (home, one, two) = (await portal.CategoryAsync(top), await portal.CategoryAsync(top), await portal.CategoryAsync());
        var plain = await portal.PublishedAsync(new { title = "一", body = "<p>文</p>", categoryId = one, publishedAt = "2024-01-02T00:00:00Z" });
        var shown = await portal.PublishedAsync(new { title = "二", body = "<p>文</p>", categoryId = home, alsoInIds = new[] { one, two, home }, publishedAt = "2024-01-01T00:00:00Z", tags = new[] { "共" } });
        var other = await portal.PublishedAsync(new { title = "三", body = "<p>文</p>", categoryId = two, alsoInIds = new[] { home, one }, publishedAt = "2024-01-03T00:00:00Z" });

        foreach (var (category, ids) in new[] { (top, new[] { other, plain, shown }), (home, [other, shown]), (one, [other, plain, shown]), (two, [other, shown]) })
        {
            foreach (var query in (string[])["", "&depth=0", "&sort=title", "&sort=publishedAt", "&sort=-updatedAt", "&sort=-views", "&locale=zh-CN"])
            {
                var expected = category == top && query == "&depth=0" ? [] : ids;
                var path = $"/v1/articles?category={category}{query}&limit=1";
                var walked = await portal.Anonymous.WalkAsync(path);
                var isNewestFirst = !query.StartsWith("&sort", StringComparison.Ordinal);
                Assert.Equal<string>(isNewestFirst ? expected : [.. expected.Order()], isNewestFirst ? walked : [.. walked.Order()]);
                Assert.Equal(expected.Length, (await portal.Anonymous.GetAsync($"{path}&count=true")).Json.GetProperty("total").GetInt32());
            }
            Assert.Equal(ids.Length, (await portal.Anonymous.GetAsync($"/v1/categories/{category}")).Json.GetProperty("articleCount").GetInt32());
        }
        Assert.Equal([shown], (await portal.Anonymous.GetAsync($"/v1/articles?category={two}&tag=共")).Ids());
        var article = (await portal.Anonymous.GetAsync($"/v1/articles/{shown}")).Json;
        Assert.Equal([one, two], article.GetProperty("alsoIn").EnumerateArray().Select(category => category.Text("slug")));
        Assert.Equal([top, home], article.GetProperty("breadcrumbs").EnumerateArray().Select(category => category.Text("slug")));
    }

    [Theory, EachEngine]
    public async Task A_place_is_public_with_its_version_and_leaves_with_it(Engine engine)
    {
        var portal = portals.On(engine);
        var (home, other) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = home });
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { alsoInIds = new[] { other } }, "*")).Expect(HttpStatusCode.OK);

        Assert.Empty((await portal.Anonymous.GetAsync($"/v1/articles?category={other}")).Ids());
        Assert.Equal([id], (await portal.Admin.GetAsync($"/v1/articles?category={other}&state=all")).Ids());
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        Assert.Equal([id], (await portal.Anonymous.GetAsync($"/v1/articles?category={other}")).Ids());
        (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        Assert.Empty((await portal.Anonymous.GetAsync($"/v1/articles?category={other}")).Ids());
        Assert.Equal(0, (await portal.Anonymous.GetAsync($"/v1/categories/{other}")).Json.GetProperty("articleCount").GetInt32());
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { alsoInIds = new[] { "no-such" } }, "*")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/alsoInIds/0");
        (await portal.Admin.DeleteAsync($"/v1/articles/{id}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
    }

    [Theory, EachEngine]
    public async Task Who_follows_an_article_is_told_when_a_category_that_showed_it_is_gone(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (home, gone, moved, target) = (await portal.CategoryIdAsync(), await portal.CategoryIdAsync(), await portal.CategoryIdAsync(), await portal.CategoryIdAsync());
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = home, alsoInIds = new[] { gone, moved } });
        await portal.DraftAsync(new { title = "稿", body = "<p>文</p>", categoryId = home, alsoInIds = new[] { gone, moved } });
        foreach (var path in (string[])[$"/v1/categories/{gone}", $"/v1/categories/{moved}?moveTo={target}"])
        {
            var whole = (await portal.Anonymous.GetAsync("/v1/changes?since=now")).Expect(HttpStatusCode.OK).Json.Text("cursor");
            var part = (await portal.Anonymous.GetAsync($"/v1/changes?since=now&category={home}")).Expect(HttpStatusCode.OK).Json.Text("cursor");
            (await portal.Admin.DeleteAsync(path, "*")).Expect(HttpStatusCode.NoContent);

            foreach (var query in (string[])[$"since={whole}", $"since={part}&category={home}"])
            {
                var told = (await portal.Anonymous.GetAsync($"/v1/changes?full=true&{query}")).Expect(HttpStatusCode.OK)
                    .Json.GetProperty("items").EnumerateArray().Where(item => item.Text("articleId") is not null).ToList();
                Assert.Equal(("updated", id), (Assert.Single(told).Text("kind"), told[0].Text("articleId")));
                Assert.Equal(1, told[0].GetProperty("article").GetProperty("alsoIn").GetArrayLength());
            }
        }
    }

    [Theory, EachEngine]
    public async Task A_category_that_only_shows_articles_can_be_deleted_or_emptied_into_another(Engine engine)
    {
        var portal = portals.On(engine);
        var (home, gone, moved, target) = (await portal.CategoryAsync(), await portal.CategoryAsync(), await portal.CategoryAsync(), await portal.CategoryAsync());
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = home, alsoInIds = new[] { gone, moved } });
        var before = await portal.Anonymous.GetAsync($"/v1/articles/{id}");

        (await portal.Admin.DeleteAsync($"/v1/categories/{gone}", "*")).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.DeleteAsync($"/v1/categories/{moved}?moveTo={target}", "*")).Expect(HttpStatusCode.NoContent);

        var after = (await portal.Anonymous.GetAsync($"/v1/articles/{id}", ("If-None-Match", before.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Equal([target], after.Json.GetProperty("alsoIn").EnumerateArray().Select(category => category.Text("slug")));
        Assert.Equal([id], (await portal.Anonymous.GetAsync($"/v1/articles?category={target}")).Ids());
        var saved = (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "改" }, "*")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([target], saved.GetProperty("alsoIn").EnumerateArray().Select(category => category.Text("slug")));
        (await portal.Admin.DeleteAsync($"/v1/categories/{home}?moveTo={target}", "*")).Expect(HttpStatusCode.NoContent); // at home where it was shown
        Assert.Equal([id], (await portal.Anonymous.GetAsync($"/v1/articles?category={target}")).Ids());
        Assert.Equal(1, (await portal.Anonymous.GetAsync($"/v1/categories/{target}")).Json.GetProperty("articleCount").GetInt32());
        Assert.Empty((await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.GetProperty("alsoIn").EnumerateArray());
    }
}
