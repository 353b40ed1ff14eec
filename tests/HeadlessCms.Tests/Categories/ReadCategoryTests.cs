using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Categories;

public sealed class ReadCategoryTests(Portals portals)
{
    private static readonly string[] Facts =
        ["id", "slug", "name", "description", "keywords", "type", "parentId", "position", "path", "createdAt", "updatedAt"];

    [Theory, EachEngine]
    public async Task The_flat_list_and_the_single_one_say_the_same(Engine engine)
    {
        await using var portal = new Portal(engine);
        var top = await Sections.AddAsync(portal.Admin);
        var leaf = await Sections.AddAsync(portal.Admin, top);

        var list = (await portal.Anonymous.GetAsync("/v1/categories?count=true")).Expect(HttpStatusCode.OK).Json;
        var single = (await Sections.GetAsync(portal.Anonymous, leaf.Id)).Json;

        Assert.Equal(2, list.GetProperty("total").GetInt64());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("nextCursor").ValueKind);
        var item = list.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == leaf.Id);
        Assert.Equal(Facts, item.EnumerateObject().Select(property => property.Name));
        Assert.Equal([.. Facts, "breadcrumbs", "children", "articleCount"], single.EnumerateObject().Select(property => property.Name));
        Assert.All(Facts, fact => Assert.Equal(item.GetProperty(fact).GetRawText(), single.GetProperty(fact).GetRawText()));
        Assert.Equal(["id", "slug", "name"], single.GetProperty("breadcrumbs")[0].EnumerateObject().Select(property => property.Name));
    }

    [Theory, EachEngine]
    public async Task The_tree_nests_in_order(Engine engine)
    {
        await using var portal = new Portal(engine);
        var a = await Sections.AddAsync(portal.Admin);
        var b = await Sections.AddAsync(portal.Admin);
        var under = await Sections.AddAsync(portal.Admin, b);
        var first = await Sections.AddAsync(portal.Admin, b);
        (await portal.Admin.PatchAsync($"/v1/categories/{first.Id}", new { position = 0 }, "*")).Expect(HttpStatusCode.OK);
        var leaf = await Sections.AddAsync(portal.Admin, first);

        var tree = (await portal.Anonymous.GetAsync("/v1/categories?as=tree&count=true&limit=1")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal($"{a.Slug}[] {b.Slug}[{first.Slug}[{leaf.Slug}[]] {under.Slug}[]]", Outline(tree.GetProperty("items")));
        Assert.Equal(5, tree.GetProperty("total").GetInt64());
        Assert.Equal(JsonValueKind.Null, tree.GetProperty("nextCursor").ValueKind);
        Assert.Equal(
            leaf.Path,
            tree.GetProperty("items")[1].GetProperty("children")[0].GetProperty("children")[0].GetProperty("path").GetString());
    }

    [Theory, EachEngine]
    public async Task A_walk_meets_each_category_once_whatever_is_added_moved_or_deleted_meanwhile(Engine engine)
    {
        await using var portal = new Portal(engine);
        var root = await Sections.AddAsync(portal.Admin); // the first by slug, as these are made from the clock
        var made = new List<Section> { root };
        for (var i = 0; i < 24; i++)
        {
            made.Add(await Sections.AddAsync(portal.Admin, made[i / 2]));
        }

        var met = new List<string>();
        var page = (await portal.Anonymous.GetAsync("/v1/categories?limit=7")).Expect(HttpStatusCode.OK);
        while (true)
        {
            met.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("slug").GetString()!));
            if (page.Json.GetProperty("nextCursor").GetString() is not { } cursor)
            {
                break;
            }
            // The one the cursor stands on goes, one moves, one comes.
            (await portal.Admin.DeleteAsync($"/v1/categories/{met[^1]}?moveTo={root.Id}", "*")).Expect(HttpStatusCode.NoContent);
            var added = await Sections.AddAsync(portal.Admin);
            (await portal.Admin.PatchAsync($"/v1/categories/{added.Id}", new { position = 0 }, "*")).Expect(HttpStatusCode.OK);
            var next = $"/v1/categories?limit=5&cursor={cursor}";
            Assert.Equal($"</v1/categories?limit={(met.Count <= 7 ? 7 : 5)}&cursor={cursor}>; rel=\"next\"", page.Headers["Link"]);
            page = (await portal.Anonymous.GetAsync(next)).Expect(HttpStatusCode.OK);
        }

        Assert.Equal(met.Distinct(), met);
        Assert.Empty(made.Select(one => one.Slug).Except(met));
        Assert.Equal(met.Order(StringComparer.Ordinal), met);
    }

    [Theory]
    [EachEngine("limit=0", "limit")]
    [EachEngine("limit=101", "limit")]
    [EachEngine("limit=x", "limit")]
    [EachEngine("as=forest", "as")]
    [EachEngine("count=yes", "count")]
    [EachEngine("cursor=nonsense", "cursor")]
    [EachEngine("cursor=", "cursor")]
    [EachEngine("sort=name&fields=slug", "sort", "fields")]
    [EachEngine("limit=0&as=forest&page=2", "limit", "as", "page")]
    public async Task Bad_parameters_are_named(Engine engine, string query, params string[] parameters) =>
        (await portals.On(engine).Anonymous.GetAsync($"/v1/categories?{query}"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", parameters);

    [Theory, EachEngine]
    public async Task A_cursor_is_refused_when_tampered_with_and_by_the_tree(Engine engine)
    {
        var portal = portals.On(engine);
        await Sections.AddAsync(portal.Admin);
        await Sections.AddAsync(portal.Admin);
        var cursor = (await portal.Anonymous.GetAsync("/v1/categories?limit=1")).Json.GetProperty("nextCursor").GetString()!;
        var forged = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];

        (await portal.Anonymous.GetAsync($"/v1/categories?cursor={cursor}")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/categories?cursor={forged}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
        (await portal.Anonymous.GetAsync($"/v1/categories?as=tree&cursor={cursor}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
    }

    [Theory]
    [EachEngine("/v1/categories")]
    [EachEngine("/v1/categories?as=tree")]
    [EachEngine("/v1/categories/{id}")]
    public async Task A_second_look_costs_nothing_until_something_it_shows_changes(Engine engine, string path)
    {
        await using var portal = new Portal(engine);
        var top = await Sections.AddAsync(portal.Admin);
        var made = await Sections.AddAsync(portal.Admin, top);
        path = path.Replace("{id}", made.Slug, StringComparison.Ordinal);
        var first = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);

        var again = (await portal.Anonymous.GetAsync(path, ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.NotModified);
        var few = await StatementsAsync(portal, path, ("If-None-Match", first.ETag!));
        (await portal.Admin.PatchAsync($"/v1/categories/{top.Id}", new { name = "改名" }, "*")).Expect(HttpStatusCode.OK);
        var changed = (await portal.Anonymous.GetAsync(path, ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.OK);

        Assert.Empty(again.Bytes);
        Assert.Equal(0, few);
        Assert.NotEqual(first.ETag, changed.ETag);
        Assert.Contains("改名", changed.Text, StringComparison.Ordinal);
        Assert.Equal("public, no-cache", changed.Headers["Cache-Control"]);
        Assert.Equal("Accept-Encoding, Authorization", changed.Headers["Vary"]);
        Assert.True(changed.Headers.ContainsKey("Last-Modified"));
    }

    [Theory, EachEngine]
    public async Task The_count_is_that_of_the_subtree_and_part_of_the_tag(Engine engine)
    {
        var portal = portals.On(engine);
        var top = await Sections.AddAsync(portal.Admin);
        var leaf = await Sections.AddAsync(portal.Admin, await Sections.AddAsync(portal.Admin, top));
        var before = await Sections.GetAsync(portal.Anonymous, top.Id);

        await ArticleRows.AddAsync(portal.Database, Guid.Parse(top.Id), isPublic: true);
        await ArticleRows.AddAsync(portal.Database, Guid.Parse(leaf.Id), isPublic: true);
        await ArticleRows.AddAsync(portal.Database, Guid.Parse(leaf.Id), isPublic: true);
        await ArticleRows.AddAsync(portal.Database, Guid.Parse(leaf.Id), isPublic: false);

        var after = await Sections.GetAsync(portal.Anonymous, top.Id);
        Assert.Equal(3, after.Json.GetProperty("articleCount").GetInt64());
        Assert.Equal(2, (await Sections.GetAsync(portal.Anonymous, leaf.Id)).Json.GetProperty("articleCount").GetInt64());
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal(before.ETag.Split('.')[0], after.ETag.Split('.')[0]);
    }

    [Theory, EachEngine]
    public async Task Head_says_what_get_says_and_options_what_is_allowed(Engine engine)
    {
        var portal = portals.On(engine);
        var made = await Sections.AddAsync(portal.Admin);

        var get = await portal.Anonymous.GetAsync($"/v1/categories/{made.Id}");
        var head = (await portal.Anonymous.SendAsync(HttpMethod.Head, $"/v1/categories/{made.Id}", null)).Expect(HttpStatusCode.OK);
        var options = await portal.Anonymous.SendAsync(HttpMethod.Options, $"/v1/categories/{made.Id}", null);
        var put = await portal.Admin.PutAsync($"/v1/categories/{made.Id}", new { name = "a" }, "*");

        Assert.Equal(get.ETag, head.ETag);
        Assert.Empty(head.Bytes);
        Assert.Equal("DELETE, GET, HEAD, OPTIONS, PATCH", options.Headers["Allow"]);
        put.Expect(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [EachEngine("/v1/categories?limit=100&count=true")]
    [EachEngine("/v1/categories?as=tree")]
    [EachEngine("/v1/categories/{id}")]
    public async Task Any_number_of_categories_takes_the_same_few_statements(Engine engine, string path)
    {
        await using var portal = new Portal(engine, Portal.Unkept);
        var top = await Sections.AddAsync(portal.Admin);
        path = path.Replace("{id}", top.Id, StringComparison.Ordinal);

        var few = await StatementsAsync(portal, path);
        for (var i = 0; i < 12; i++)
        {
            await Sections.AddAsync(portal.Admin, await Sections.AddAsync(portal.Admin, top));
        }
        var many = await StatementsAsync(portal, path);

        Assert.Equal(few, many);
        Assert.InRange(many, 2, 5);
    }

    // The least of three: jobs beside the requests send statements too.
    private static async Task<int> StatementsAsync(Portal portal, string path, params (string, string)[] headers)
    {
        var least = int.MaxValue;
        for (var n = 0; n < 3; n++)
        {
            least = Math.Min(least, await StatementsOnceAsync(portal, path, headers));
        }
        return least;
    }

    private static async Task<int> StatementsOnceAsync(Portal portal, string path, (string, string)[] headers)
    {
        var seen = new ConcurrentQueue<string>();
        void See(string sql, object? args) => seen.Enqueue(sql);
        portal.Database.Executing += See;
        await portal.Anonymous.GetAsync(path, headers);
        portal.Database.Executing -= See;
        return seen.Count;
    }

    private static string Outline(JsonElement nodes) => string.Join(' ', nodes.EnumerateArray().Select(
        node => $"{node.GetProperty("slug").GetString()}[{Outline(node.GetProperty("children"))}]"));
}
