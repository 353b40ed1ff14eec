using System.Collections.Concurrent;
using System.Net;
using HeadlessCms.Articles;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>A category with very many below it: its list is looked for among the newest of all, and else merged from theirs.</summary>
public sealed class WideCategoryTests
{
    private const int Limit = 4;

    private static DateTimeOffset At(int n) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(-n);

    [Theory, EachEngine]
    public async Task Its_pages_are_the_same_whether_much_of_the_portal_lies_in_it_or_little(Engine engine)
    {
        await using var portal = new Portal(engine);
        var wide = await portal.CategoryAsync();
        var below = new List<string>();
        for (var n = 1; n < CategoryStanding.Many; n++)
        {
            below.Add(await portal.CategoryAsync(wide));
        }
        var elsewhere = await portal.CategoryAsync();
        // From the newest on: every third lies in it, then 50 elsewhere, then eight in it, one of them only shown there.
        var expected = new List<string>();
        for (var n = 0; n < 76; n++)
        {
            var isIn = n < 18 ? n % 3 == 0 : n >= 68;
            var id = await portal.PublishedAsync(new
            {
                title = $"题{n}",
                body = "<p>文</p>",
                categoryId = isIn && n != 70 ? below[n % below.Count] : elsewhere,
                alsoInIds = n == 70 ? new[] { below[3] } : [],
                publishedAt = At(n),
            });
            expected.AddRange(isIn ? [id] : Array.Empty<string>());
        }
        var sent = new ConcurrentQueue<string>();
        portal.Database.Executing += (sql, _) => sent.Enqueue(sql);
        // What a walk finds, and for each of its pages whether it was merged.
        async Task<(List<string> Found, List<bool> Merged)> WalkAsync(string query)
        {
            var (found, merged) = (new List<string>(), new List<bool>());
            for (var path = $"/v1/articles?category={wide}&limit={Limit}{query}"; path is not null;)
            {
                sent.Clear();
                var page = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK).Json;
                found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.Text("id")!));
                Assert.Equal(1, sent.Count(sql => sql.Contains("@near", StringComparison.Ordinal)));
                merged.Add(sent.Any(sql => sql.Contains("page AS", StringComparison.Ordinal) && !sql.Contains("@near", StringComparison.Ordinal)));
                path = page.GetProperty("nextCursor").GetString() is { } next ? $"/v1/articles?category={wide}&limit={Limit}{query}&cursor={next}" : null;
            }
            return (found, merged);
        }

        var newest = await WalkAsync("");
        Assert.Equal(expected, newest.Found);
        Assert.Equal([false, true, false, true], newest.Merged); // half a page, and then too many that lie elsewhere; the last is never full
        var oldest = await WalkAsync("&sort=publishedAt");
        Assert.Equal(expected.AsEnumerable().Reverse(), oldest.Found);
        Assert.False(oldest.Merged[0]);
        var bounded = await WalkAsync($"&publishedBefore={At(3):yyyy-MM-ddTHH:mm:ssZ}&publishedAfter={At(12):yyyy-MM-ddTHH:mm:ssZ}");
        Assert.Equal(expected[2..5], bounded.Found);
        (await portal.Admin.PatchAsync($"/v1/articles/{expected[^1]}", new { categoryId = wide, pinnedUntil = "2999-01-01T00:00:00Z" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{expected[^1]}/publish")).Expect(HttpStatusCode.OK);
        Assert.Equal([expected[^1], .. expected[..^1]], (await WalkAsync("")).Found);
        var feed = (await portal.Anonymous.GetAsync($"/v1/feeds/feed.json?category={wide}&limit={Limit}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(["题0", "题3", "题6", "题9"], feed.GetProperty("items").EnumerateArray().Select(item => item.Text("title")!));
    }

    [Theory, EachEngine]
    public async Task One_with_fewer_below_it_is_merged_at_once(Engine engine)
    {
        await using var portal = new Portal(engine);
        var narrow = await portal.CategoryAsync();
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(narrow) });
        var sent = new ConcurrentQueue<string>();
        portal.Database.Executing += (sql, _) => sent.Enqueue(sql);

        Assert.Single((await portal.Anonymous.GetAsync($"/v1/articles?category={narrow}")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray());

        Assert.DoesNotContain(sent, sql => sql.Contains("@near", StringComparison.Ordinal));
    }
}
