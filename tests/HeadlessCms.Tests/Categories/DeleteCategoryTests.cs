using System.Net;
using HeadlessCms.Categories;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Categories;

public sealed class DeleteCategoryTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task An_empty_category_goes_and_its_slugs_are_free(Engine engine)
    {
        var api = portals.On(engine).Admin;
        var parent = await Sections.AddAsync(api);
        var (a, b) = (await Sections.AddAsync(api, parent), await Sections.AddAsync(api, parent));
        var renamed = Sections.NewSlug();
        var present = (await api.PatchAsync($"/v1/categories/{a.Id}", new { slug = renamed }, "*")).Expect(HttpStatusCode.OK);

        var gone = (await api.DeleteAsync($"/v1/categories/{renamed}", present.ETag)).Expect(HttpStatusCode.NoContent);

        Assert.Empty(gone.Bytes);
        foreach (var was in (string[])[a.Id, a.Slug, renamed])
        {
            (await api.GetAsync($"/v1/categories/{was}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
        (await api.PostAsync("/v1/categories", new { slug = a.Slug, name = a.Slug })).Expect(HttpStatusCode.Created);
        Assert.Equal(0, (await Sections.GetAsync(api, b.Id)).Position);
        await Sections.AssertSoundAsync(portals.On(engine).Database);
    }

    [Theory, EachEngine]
    public async Task Children_and_articles_keep_it(Engine engine)
    {
        await using var portal = WithArticles(engine);
        var (parent, full) = (await Sections.AddAsync(portal.Admin), await Sections.AddAsync(portal.Admin));
        var child = await Sections.AddAsync(portal.Admin, parent);
        await ArticleRows.AddAsync(portal.Database, Guid.Parse(full.Id), isPublic: false);
        await ArticleRows.AddAsync(portal.Database, Guid.Parse(child.Id), isPublic: true);

        (await portal.Admin.DeleteAsync($"/v1/categories/{parent.Id}", "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await portal.Admin.DeleteAsync($"/v1/categories/{full.Id}", "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await portal.Admin.DeleteAsync($"/v1/categories/{child.Id}", "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict");

        Assert.Equal(parent.Slug, (await Sections.GetAsync(portal.Admin, parent.Slug)).Json.GetProperty("name").GetString());
        await Sections.AssertSoundAsync(portal.Database);
    }

    [Theory, EachEngine]
    public async Task What_it_holds_is_moved_first_when_told_where(Engine engine)
    {
        await using var portal = WithArticles(engine);
        var (from, to) = (await Sections.AddAsync(portal.Admin), await Sections.AddAsync(portal.Admin));
        var there = await Sections.AddAsync(portal.Admin, to);
        var (a, b) = (await Sections.AddAsync(portal.Admin, from), await Sections.AddAsync(portal.Admin, from));
        var deep = await Sections.AddAsync(portal.Admin, b);
        await ArticleRows.AddAsync(portal.Database, Guid.Parse(from.Id), isPublic: true);

        (await portal.Admin.DeleteAsync($"/v1/categories/{from.Id}?moveTo={to.Slug}", from.ETag)).Expect(HttpStatusCode.NoContent);

        Assert.Equal([there.Slug, a.Slug, b.Slug], await Sections.ChildrenAsync(portal.Admin, to));
        Assert.Equal($"{to.Slug}/{b.Slug}/{deep.Slug}", (await Sections.GetAsync(portal.Admin, deep.Id)).Path);
        Assert.Equal(1, (await Sections.GetAsync(portal.Admin, to.Id)).Json.GetProperty("articleCount").GetInt64());
        await Sections.AssertSoundAsync(portal.Database);
    }

    [Theory, EachEngine]
    public async Task A_category_can_be_dissolved_into_its_parent_even_by_a_child_of_its_name(Engine engine)
    {
        var portal = portals.On(engine);
        var parent = await Sections.AddAsync(portal.Admin);
        var first = await Sections.AddAsync(portal.Admin, parent);
        var middle = await Sections.AddAsync(portal.Admin, parent, name: "甲");
        var last = await Sections.AddAsync(portal.Admin, parent);
        var child = await Sections.AddAsync(portal.Admin, middle, name: "甲");

        (await portal.Admin.DeleteAsync($"/v1/categories/{middle.Id}?moveTo={parent.Id}", "*")).Expect(HttpStatusCode.NoContent);

        Assert.Equal([first.Slug, last.Slug, child.Slug], await Sections.ChildrenAsync(portal.Admin, parent));
        await Sections.AssertSoundAsync(portal.Database);
    }

    [Theory, EachEngine]
    public async Task A_target_that_cannot_take_it_is_named_and_nothing_is_moved(Engine engine)
    {
        var portal = portals.On(engine);
        var from = await Sections.AddAsync(portal.Admin);
        var child = await Sections.AddAsync(portal.Admin, from, name: "甲");
        var to = await Sections.AddAsync(portal.Admin);
        await Sections.AddAsync(portal.Admin, to, name: "甲");
        Task<Answer> Delete(string moveTo) => portal.Admin.DeleteAsync($"/v1/categories/{from.Id}?moveTo={moveTo}", "*");

        (await Delete("no-such-category")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "moveTo");
        (await Delete("")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "moveTo");
        (await Delete(from.Slug)).ExpectProblem(HttpStatusCode.Conflict, "conflict", "moveTo");
        (await Delete(child.Id)).ExpectProblem(HttpStatusCode.Conflict, "conflict", "moveTo");
        (await Delete(to.Id)).ExpectProblem(HttpStatusCode.Conflict, "conflict", "moveTo");
        (await portal.Admin.DeleteAsync($"/v1/categories/{from.Id}?moveto=x", "*")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "moveto");

        Assert.Equal([child.Slug], await Sections.ChildrenAsync(portal.Admin, from));
        await Sections.AssertSoundAsync(portal.Database);
    }

    private static Portal WithArticles(Engine engine) => new(
        engine, services: services => services.AddSingleton<ICategoryContent, ArticleRows>());
}
