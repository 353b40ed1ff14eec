using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>PUT replaces: what it does not name has its default again.</summary>
public sealed class ReplaceArticleTests(Portals portals)
{
    // What says which article it is, and when it was saved.
    private static readonly string[] Own = ["id", "slug", "version", "createdAt", "updatedAt", "url", "links"];

    // Where an article shows what a draft calls otherwise.
    private static readonly Dictionary<string, string> Shown = new()
    {
        ["categoryId"] = "category",
        ["alsoInIds"] = "alsoIn",
        ["translationOf"] = "translations",
        ["coverId"] = "cover",
    };

    [Theory, EachEngine]
    public async Task Nothing_is_left_of_what_a_replacement_does_not_name(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var full = await FullAsync(portal);
        Assert.Equal(Writable(), full.Keys.Order(StringComparer.Ordinal)); // a new property wants its value there
        var least = new { title = "只有标题", categoryId = category };
        var created = await portal.DraftAsync(full);
        var address = $"/v1/articles/{created.Id()}";

        var replaced = (await portal.Admin.PutAsync(address, least, "*")).Expect(HttpStatusCode.OK);

        var fresh = ContentOf(await portal.DraftAsync(least));
        var before = ContentOf(created);
        Assert.All(full.Keys.Except(["slug", "changeNote"]).Select(name => Shown.GetValueOrDefault(name, name)),
            name => Assert.False(JsonNode.DeepEquals(before[name], fresh[name]), $"{name} was not there before"));
        Assert.Equal(fresh.ToJsonString(), ContentOf(replaced).ToJsonString());
        Assert.Equal(full["slug"], replaced.Json.Text("slug")); // one left out stays as it is
        var versions = (await portal.Admin.GetAsync($"{address}/versions")).Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal([null, full["changeNote"]], versions.EnumerateArray().Select(version => version.Text("changeNote")));
    }

    private static IEnumerable<string> Writable()
    {
        var body = ContractFile.Committed.Operations.Single(operation => operation.Id == "replaceArticle").Body;
        var schema = ContractFile.Committed.Follow(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"));
        return schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, object>> FullAsync(Portal portal)
    {
        var category = await portal.CategoryAsync();
        var original = await portal.DraftAsync(new { title = "原文", categoryId = category });
        return new()
        {
            ["slug"] = Samples.Name("full"),
            ["locale"] = "en",
            ["translationOf"] = original.Id(),
            ["title"] = "A title",
            ["subtitle"] = "A subtitle",
            ["kicker"] = "A kicker",
            ["summary"] = "A summary",
            ["body"] = "*A body*",
            ["bodyFormat"] = "markdown",
            ["linkUrl"] = "https://www.example.gov.cn/elsewhere",
            ["categoryId"] = category,
            ["alsoInIds"] = new[] { await portal.CategoryAsync() },
            ["source"] = new { name = "A newspaper", url = "https://www.example.gov.cn/source" },
            ["author"] = "An author",
            ["editor"] = "An editor",
            ["tags"] = new[] { "one", "two" },
            ["featured"] = true,
            ["pinnedUntil"] = "2099-01-01T00:00:00Z",
            ["coverId"] = await portal.UploadAsync(SampleImages.Jpeg(), "cover.jpg"),
            ["attachments"] = new[] { new { id = await portal.UploadAsync(SampleFiles.Pdf(), "file.pdf"), role = "related" } },
            ["document"] = new { indexNumber = "014/2024", topic = "A topic", issuer = "An office", documentNumber = "No. 1", writtenOn = "2024-05-01", status = "valid" },
            ["rights"] = new { copyrightHolder = "An office", usageTerms = "Free", embargoUntil = "2021-01-01T00:00:00Z", aiGenerated = true },
            ["extra"] = new { colour = "red" },
            ["formerUrls"] = new[] { "http://www.example.gov.cn/art_1_123.html" },
            ["publishedAt"] = "2021-04-19T20:11:00Z",
            ["changeNote"] = "A note",
        };
    }

    private static JsonObject ContentOf(Answer article)
    {
        var content = JsonSerializer.Deserialize<JsonObject>(article.Text)!;
        foreach (var name in Own)
        {
            content.Remove(name);
        }
        return content;
    }
}
