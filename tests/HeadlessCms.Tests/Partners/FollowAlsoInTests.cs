using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Partners;

public sealed class FollowAlsoInTests
{
    [Theory, EachEngine]
    public async Task A_snapshot_of_a_category_has_what_it_shows_from_elsewhere_once_in_pages_of_any_size(Engine engine)
    {
        await using var portal = new Portal(engine);
        var root = await portal.CategoryIdAsync();
        var (one, two, elsewhere) = (await ChildAsync(portal, root), await ChildAsync(portal, root), await portal.CategoryIdAsync());
        var expected = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            expected.Add(await PublishedAsync(portal, elsewhere, one, two)); // by two ways
            expected.Add(await PublishedAsync(portal, one, two)); // lies in one, shown in the other
            expected.Add(await PublishedAsync(portal, two));
            await PublishedAsync(portal, elsewhere);
        }
        foreach (var limit in new[] { 1, 3, 5, 100 })
        {
            var (mirror, path) = (new Mirror(), $"/v1/changes?limit={limit}&category={root}");

            await mirror.FollowAsync(portal.Anonymous, path, null);

            Assert.Equal(expected.Order(), mirror.Articles.Keys.Order());
        }
    }

    [Theory, EachEngine]
    public async Task A_branch_that_comes_brings_what_it_shows_from_elsewhere(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (followed, branch, elsewhere) = (await portal.CategoryIdAsync(), await portal.CategoryIdAsync(), await portal.CategoryIdAsync());
        var child = await ChildAsync(portal, branch);
        var expected = new[] { await PublishedAsync(portal, elsewhere, branch, child), await PublishedAsync(portal, elsewhere, child), await PublishedAsync(portal, child, branch) };
        var (mirror, path) = (new Mirror(), $"/v1/changes?limit=2&category={followed}");
        var cursor = await mirror.FollowAsync(portal.Anonymous, path, null);
        Assert.Empty(mirror.Articles);

        (await portal.Admin.PatchAsync($"/v1/categories/{branch}", new { parentId = followed }, "*")).Expect(HttpStatusCode.OK);
        cursor = await mirror.FollowAsync(portal.Anonymous, path, cursor);
        Assert.Equal(expected.Order(), mirror.Articles.Keys.Order());

        (await portal.Admin.PatchAsync($"/v1/categories/{branch}", new { parentId = (string?)null }, "*")).Expect(HttpStatusCode.OK);
        await mirror.FollowAsync(portal.Anonymous, path, cursor);
        Assert.Empty(mirror.Articles);
    }

    [Theory, EachEngine]
    public async Task What_is_shown_in_a_category_that_was_emptied_into_another_is_told_where_it_is_shown_now(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (emptied, target, elsewhere) = (await portal.CategoryIdAsync(), await portal.CategoryIdAsync(), await portal.CategoryIdAsync());
        var id = await PublishedAsync(portal, elsewhere, emptied);
        var (mirror, path) = (new Mirror(), $"/v1/changes?category={target}");
        var cursor = await mirror.FollowAsync(portal.Anonymous, path, null);

        (await portal.Admin.DeleteAsync($"/v1/categories/{emptied}?moveTo={target}", "*")).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "改" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        await mirror.FollowAsync(portal.Anonymous, path, cursor);

        Assert.Equal([id], await portal.Anonymous.WalkAsync($"/v1/articles?category={target}"));
        Assert.Equal([id], mirror.Articles.Keys);
    }

    private static async Task<string> ChildAsync(Portal portal, string parentId) =>
        (await portal.Admin.PostAsync("/v1/categories", new { name = Samples.Name("栏"), parentId })).Expect(HttpStatusCode.Created).Id();

    private static Task<string> PublishedAsync(Portal portal, string categoryId, params string[] alsoInIds) =>
        portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId, alsoInIds });
}
