using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Articles;

public sealed class ArticleDateTests
{
    [Theory, EachEngine]
    public async Task Two_publications_in_one_second_are_told_apart_by_date_too(Engine engine)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 1, 2, 3, 400, TimeSpan.Zero));
        await using var portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(clock));
        var id = await portal.PublishedAsync(new { title = "旧", categoryId = await portal.CategoryAsync(), body = "<p>文</p>" });
        var address = $"/v1/articles/{id}";
        var early = (await portal.Anonymous.GetAsync(address)).Headers["Last-Modified"];
        await portal.Admin.PatchAsync(address, new { title = "新" }, "*");
        (await portal.Admin.PostAsync($"{address}/publish")).Expect(HttpStatusCode.OK);

        clock.Advance(TimeSpan.FromSeconds(3));
        var fresh = (await portal.Anonymous.GetAsync(address, ("If-Modified-Since", early))).Expect(HttpStatusCode.OK);

        Assert.Equal("新", fresh.Json.Text("title"));
        Assert.Equal("Tue, 24 Nov 2026 01:02:03 GMT", fresh.Headers["Last-Modified"]);
        (await portal.Anonymous.GetAsync(address, ("If-Modified-Since", fresh.Headers["Last-Modified"]))).Expect(HttpStatusCode.NotModified);
    }

    [Theory, EachEngine]
    public async Task A_list_is_no_longer_for_editors_than_for_readers(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.PublishedAsync(new { title = "题", categoryId = await portal.CategoryAsync(), body = "<p onclick=\"x\">文</p>" });

        var item = (await portal.Admin.GetAsync("/v1/articles")).Json.GetProperty("items")[0];
        var withText = (await portal.Admin.GetAsync("/v1/articles?include=body")).Json.GetProperty("items")[0];

        Assert.False(item.TryGetProperty("bodySource", out _));
        Assert.False(item.GetProperty("pending").GetBoolean());
        Assert.Equal("<p onclick=\"x\">文</p>", withText.Text("bodySource"));
    }
}
