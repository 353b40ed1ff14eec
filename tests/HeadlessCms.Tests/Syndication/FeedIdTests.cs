using System.Net;
using System.Text;
using HeadlessCms.Tests.Portability;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>By what readers know again what they have: the same whatever is edited, and wherever the portal lives.</summary>
public sealed class FeedIdTests
{
    private const string First = "www.first.example";

    [Theory, EachEngine]
    public async Task Ids_stay_in_every_format_when_slug_and_category_and_the_sites_domain_change(Engine engine)
    {
        await using var portal = await PortalOfFirstAsync(engine);
        var (from, to) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = from });
        var before = await IdsAsync(portal, id);
        Assert.All(before, one => Assert.StartsWith($"tag:{First},", one, StringComparison.Ordinal));

        await portal.Admin.PatchAsync($"/v1/articles/{id}", new { slug = Samples.Name("other"), categoryId = to }, "*");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        await DomainAsync(portal, "www.second.example");

        Assert.Equal(before, await IdsAsync(portal, id));
        Assert.Equal(to, (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.GetProperty("category").Text("slug"));
        Assert.Equal("https://www.second.example/", (await portal.Anonymous.GetAsync("/v1/feeds/feed.json")).Json.Text("home_page_url"));
    }

    [Theory, EachEngine]
    public async Task Ids_name_the_first_domain_that_anybody_named(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        await portal.Admin.PatchAsync("/v1/site", new { name = "门户" }, "*"); // says nothing of the domain, which is an example's until then
        await DomainAsync(portal, First);
        var first = await IdsAsync(portal, id);

        await DomainAsync(portal, "www.example.gov.cn");

        Assert.All(first, one => Assert.StartsWith($"tag:{First},", one, StringComparison.Ordinal));
        Assert.Equal(first, await IdsAsync(portal, id));
    }

    [Theory, EachEngine]
    public async Task Ids_come_along_to_another_portal_in_files_and_in_lines(Engine engine)
    {
        await using var portal = await PortalOfFirstAsync(engine);
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        await DomainAsync(portal, "www.second.example");
        var ids = await IdsAsync(portal, id);
        var folder = await RoundTripTests.ExportAsync(portal, "out");
        var lines = (await portal.Admin.GetAsync("/v1/export")).Expect(HttpStatusCode.OK).Text;

        await using var ofFiles = new Portal(engine);
        Assert.Empty((await RoundTripTests.ImportAsync(ofFiles, folder)).Faults);
        await using var ofLines = new Portal(engine);
        (await ImportAsync(ofLines, lines)).Expect(HttpStatusCode.OK);

        Assert.Equal(ids, await IdsAsync(ofFiles, id));
        Assert.Equal(ids, await IdsAsync(ofLines, id));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder, "site.yaml")),
            await File.ReadAllTextAsync(Path.Combine(await RoundTripTests.ExportAsync(ofFiles, "again"), "site.yaml")));
        Assert.Equal(lines, (await ofLines.Admin.GetAsync("/v1/export")).Text);
        // What came in stays as well: also where the domain that came with it is the example's.
        await DomainAsync(ofFiles, "www.third.example");
        Assert.Equal(ids, await IdsAsync(ofFiles, id));
    }

    [Theory, EachEngine]
    public async Task A_portal_whose_lines_name_no_other_domain_begins_with_its_own(Engine engine)
    {
        await using var portal = new Portal(engine);
        var lines = (await portal.Admin.GetAsync("/v1/export")).Text; // of a site that nobody has named yet
        Assert.DoesNotContain("tagDomain", lines, StringComparison.Ordinal);
        (await ImportAsync(portal, lines)).Expect(HttpStatusCode.OK);

        await DomainAsync(portal, First);

        Assert.Contains("\"tagDomain\":\"www.example.gov.cn\"", (await portal.Admin.GetAsync("/v1/export")).Text, StringComparison.Ordinal);
        var wrong = lines.Replace("{\"kind\":\"site\",", "{\"kind\":\"site\",\"tagDomain\":\"Not One\",", StringComparison.Ordinal);
        (await ImportAsync(portal, wrong)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/0/tagDomain");
    }

    private static async Task<Portal> PortalOfFirstAsync(Engine engine)
    {
        var portal = new Portal(engine);
        await DomainAsync(portal, First);
        return portal;
    }

    private static async Task DomainAsync(Portal portal, string domain) =>
        (await portal.Admin.PatchAsync("/v1/site", new { domain }, "*")).Expect(HttpStatusCode.OK);

    private static Task<Answer> ImportAsync(Portal portal, string lines) => portal.Admin.SendAsync(
        HttpMethod.Post, "/v1/import", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));

    // Of the one article in every format, and of the feed itself where the format has one.
    private static async Task<string[]> IdsAsync(Portal portal, string article)
    {
        async Task<Answer> GetAsync(string path) => (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
        var atom = FeedRules.Read(await GetAsync("/v1/feeds/atom.xml")).Root!;
        return
        [
            atom.Element(FeedRules.Atom + "id")!.Value,
            atom.Elements(FeedRules.Atom + "entry").Single().Element(FeedRules.Atom + "id")!.Value,
            FeedRules.Read(await GetAsync("/v1/feeds/rss.xml")).Descendants("guid").Single().Value,
            (await GetAsync("/v1/feeds/feed.json")).Json.GetProperty("items")[0].Text("id")!,
            (await GetAsync($"/v1/articles/{article}/ninjs")).Json.Text("uri")!,
        ];
    }
}
