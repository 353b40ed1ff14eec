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
                publishedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(-n),
            });
            expected.AddRange(isIn ? [id] : Array.Empty<string>());
        }
        var sent = new ConcurrentQueue<string>();
        portal.Database.Executing += (sql, _) => sent.Enqueue(sql);

        var (found, looks, merges) = (new List<string>(), new List<int>(), new List<int>());
        for (var path = $"/v1/articles?category={wide}&limit={Limit}"; path is not null;)
        {
            sent.Clear();
            var page = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK).Json;
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.Text("id")!));
            looks.Add(sent.Count(sql => sql.Contains("@near", StringComparison.Ordinal)));
            merges.Add(sent.Count(sql => sql.Contains("page AS", StringComparison.Ordinal) && !sql.Contains("@near", StringComparison.Ordinal)));
            path = page.GetProperty("nextCursor").GetString() is { } next ? $"/v1/articles?category={wide}&limit={Limit}&cursor={next}" : null;
        }

        Assert.Equal(expected, found);
        Assert.All(looks, count => Assert.Equal(1, count));
        Assert.Equal(0, merges[0]);
        Assert.Equal(1, merges[1]); // half a page, and then too many that lie elsewhere
        var forward = (await portal.Anonymous.GetAsync($"/v1/articles?category={wide}&limit=100&sort=publishedAt")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(expected.AsEnumerable().Reverse(), forward.Select(item => item.Text("id")!));
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
