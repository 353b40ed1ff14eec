using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Categories;

public sealed class ChangeCategoryTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_patch_changes_what_it_names_and_nothing_else(Engine engine)
    {
        await using var portal = new Portal(engine); // its tag shows what others do to the tree
        var api = portal.Admin;
        var slug = Sections.NewSlug();
        var made = (await api.PostAsync("/v1/categories", new { slug, name = slug, description = "旧", type = "类", keywords = (string[])["甲"] })).Expect(HttpStatusCode.Created);

        var changed = (await api.PatchAsync($"/v1/categories/{slug}", new { name = $"新 {slug}", description = (string?)null }, made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal($"新 {slug}", changed.Json.GetProperty("name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, changed.Json.GetProperty("description").ValueKind);
        Assert.Equal("类", changed.Json.GetProperty("type").GetString());
        Assert.Equal("甲", changed.Json.GetProperty("keywords")[0].GetString());
        Assert.Equal(slug, changed.Json.GetProperty("slug").GetString());
        Assert.NotEqual(made.ETag, changed.ETag);
        var read = (await api.GetAsync($"/v1/categories/{slug}")).Expect(HttpStatusCode.OK);
        Assert.Equal(changed.Text, read.Text);
        Assert.Equal(changed.ETag, read.ETag);
    }

    [Theory, EachEngine]
    public async Task A_patch_that_says_what_is_there_writes_nothing(Engine engine)
    {
        var portal = portals.On(engine);
        var parent = await Sections.AddAsync(portal.Admin);
        var made = await Sections.AddAsync(portal.Admin, parent);
        var before = await Sections.GetAsync(portal.Admin, made.Id);

        var same = (await portal.Admin.PatchAsync($"/v1/categories/{made.Id}", new { name = made.Slug, parentId = parent.Slug, position = 7 }, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal(before.ETag.Split('.')[0], same.ETag!.Split('.')[0]);
        Assert.Equal(before.Json.GetProperty("updatedAt").GetString(), same.Json.GetProperty("updatedAt").GetString());
    }

    [Theory, EachEngine]
    public async Task A_former_slug_redirects_and_stays_reserved(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var made = await Sections.AddAsync(api);
        var renamed = Sections.NewSlug();
        var again = Sections.NewSlug();

        var first = (await api.PatchAsync($"/v1/categories/{made.Id}", new { slug = renamed }, made.ETag)).Expect(HttpStatusCode.OK);
        (await api.PatchAsync($"/v1/categories/{renamed}", new { slug = again }, first.ETag)).Expect(HttpStatusCode.OK);

        foreach (var former in (string[])[made.Slug, renamed])
        {
            var moved = (await portals.On(engine).Anonymous.GetAsync($"/v1/categories/{former}")).Expect(HttpStatusCode.PermanentRedirect);
            Assert.Equal($"/v1/categories/{again}", moved.Headers["Location"]);
        }
        var patch = (await api.PatchAsync($"/v1/categories/{renamed}", new { name = "甲" }, "*")).Expect(HttpStatusCode.PermanentRedirect);
        Assert.Equal($"/v1/categories/{again}", patch.Headers["Location"]);
        var delete = (await api.DeleteAsync($"/v1/categories/{renamed}?moveTo=abc", "*")).Expect(HttpStatusCode.PermanentRedirect);
        Assert.Equal($"/v1/categories/{again}?moveTo=abc", delete.Headers["Location"]);
        (await api.PostAsync("/v1/categories", new { slug = renamed, name = renamed })).ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug");
    }

    [Theory, EachEngine]
    public async Task A_slug_taken_back_no_longer_redirects(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var made = await Sections.AddAsync(api);
        var other = Sections.NewSlug();

        (await api.PatchAsync($"/v1/categories/{made.Id}", new { slug = other }, "*")).Expect(HttpStatusCode.OK);
        (await api.PatchAsync($"/v1/categories/{made.Id}", new { slug = made.Slug }, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal(made.Id, (await Sections.GetAsync(api, made.Slug)).Id);
        (await api.GetAsync($"/v1/categories/{other}")).Expect(HttpStatusCode.PermanentRedirect);
    }

    [Theory, EachEngine]
    public async Task Another_ones_slug_and_a_siblings_name_are_refused_at_once(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var parent = await Sections.AddAsync(api);
        var a = await Sections.AddAsync(api, parent, name: "甲");
        var b = await Sections.AddAsync(api, parent, name: "乙");

        var answer = await api.PatchAsync($"/v1/categories/{b.Id}", new { slug = a.Slug, name = "甲" }, b.ETag);

        answer.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug", "/name");
        Assert.Equal("乙", (await Sections.GetAsync(api, b.Slug)).Json.GetProperty("name").GetString());
    }

    [Theory]
    [EachEngine("""{"name":null}""", "/name")]
    [EachEngine("""{"name":""}""", "/name")]
    [EachEngine("""{"slug":"Not A Slug"}""", "/slug")]
    [EachEngine("""{"parentId":"no-such-category"}""", "/parentId")]
    [EachEngine("""{"position":-1}""", "/position")]
    [EachEngine("""{"keywords":[""]}""", "/keywords/0")]
    [EachEngine("""{"position":-1,"id":"x","path":"y"}""", "/position", "/id", "/path")]
    [EachEngine("""["name"]""", "")]
    public async Task A_bad_patch_is_named_by_pointer_and_changes_nothing(Engine engine, string json, params string[] pointers)
    {
        var api = portals.On(engine).Admin;
        var made = await Sections.AddAsync(api);
        using var body = new StringContent(json, null, "application/merge-patch+json");

        var answer = await api.SendAsync(HttpMethod.Patch, $"/v1/categories/{made.Id}", body, ("If-Match", made.ETag));

        answer.ExpectProblem(HttpStatusCode.BadRequest, "invalid", pointers);
        Assert.Equal(made.ETag.Split('.')[0], (await Sections.GetAsync(api, made.Id)).ETag.Split('.')[0]);
    }

    [Theory, EachEngine]
    public async Task A_write_says_which_state_it_was_made_from(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var made = await Sections.AddAsync(api);
        var other = await Sections.AddAsync(api);
        var path = $"/v1/categories/{made.Id}";
        var changed = (await api.PatchAsync(path, new { type = "甲" }, made.ETag)).Expect(HttpStatusCode.OK);

        (await api.PatchAsync(path, new { type = "乙" }, ifMatch: null)).ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        (await api.DeleteAsync(path, ifMatch: null)).ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        foreach (var stale in (string[])[made.ETag, other.ETag, "\"x\"", "nonsense"])
        {
            var refused = (await api.PatchAsync(path, new { type = "乙" }, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
            Assert.Equal(changed.ETag!.Split('.')[0], refused.ETag!.Split('.')[0]);
            (await api.DeleteAsync(path, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        }
        Assert.Equal("甲", (await Sections.GetAsync(api, made.Id)).Json.GetProperty("type").GetString());
    }

    [Theory, EachEngine]
    public async Task An_editors_tag_outlives_what_happens_elsewhere(Engine engine)
    {
        var portal = portals.On(engine);
        var parent = await Sections.AddAsync(portal.Admin);
        var made = await Sections.AddAsync(portal.Admin, parent);
        var read = (await portal.Anonymous.GetAsync($"/v1/categories/{made.Id}", ("Accept-Encoding", "gzip"))).Expect(HttpStatusCode.OK);

        await ArticleRows.AddAsync(portal.Database, Guid.Parse(made.Id), isPublic: true);
        await Sections.AddAsync(portal.Admin, parent);

        (await portal.Admin.PatchAsync($"/v1/categories/{made.Id}", new { type = "甲" }, "W/" + read.ETag)).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task What_does_not_exist_is_not_found(Engine engine)
    {
        var api = portals.On(engine).Admin;
        foreach (var id in (string[])["no-such-category", "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11", "%ED%A0%80", "0190f3c27b1e7c449a530d3f5d2c8a11"])
        {
            (await api.GetAsync($"/v1/categories/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            (await api.PatchAsync($"/v1/categories/{id}", new { name = "a" }, "*")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            (await api.DeleteAsync($"/v1/categories/{id}", "*")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
    }
}
