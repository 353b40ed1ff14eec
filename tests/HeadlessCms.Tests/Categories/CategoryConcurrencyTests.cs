using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Categories;

public sealed class CategoryConcurrencyTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Of_many_who_want_a_slug_one_gets_it(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var slug = Sections.NewSlug();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => api.PostAsync("/v1/categories", new { slug, name = $"{slug} {i}" })));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer =>
            answer.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug"));
    }

    [Theory, EachEngine]
    public async Task Of_many_who_want_a_name_one_gets_it_and_made_slugs_never_clash(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var parents = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Sections.AddAsync(api)));

        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsync("/v1/categories", new { name = "并发", parentId = parents[0].Id })));
        var spread = await Task.WhenAll(parents.Skip(1).Select(parent => api.PostAsync("/v1/categories", new { name = "并发", parentId = parent.Id })));

        Assert.Single(same, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(spread, answer => answer.Expect(HttpStatusCode.Created));
    }

    [Theory, EachEngine]
    public async Task One_tag_lets_one_writer_through(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var made = await Sections.AddAsync(api);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => api.PatchAsync($"/v1/categories/{made.Id}", new { type = $"{i}" }, made.ETag)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Expect(HttpStatusCode.PreconditionFailed));
    }

    [Theory, EachEngine]
    public async Task Moves_that_would_meet_in_a_cycle_never_do(Engine engine)
    {
        await using var portal = new Portal(engine);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Sections.AddAsync(portal.Admin)));
        var random = new Random(20210420);

        for (var round = 0; round < Depth.Pick(quick: 6, full: 24); round++)
        {
            var moves = Enumerable.Range(0, 12).Select(_ => (From: nodes[random.Next(6)], To: nodes[random.Next(6)])).ToList();
            var answers = await Task.WhenAll(moves.Select(move => portal.Admin.PatchAsync($"/v1/categories/{move.From.Id}", new { parentId = move.To.Id }, "*")));
            Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, answer.Text));
            await Sections.AssertSoundAsync(portal.Database);
        }

        var tree = (await portal.Anonymous.GetAsync("/v1/categories?as=tree")).Expect(HttpStatusCode.OK).Text;
        Assert.All(nodes, node => Assert.Contains(node.Slug, tree, StringComparison.Ordinal)); // who is in a cycle hangs on no top
    }

    [Theory, EachEngine]
    public async Task Everything_at_once_leaves_the_tree_sound(Engine engine)
    {
        await using var portal = new Portal(engine);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Sections.AddAsync(portal.Admin)));
        var random = new Random(7);

        var answers = await Task.WhenAll(Enumerable.Range(0, Depth.Pick(quick: 80, full: 1000)).Select(i =>
        {
            var (one, other) = (nodes[random.Next(8)], nodes[random.Next(8)]);
            return (i % 4) switch
            {
                0 => portal.Admin.PatchAsync($"/v1/categories/{one.Id}", new { parentId = other.Id, position = random.Next(4) }, "*"),
                1 => portal.Admin.PatchAsync($"/v1/categories/{one.Id}", new { parentId = (string?)null, position = random.Next(4) }, "*"),
                2 => portal.Admin.PostAsync("/v1/categories", new { name = $"n{i}", parentId = one.Id, position = 0 }),
                _ => portal.Admin.DeleteAsync($"/v1/categories/n{i - 1}?moveTo={other.Id}", "*"),
            };
        }));

        Assert.All(answers, answer => Assert.True((int)answer.Status < 500, answer.Text));
        await Sections.AssertSoundAsync(portal.Database);
    }
}
