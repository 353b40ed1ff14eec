using System.Net;
using HeadlessCms.Platform.Http;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Views;

public sealed class ViewStatisticsTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_day_is_the_sites_and_begins_at_its_midnight(Engine engine)
    {
        var clock = new FakeTimeProvider(new(2026, 11, 23, 15, 59, 59, 999, TimeSpan.Zero));
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = await portal.ArticleAsync();

        await portal.ViewAsync(id, 2);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await portal.ViewAsync(id, 1);
        Assert.Equal(["2026-11-23=2", "2026-11-24=1"], (await portal.ViewsOfAsync(id)).Days());

        portal.Services.GetRequiredService<SiteZone>().Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        await portal.ViewAsync(id, 1);
        Assert.Equal(["2026-11-23=3"], (await portal.ViewsOfAsync(id)).Days());
        Assert.Equal(4, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory, EachEngine]
    public async Task A_range_is_thirty_days_unless_it_is_given(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = await portal.ArticleAsync();
        await portal.ViewAsync(id, 1);
        clock.Advance(TimeSpan.FromDays(1));
        await portal.ViewAsync(id, 2);
        await portal.Anonymous.PostAsync($"/v1/articles/{id}/views?src=qr");
        clock.Advance(TimeSpan.FromDays(29));

        var standard = await portal.ViewsOfAsync(id);
        Assert.Equal(4, standard.Views());
        Assert.Equal(["2026-11-24=3"], standard.Days());
        Assert.Equal(["qr=1", "web=2"], standard.Sources());
        Assert.Equal(["2026-11-23=1", "2026-11-24=3"], (await portal.ViewsOfAsync(id, "?from=2026-11-23")).Days());
        Assert.Equal(["2026-11-23=1"], (await portal.ViewsOfAsync(id, "?to=2026-11-23")).Days());
        Assert.Equal(["web=1"], (await portal.ViewsOfAsync(id, "?from=2026-11-23&to=2026-11-23")).Sources());
        Assert.Empty((await portal.ViewsOfAsync(id, "?from=2026-11-25&to=2026-11-25")).Days());
        Assert.Empty((await portal.ViewsOfAsync(id, "?to=0001-01-01")).Days());
        Assert.Equal(2, (await portal.ViewsOfAsync(id, "?from=2025-11-19")).Days().Length);
    }

    [Theory]
    [EachEngine("from=2026-11-24&to=2026-11-23", "from")]
    [EachEngine("from=2025-01-01&to=2026-02-05", "from")]
    [EachEngine("from=9999-12-31", "from")]
    [EachEngine("from=2026-02-30", "from")]
    [EachEngine("to=23.11.2026&from=x", "from", "to")]
    [EachEngine("day=2026-11-23", "day")]
    public async Task A_range_that_cannot_be_is_refused(Engine engine, string query, params string[] named)
    {
        var portal = portals.On(engine);
        var id = await portal.ArticleAsync();

        (await portal.Anonymous.GetAsync($"/v1/articles/{id}/views?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", named);
    }

    [Theory, EachEngine]
    public async Task Counts_carry_the_tag_of_their_bytes_and_no_date(Engine engine)
    {
        await using var portal = new Portal(engine); // of its own: a category that another test makes changes every tag
        var category = await portal.CategoryAsync();
        var id = await portal.ArticleAsync(category);
        await portal.ViewAsync(id, 1);
        string[] paths =
        [
            $"/v1/articles/{id}/views", $"/v1/views?ids={id}", $"/v1/articles/trending?category={category}",
            $"/v1/articles/{id}?include=views", $"/v1/articles?category={category}&sort=-views&include=views",
        ];
        var before = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            var answer = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
            Assert.False(answer.Headers.ContainsKey("Last-Modified"), path);
            Assert.Equal("public, no-cache", answer.Headers["Cache-Control"]);
            before[path] = answer.ETag!;
            (await portal.Anonymous.GetAsync(path, ("If-None-Match", answer.ETag!))).Expect(HttpStatusCode.NotModified);
            Assert.Empty((await portal.Anonymous.SendAsync(HttpMethod.Head, path, null)).Expect(HttpStatusCode.OK).Bytes);
        }

        await portal.ViewAsync(id, 1);

        foreach (var path in paths)
        {
            Assert.NotEqual(before[path], (await portal.Anonymous.GetAsync(path, ("If-None-Match", before[path]))).Expect(HttpStatusCode.OK).ETag);
        }
    }

    [Theory, EachEngine]
    public async Task Totals_come_for_public_articles_in_the_order_of_their_ids(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var (first, second) = (await portal.ArticleAsync(category), await portal.ArticleAsync(category));
        var withdrawn = await portal.ArticleAsync(category);
        var draft = (await portal.DraftAsync(new { title = "稿", categoryId = category })).Id();
        await portal.ViewAsync(first, 2);
        await portal.ViewAsync(withdrawn, 1);
        await portal.Admin.PostAsync($"/v1/articles/{withdrawn}/withdraw", new { reason = "error" });

        foreach (var api in (Api[])[portal.Anonymous, portal.Admin])
        {
            var answer = await api.GetAsync($"/v1/views?ids={second},{draft},{withdrawn},{Guid.CreateVersion7()},{first},{second}");
            Assert.Equal(
                $$"""{"items":[{"articleId":"{{second}}","views":0},{"articleId":"{{first}}","views":2}]}""",
                answer.Expect(HttpStatusCode.OK).Text);
        }
        var many = string.Join(',', Enumerable.Range(0, 101).Select(_ => Guid.CreateVersion7()));
        (await portal.Anonymous.GetAsync($"/v1/views?ids={many[..^37]}")).Expect(HttpStatusCode.OK);
        foreach (var query in (string[])["", "?ids=", "?ids=x", $"?ids={many}"])
        {
            (await portal.Anonymous.GetAsync($"/v1/views{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "ids");
        }
    }

    [Theory, EachEngine]
    public async Task Lists_order_by_views_page_by_page(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var expected = new List<(string Id, int Views)>();
        for (var n = 0; n < 7; n++)
        {
            var id = await portal.ArticleAsync(category);
            await portal.ViewAsync(id, n % 3);
            expected.Add((id, n % 3));
        }
        await portal.DraftAsync(new { title = "稿", categoryId = category });

        var walked = await portal.Anonymous.WalkAsync($"/v1/articles?category={category}&sort=-views&limit=2");
        var listed = (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&sort=-views&include=views")).Json.GetProperty("items");
        var one = (await portal.Anonymous.GetAsync($"/v1/articles/{expected[2].Id}?include=views")).Json;

        var order = expected.OrderByDescending(item => item.Views).ThenByDescending(item => item.Id, StringComparer.Ordinal).ToList();
        Assert.Equal(order.Select(item => item.Id), walked);
        Assert.Equal(order, listed.EnumerateArray().Select(item => (item.Text("id")!, (int)item.Views())));
        Assert.Equal(2, one.Views());
        Assert.False((await portal.Anonymous.GetAsync($"/v1/articles/{expected[2].Id}")).Json.TryGetProperty("views", out _));
    }
}
