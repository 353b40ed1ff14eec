using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>Pinned articles stand first in the list of their own category, newest first, and in no other list.</summary>
public sealed class PinnedTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    [Theory, EachEngine]
    public async Task They_stand_first_in_their_own_category_and_for_a_whole_walk(Engine engine)
    {
        await using var portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(_clock));
        var top = await portal.CategoryAsync();
        var (own, other) = (await portal.CategoryAsync(top), await portal.CategoryAsync());
        var ids = new List<string>();
        for (var day = 1; day <= 7; day++)
        {
            ids.Add(await portal.PublishedAsync(new
            {
                title = $"题{day}",
                body = "<p>文</p>",
                categoryId = own,
                alsoInIds = new[] { other },
                publishedAt = new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero),
                pinnedUntil = day is 2 or 4 ? _clock.GetUtcNow().AddMinutes(day) : (DateTimeOffset?)null,
            }));
        }
        string[] plain = [.. Enumerable.Reverse(ids)];
        string[] pinned = [ids[3], ids[1], ids[6], ids[5], ids[4], ids[2], ids[0]];
        var address = $"/v1/articles?category={own}";

        var first = await portal.Anonymous.GetAsync($"{address}&limit=2");
        foreach (var limit in (int[])[1, 2, 3, 10])
        {
            Assert.Equal(pinned, await portal.Anonymous.WalkAsync($"{address}&limit={limit}"));
        }
        Assert.Equal(pinned, await portal.Anonymous.WalkAsync($"{address}&depth=0&limit=3"));
        Assert.Equal(7, (await portal.Anonymous.GetAsync($"{address}&count=true")).Json.GetProperty("total").GetInt32());
        foreach (var unpinned in (string[])["?x", $"?category={top}", $"?category={other}", $"?category={own}&sort=publishedAt"])
        {
            var walked = await portal.Anonymous.WalkAsync($"/v1/articles{unpinned.Replace("?x", "?locale=zh-CN", StringComparison.Ordinal)}&limit=3");
            Assert.Equal(unpinned.Contains("sort", StringComparison.Ordinal) ? ids : plain, walked);
        }

        // The same page has the same tag until a pin ends, and then another; a walk that began before goes on as it began.
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await portal.Anonymous.GetAsync($"{address}&limit=2", ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.NotModified);
        var second = await portal.Anonymous.GetAsync($"{address}&limit=1");
        _clock.Advance(TimeSpan.FromMinutes(1));
        var later = (await portal.Anonymous.GetAsync($"{address}&limit=2", ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Equal([ids[3], ids[6]], later.Ids());
        Assert.Equal(pinned[1..], (await portal.Anonymous.GetAsync($"{address}&limit=10&cursor={second.Json.GetProperty("nextCursor").GetString()}")).Ids());
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(plain, await portal.Anonymous.WalkAsync($"{address}&limit=2"));
    }
}
