using System.Net;
using HeadlessCms.Categories;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Categories;

public sealed class CategoryStoreTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Two_hundred_levels_over_HTTP(Engine engine)
    {
        await using var portal = new Portal(engine);
        var chain = new List<Section>();
        for (var level = 0; level < 200; level++)
        {
            chain.Add(await Sections.AddAsync(portal.Admin, chain.LastOrDefault()));
        }

        var leaf = await Sections.GetAsync(portal.Anonymous, chain[^1].Slug);
        Assert.Equal(string.Join('/', chain.Select(one => one.Slug)), leaf.Path);
        Assert.Equal(200, leaf.Json.GetProperty("breadcrumbs").GetArrayLength());
        (await portal.Anonymous.GetAsync("/v1/categories?as=tree")).Expect(HttpStatusCode.OK);

        // The lower half comes off and hangs at the top; then everything hangs below its end.
        (await portal.Admin.PatchAsync($"/v1/categories/{chain[100].Id}", new { parentId = (string?)null }, "*")).Expect(HttpStatusCode.OK);
        await Sections.AssertSoundAsync(portal.Database);
        (await portal.Admin.PatchAsync($"/v1/categories/{chain[0].Id}", new { parentId = chain[199].Id }, "*")).Expect(HttpStatusCode.OK);
        await Sections.AssertSoundAsync(portal.Database);
        Assert.StartsWith(chain[100].Slug, (await Sections.GetAsync(portal.Anonymous, chain[99].Id)).Path, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task The_deepest_tree_there_may_be_is_still_answered_whole_and_no_deeper_one_is_made(Engine engine)
    {
        await using var portal = new Portal(engine);
        var now = DateTimeOffset.UnixEpoch;
        var ids = Enumerable.Range(0, CategoryRules.MaximumDepth).Select(_ => Guid.CreateVersion7()).ToList();
        await portal.Database.WriteAsync(async session =>
        {
            foreach (var (id, level) in ids.Select((id, level) => (id, level)))
            {
                var draft = new CategoryDraft { Slug = $"l{level}", Name = "层", ParentId = level == 0 ? null : ids[level - 1].ToString() };
                Assert.Empty((await CategoryTreeStore.AddAsync(session, id, draft, now, CancellationToken.None)).Faults);
            }
            return 0;
        }, CancellationToken.None);
        var other = await Sections.AddAsync(portal.Admin);

        var tree = (await portal.Anonymous.GetAsync("/v1/categories?as=tree")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync("/v1/categories?limit=100")).Expect(HttpStatusCode.OK);
        var deeper = await portal.Admin.PostAsync("/v1/categories", new { name = "层", parentId = ids[^1] });
        var moved = await portal.Admin.PatchAsync("/v1/categories/l0", new { parentId = other.Id }, "*");
        var emptied = await portal.Admin.DeleteAsync($"/v1/categories/{other.Id}?moveTo={ids[^1]}", "*");

        Assert.Contains($"/l{CategoryRules.MaximumDepth - 1}\"", tree.Text, StringComparison.Ordinal);
        deeper.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/parentId");
        moved.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/parentId");
        emptied.Expect(HttpStatusCode.NoContent);
    }

    [Theory, EachEngine]
    public async Task Breadcrumbs_of_many_take_one_statement(Engine engine)
    {
        await using var portal = new Portal(engine);
        var top = await Sections.AddAsync(portal.Admin);
        var leaf = await Sections.AddAsync(portal.Admin, top);
        Guid[] ids = [Guid.Parse(top.Id), Guid.Parse(leaf.Id), Guid.CreateVersion7()];
        var statements = 0;
        portal.Database.Executing += (_, _) => statements++;

        var (ways, refs, none) = await portal.Database.ReadAsync(async session => (
            await CategoryStore.BreadcrumbsAsync(session, ids, CancellationToken.None),
            await CategoryStore.RefsAsync(session, ids, CancellationToken.None),
            await CategoryStore.RefsAsync(session, [], CancellationToken.None)), CancellationToken.None);

        Assert.Equal(3, statements);
        Assert.Equal([top.Slug, leaf.Slug], ways[ids[1]].Select(step => step.Slug));
        Assert.Equal([top.Slug], ways[ids[0]].Select(step => step.Slug));
        Assert.Equal(ids.Take(2).Order(), ways.Keys.Order());
        Assert.Equal(leaf.Slug, refs[ids[1]].Slug);
        Assert.Equal(2, refs.Count);
        Assert.Empty(none);
    }

    [Theory, EachEngine]
    public async Task An_id_is_found_by_id_slug_and_former_slug(Engine engine)
    {
        var portal = portals.On(engine);
        var made = await Sections.AddAsync(portal.Admin);
        var renamed = Sections.NewSlug();
        (await portal.Admin.PatchAsync($"/v1/categories/{made.Id}", new { slug = renamed }, "*")).Expect(HttpStatusCode.OK);

        foreach (var name in (string[])[made.Id, made.Id.ToUpperInvariant(), made.Slug, renamed])
        {
            Assert.Equal(Guid.Parse(made.Id), await FindAsync(portal, name));
        }
        Assert.Null(await FindAsync(portal, "no-such-category"));
        Assert.Null(await FindAsync(portal, "\0"));
    }

    private static Task<Guid?> FindAsync(Portal portal, string name) => portal.Database.ReadAsync(
        session => CategoryStore.FindIdAsync(session, name, CancellationToken.None), CancellationToken.None);
}
