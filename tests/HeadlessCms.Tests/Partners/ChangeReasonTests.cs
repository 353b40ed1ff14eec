using System.Net;
using HeadlessCms.Tests.Publishing;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Partners;

/// <summary>Of which kind a change is told, and why it came.</summary>
public sealed class ChangeReasonTests : SetClock
{
    [Theory, EachEngine]
    public async Task A_correction_is_told_as_one_and_an_end_that_was_set_with_its_reason(Engine engine)
    {
        var portal = On(engine);
        var id = (await DraftAsync(portal)).Id();
        var since = await NowAsync(portal);
        (await PublishAsync(portal, id, new { until = In(10) })).Expect(HttpStatusCode.OK);
        (await PublishAsync(portal, id, new { correction = "日期有误。" })).Expect(HttpStatusCode.OK);

        await PassAsync(portal, TimeSpan.FromMinutes(10));

        Assert.Equal([$"published {id} 1 ", $"corrected {id} 1 ", $"withdrawn {id}  expired"], await ToldAsync(portal, since, "articleId", "version"));
    }

    [Theory, EachEngine]
    public async Task What_happened_to_the_tree_and_to_the_site_is_told(Engine engine)
    {
        var portal = On(engine);
        var since = await NowAsync(portal);
        var id = (await portal.Admin.PostAsync("/v1/categories", new { name = Samples.Name("栏") })).Expect(HttpStatusCode.Created).Id();
        (await portal.Admin.DeleteAsync($"/v1/categories/{id}", "*")).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.PatchAsync("/v1/site", new { name = "新" }, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal([$"category {id} created", $"category {id} deleted", "category  site"], await ToldAsync(portal, since, "categoryId"));
    }

    private static async Task<string> NowAsync(Portal portal) =>
        (await portal.Anonymous.GetAsync("/v1/changes?since=now")).Expect(HttpStatusCode.OK).Json.Text("cursor")!;

    private static async Task<IEnumerable<string>> ToldAsync(Portal portal, string since, params string[] names) =>
        (await portal.Anonymous.GetAsync($"/v1/changes?since={since}")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Select(item => string.Join(' ', names.Prepend("kind").Append("reason").Select(name => item.GetProperty(name).ToString())));
}
