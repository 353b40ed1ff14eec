using System.Collections.Concurrent;
using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Categories;

public sealed class MoveCategoryTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_move_takes_along_all_that_lies_below(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var from = await Sections.AddAsync(api);
        var to = await Sections.AddAsync(api);
        var moved = await Sections.AddAsync(api, from);
        var below = await Sections.AddAsync(api, moved);

        var answer = (await api.PatchAsync($"/v1/categories/{moved.Id}", new { parentId = to.Slug }, moved.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal($"{to.Slug}/{moved.Slug}", answer.Json.GetProperty("path").GetString());
        Assert.Equal($"{to.Slug}/{moved.Slug}/{below.Slug}", (await Sections.GetAsync(api, below.Id)).Path);
        Assert.Empty(await Sections.ChildrenAsync(api, from));
        await Sections.AssertSoundAsync(portals.On(engine).Database);
    }

    [Theory, EachEngine]
    public async Task Null_moves_to_the_top_and_back_again(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var parent = await Sections.AddAsync(api);
        var moved = await Sections.AddAsync(api, parent);
        var below = await Sections.AddAsync(api, moved);

        var top = (await api.PatchAsync($"/v1/categories/{moved.Id}", new { parentId = (string?)null }, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal(moved.Slug, top.Json.GetProperty("path").GetString());
        await Sections.AssertSoundAsync(portals.On(engine).Database);

        (await api.PatchAsync($"/v1/categories/{moved.Id}", new { parentId = parent.Id }, top.ETag)).Expect(HttpStatusCode.OK);
        Assert.Equal($"{parent.Slug}/{moved.Slug}/{below.Slug}", (await Sections.GetAsync(api, below.Id)).Path);
        await Sections.AssertSoundAsync(portals.On(engine).Database);
    }

    [Theory]
    [EachEngine(0, 3, "b c d a")]
    [EachEngine(0, 1, "b a c d")]
    [EachEngine(3, 0, "d a b c")]
    [EachEngine(2, 1, "a c b d")]
    [EachEngine(1, 99, "a c d b")]
    [EachEngine(1, 1, "a b c d")]
    public async Task Positions_stay_dense(Engine engine, int from, int to, string order)
    {
        var api = portals.On(engine).Admin;
        var parent = await Sections.AddAsync(api);
        var children = new List<Section>();
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            children.Add(await Sections.AddAsync(api, parent, name));
        }

        (await api.PatchAsync($"/v1/categories/{children[from].Id}", new { position = to }, "*")).Expect(HttpStatusCode.OK);

        var now = (await Sections.GetAsync(api, parent.Id)).Json.GetProperty("children").EnumerateArray().ToList();
        Assert.Equal(order, string.Join(' ', now.Select(child => child.GetProperty("name").GetString())));
        Assert.Equal([0, 1, 2, 3], now.Select(child => child.GetProperty("position").GetInt32()));
    }

    [Theory, EachEngine]
    public async Task A_move_lands_last_or_where_it_says_and_leaves_no_gap(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var (from, to) = (await Sections.AddAsync(api), await Sections.AddAsync(api));
        var (a, b, c) = (await Sections.AddAsync(api, from), await Sections.AddAsync(api, from), await Sections.AddAsync(api, from));
        var (x, y) = (await Sections.AddAsync(api, to), await Sections.AddAsync(api, to));

        (await api.PatchAsync($"/v1/categories/{a.Id}", new { parentId = to.Id }, "*")).Expect(HttpStatusCode.OK);
        (await api.PatchAsync($"/v1/categories/{b.Id}", new { parentId = to.Id, position = 1 }, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal([x.Slug, b.Slug, y.Slug, a.Slug], await Sections.ChildrenAsync(api, to));
        Assert.Equal([c.Slug], await Sections.ChildrenAsync(api, from));
        await Sections.AssertSoundAsync(portals.On(engine).Database);
    }

    [Theory, EachEngine]
    public async Task Moving_below_itself_is_a_conflict(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var top = await Sections.AddAsync(api);
        var middle = await Sections.AddAsync(api, top);
        var leaf = await Sections.AddAsync(api, middle);

        foreach (var below in (Section[])[top, middle, leaf])
        {
            (await api.PatchAsync($"/v1/categories/{top.Id}", new { parentId = below.Id }, top.ETag))
                .ExpectProblem(HttpStatusCode.Conflict, "conflict", "/parentId");
        }
        Assert.Equal($"{top.Slug}/{middle.Slug}/{leaf.Slug}", (await Sections.GetAsync(api, leaf.Id)).Path);
    }

    [Theory, EachEngine]
    public async Task A_name_that_is_taken_there_stops_the_move(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var (from, to) = (await Sections.AddAsync(api), await Sections.AddAsync(api));
        var moved = await Sections.AddAsync(api, from, name: "甲");
        await Sections.AddAsync(api, to, name: "甲");

        (await api.PatchAsync($"/v1/categories/{moved.Id}", new { parentId = to.Id }, "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict", "/name");

        Assert.Equal([moved.Slug], await Sections.ChildrenAsync(api, from));
    }

    [Theory, EachEngine]
    public async Task The_move_of_a_large_subtree_writes_nothing_but_the_tree_in_few_statements(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (from, to) = (await Sections.AddAsync(portal.Admin), await Sections.AddAsync(portal.Admin));
        var small = await Sections.AddAsync(portal.Admin, from);
        var large = await Sections.AddAsync(portal.Admin, from);
        for (var i = 0; i < 30; i++)
        {
            var child = await Sections.AddAsync(portal.Admin, large);
            await Sections.AddAsync(portal.Admin, child);
        }
        await ArticleRows.AddAsync(portal.Database, Guid.Parse(large.Id), isPublic: true);

        var few = await StatementsAsync(portal, () => portal.Admin.PatchAsync($"/v1/categories/{small.Id}", new { parentId = to.Id }, "*"));
        var many = await StatementsAsync(portal, () => portal.Admin.PatchAsync($"/v1/categories/{large.Id}", new { parentId = to.Id }, "*"));

        Assert.Equal(few.Count, many.Count);
        Assert.InRange(many.Count, 1, 30);
        Assert.DoesNotContain(many, sql => sql.Contains("article", StringComparison.Ordinal)
            && !sql.TrimStart().StartsWith("SELECT", StringComparison.Ordinal)
            && !sql.StartsWith("INSERT INTO changes", StringComparison.Ordinal)); // one row, whose column of articles is null
        Assert.DoesNotContain(many, sql => sql.Contains("article_copies", StringComparison.Ordinal) || sql.Contains("article_versions", StringComparison.Ordinal));
        Assert.Equal(1, (await Sections.GetAsync(portal.Admin, to.Id)).Json.GetProperty("articleCount").GetInt64());
        Assert.Equal(0, (await Sections.GetAsync(portal.Admin, from.Id)).Json.GetProperty("articleCount").GetInt64());
        await Sections.AssertSoundAsync(portal.Database);
    }

    private static async Task<List<string>> StatementsAsync(Portal portal, Func<Task<Answer>> send)
    {
        var seen = new ConcurrentQueue<string>();
        void See(string sql, object? args) => seen.Enqueue(sql);
        portal.Database.Executing += See;
        (await send()).Expect(HttpStatusCode.OK);
        portal.Database.Executing -= See;
        return [.. seen];
    }
}
