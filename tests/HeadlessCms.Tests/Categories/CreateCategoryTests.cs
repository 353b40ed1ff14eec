using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Categories;

public sealed class CreateCategoryTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_category_comes_back_whole(Engine engine)
    {
        await using var portal = new Portal(engine); // its tag shows what others do to the tree
        var api = portal.Admin;
        var slug = Sections.NewSlug();

        var answer = await api.PostAsync("/v1/categories", new
        {
            slug,
            name = $"苏州要闻 {slug}",
            description = "本市要闻，每日更新。",
            keywords = (string[])["苏州", "要闻"],
            type = "政务动态",
        });

        var made = answer.Expect(HttpStatusCode.Created).Json;
        Assert.Equal($"/v1/categories/{made.GetProperty("id").GetString()}", answer.Headers["Location"]);
        Assert.Equal(slug, made.GetProperty("slug").GetString());
        Assert.Equal($"苏州要闻 {slug}", made.GetProperty("name").GetString());
        Assert.Equal("本市要闻，每日更新。", made.GetProperty("description").GetString());
        Assert.Equal(["苏州", "要闻"], made.GetProperty("keywords").EnumerateArray().Select(word => word.GetString()));
        Assert.Equal("政务动态", made.GetProperty("type").GetString());
        Assert.Equal(slug, made.GetProperty("path").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.GetProperty("parentId").ValueKind);
        Assert.Equal(0, made.GetProperty("articleCount").GetInt64());
        var read = (await portal.Anonymous.GetAsync(answer.Headers["Location"])).Expect(HttpStatusCode.OK);
        Assert.Equal(answer.Text, read.Text);
        Assert.Equal(answer.ETag, read.ETag);
    }

    [Theory, EachEngine]
    public async Task What_is_left_out_is_null_or_empty(Engine engine)
    {
        var made = await Sections.AddAsync(portals.On(engine).Admin);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.Json.GetProperty("description").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.Json.GetProperty("type").ValueKind);
        Assert.Empty(made.Json.GetProperty("keywords").EnumerateArray());
    }

    [Theory, EachEngine]
    public async Task The_parent_is_named_by_id_or_slug_and_makes_the_path(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var top = await Sections.AddAsync(api);
        var middle = await Sections.AddAsync(api, top);
        var slug = Sections.NewSlug();

        var leaf = (await api.PostAsync("/v1/categories", new { slug, name = "甲", parentId = middle.Slug })).Expect(HttpStatusCode.Created);

        Assert.Equal($"{top.Slug}/{middle.Slug}/{slug}", leaf.Json.GetProperty("path").GetString());
        Assert.Equal(middle.Id, leaf.Json.GetProperty("parentId").GetString());
        Assert.Equal(
            [top.Slug, middle.Slug, slug],
            leaf.Json.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.GetProperty("slug").GetString()));
    }

    [Theory, EachEngine]
    public async Task A_slug_left_out_is_made_from_the_name_and_numbered_when_taken(Engine engine)
    {
        await using var portal = new Portal(engine);
        var one = await Sections.AddAsync(portal.Admin);
        var two = await Sections.AddAsync(portal.Admin);

        var first = (await portal.Admin.PostAsync("/v1/categories", new { name = "通知公告", parentId = one.Id })).Expect(HttpStatusCode.Created);
        var second = (await portal.Admin.PostAsync("/v1/categories", new { name = "通知公告", parentId = two.Id })).Expect(HttpStatusCode.Created);
        var third = (await portal.Admin.PostAsync("/v1/categories", new { name = "通知公告" })).Expect(HttpStatusCode.Created);

        var slug = first.Json.GetProperty("slug").GetString()!;
        Assert.Matches("^[a-z]+(-[a-z]+)*$", slug);
        Assert.Equal(slug + "-2", second.Json.GetProperty("slug").GetString());
        Assert.Equal(slug + "-3", third.Json.GetProperty("slug").GetString());
    }

    [Theory, EachEngine]
    public async Task A_position_puts_it_between_its_siblings_and_one_too_far_is_the_end(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var parent = await Sections.AddAsync(api);
        var a = await Sections.AddAsync(api, parent);
        var b = await Sections.AddAsync(api, parent);

        var first = Sections.NewSlug();
        (await api.PostAsync("/v1/categories", new { slug = first, name = first, parentId = parent.Id, position = 0 })).Expect(HttpStatusCode.Created);
        var last = Sections.NewSlug();
        (await api.PostAsync("/v1/categories", new { slug = last, name = last, parentId = parent.Id, position = 99 })).Expect(HttpStatusCode.Created);

        Assert.Equal([first, a.Slug, b.Slug, last], await Sections.ChildrenAsync(api, parent));
        await Sections.AssertSoundAsync(portals.On(engine).Database);
    }

    [Theory, EachEngine]
    public async Task A_taken_slug_and_a_siblings_name_are_named_at_once_and_nothing_is_stored(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var parent = await Sections.AddAsync(api);
        var child = await Sections.AddAsync(api, parent, name: "甲");
        var tag = (await Sections.GetAsync(api, parent.Id)).ETag;

        var both = await api.PostAsync("/v1/categories", new { slug = child.Slug, name = "甲", parentId = parent.Id });
        var slug = await api.PostAsync("/v1/categories", new { slug = child.Slug, name = "乙", parentId = parent.Id });
        var name = await api.PostAsync("/v1/categories", new { slug = Sections.NewSlug(), name = "甲", parentId = parent.Id });

        both.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug", "/name");
        slug.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug");
        name.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/name");
        Assert.Equal([child.Slug], await Sections.ChildrenAsync(api, parent));
        Assert.Equal(tag.Split('.')[0], (await Sections.GetAsync(api, parent.Id)).ETag.Split('.')[0]);
    }

    [Theory, EachEngine]
    public async Task A_top_levels_name_is_unique_there_and_free_elsewhere(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var top = await Sections.AddAsync(api);

        var beside = await api.PostAsync("/v1/categories", new { slug = Sections.NewSlug(), name = top.Slug });
        var below = await api.PostAsync("/v1/categories", new { slug = Sections.NewSlug(), name = top.Slug, parentId = top.Id });

        beside.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/name");
        below.Expect(HttpStatusCode.Created);
    }

    [Theory]
    [EachEngine("{}", "/name")]
    [EachEngine("""{"name":""}""", "/name")]
    [EachEngine("""{"name":"   "}""", "/name")]
    [EachEngine("""{"name":"a","slug":""}""", "/slug")]
    [EachEngine("""{"name":"a","slug":"Suzhou News"}""", "/slug")]
    [EachEngine("""{"name":"a","slug":"suzhou\n"}""", "/slug")]
    [EachEngine("""{"name":"a","slug":"-suzhou"}""", "/slug")]
    [EachEngine("""{"name":"a","slug":"0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11"}""", "/slug")]
    [EachEngine("""{"name":"a","slug":"0190f3c27b1e7c449a530d3f5d2c8a11"}""", "/slug")]
    [EachEngine("""{"name":"a","parentId":"no-such-category"}""", "/parentId")]
    [EachEngine("""{"name":"a","parentId":"0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11"}""", "/parentId")]
    [EachEngine("""{"name":"a","parentId":""}""", "/parentId")]
    [EachEngine("""{"name":"a","parentId":7}""", "/parentId")]
    [EachEngine("""{"name":"a","position":-1}""", "/position")]
    [EachEngine("""{"name":"a","position":1.5}""", "/position")]
    [EachEngine("""{"name":"a","position":"1"}""", "/position")]
    [EachEngine("""{"name":"a","position":99999999999}""", "/position")]
    [EachEngine("""{"name":"a","keywords":["b",""]}""", "/keywords/1")]
    [EachEngine("""{"name":"a","keywords":[null]}""", "/keywords/0")]
    [EachEngine("""{"name":"a","keywords":"b"}""", "/keywords")]
    [EachEngine("""{"name":"a\u0000"}""", "/name")]
    [EachEngine("""{"name":"a\ud800"}""", "/name")]
    [EachEngine("""{"name":"a","id":"0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11"}""", "/id")]
    [EachEngine("""{"name":"a","path":"b"}""", "/path")]
    [EachEngine("""{"name":"","slug":"B","position":-1,"colour":"red"}""", "/name", "/slug", "/position", "/colour")]
    public async Task Bad_input_is_named_by_pointer(Engine engine, string json, params string[] pointers)
    {
        using var body = new StringContent(json, null, "application/json");

        var answer = await portals.On(engine).Admin.SendAsync(HttpMethod.Post, "/v1/categories", body);

        answer.ExpectProblem(HttpStatusCode.BadRequest, "invalid", pointers);
    }

    [Theory, EachEngine]
    public async Task Lengths_count_code_points_to_their_very_limit(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var parent = await Sections.AddAsync(api);
        string Of(int length) => string.Concat(Enumerable.Repeat("𠮷", length));
        object Draft(int more) => new
        {
            slug = $"l{more}{Sections.NewSlug()}".PadRight(80 + more, 'x'),
            name = Of(100 + more),
            description = Of(1000 + more),
            keywords = Enumerable.Range(0, 20 + more).Select(_ => Of(50 + more)),
            type = Of(50 + more),
            parentId = parent.Id,
        };

        (await api.PostAsync("/v1/categories", Draft(0))).Expect(HttpStatusCode.Created);
        (await api.PostAsync("/v1/categories", Draft(1))).ExpectProblem(
            HttpStatusCode.BadRequest, "invalid",
            ["/slug", "/name", "/description", "/keywords", "/type", .. Enumerable.Range(0, 21).Select(i => $"/keywords/{i}")]);
    }

    [Theory, EachEngine]
    public async Task Only_a_key_with_the_scope_may_write(Engine engine)
    {
        var portal = portals.On(engine);
        var made = await Sections.AddAsync(portal.Admin);

        var answers = new[]
        {
            await portal.Anonymous.PostAsync("/v1/categories", new { name = "a" }),
            await portal.Anonymous.PatchAsync($"/v1/categories/{made.Id}", new { name = "a" }, "*"),
            await portal.Anonymous.DeleteAsync($"/v1/categories/{made.Id}", "*"),
        };

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Unauthorized));
        Assert.Equal(made.Slug, (await Sections.GetAsync(portal.Anonymous, made.Id)).Json.GetProperty("name").GetString());
    }
}
