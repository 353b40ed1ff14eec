using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        var full = await FullDraft.MakeAsync(portal);
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
