using System.Globalization;
using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Reading;

/// <summary>A read that begins after a write was acknowledged shows it, or something newer, whoever wrote.</summary>
public sealed class FreshnessTests
{
    private const int Articles = 4;
    private const int Category = Articles; // the place of its name among what changes

    // On PostgreSQL everything is written by one instance and read from another.
    [Theory, EachEngine]
    public async Task Every_read_shows_what_was_acknowledged_before_it_or_newer(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        await using var second = engine is Engine.Postgres ? new Portal(engine, new Dictionary<string, string>
        {
            ["ConnectionStrings:Cms"] = portal.Services.GetRequiredService<IConfiguration>().GetConnectionString("Cms")!,
        }) : null;
        await RenameAsync(portal, category, 0);
        var ids = new List<string>();
        for (var n = 0; n < Articles; n++)
        {
            ids.Add(await portal.PublishedAsync(new { title = "0", body = "<p>文</p>", categoryId = category }));
        }
        var acknowledged = new long[Articles + 1];
        using var over = new CancellationTokenSource();

        var readers = Enumerable.Range(1, 4).Select(seed => Task.Run(() => ReadAsync(portal, ids, category, acknowledged, new Random(seed), over.Token))).ToList();
        try
        {
            await WriteAsync(second ?? portal, ids, category, acknowledged);
        }
        finally
        {
            await over.CancelAsync();
        }

        var reads = await Task.WhenAll(readers);
        Assert.All(reads, count => Assert.NotEqual(0, count));
    }

    [Theory, EachEngine]
    public async Task What_another_process_wrote_is_seen(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        (await portal.Anonymous.GetAsync($"/v1/categories/{category}")).Expect(HttpStatusCode.OK);
        await using Database other = portal.Database is SqliteDatabase sqlite
            ? new SqliteDatabase(sqlite.Path)
            : new PostgresDatabase(portal.Services.GetRequiredService<IConfiguration>().GetConnectionString("Cms")!);

        await other.WriteAsync(async session =>
        {
            await Revisions.BumpAsync(session, Revisions.Tree, DateTimeOffset.UnixEpoch, CancellationToken.None);
            return await session.ExecuteAsync(
                "UPDATE categories SET name = '改名', revision = revision + 1 WHERE id = @id", new { id = Guid.Parse(category) }, CancellationToken.None);
        }, CancellationToken.None);

        async Task<bool> IsSeenAsync() => (await portal.Anonymous.GetAsync($"/v1/categories/{category}")).Json.Text("name") == "改名";
        if (engine is Engine.Postgres)
        {
            Assert.True(await IsSeenAsync());
        }
        // A tenth of a second is promised; a busy machine may take longer to ask.
        await Eventually.IsSoAsync("the other process' write is seen", TimeSpan.FromSeconds(10), IsSeenAsync);
    }

    private static async Task WriteAsync(Portal portal, List<string> ids, string category, long[] acknowledged)
    {
        var random = new Random(7);
        for (var n = 1; n <= Depth.Pick(40, 160); n++)
        {
            var which = random.Next(Articles + 1);
            if (which == Category)
            {
                await RenameAsync(portal, category, n);
            }
            else
            {
                (await portal.Admin.PatchAsync($"/v1/articles/{ids[which]}", new { title = $"{n}" }, "*")).Expect(HttpStatusCode.OK);
                (await portal.Admin.PostAsync($"/v1/articles/{ids[which]}/publish")).Expect(HttpStatusCode.OK);
            }
            Volatile.Write(ref acknowledged[which], n);
        }
    }

    private static async Task<int> ReadAsync(
        Portal portal, List<string> ids, string category, long[] acknowledged, Random random, CancellationToken over)
    {
        var reads = 0;
        for (; !over.IsCancellationRequested; reads++)
        {
            var which = random.Next(Articles);
            var before = acknowledged.Select((_, n) => Volatile.Read(ref acknowledged[n])).ToArray();
            switch (random.Next(4))
            {
                case 0:
                    var article = (await portal.Anonymous.GetAsync($"/v1/articles/{ids[which]}")).Expect(HttpStatusCode.OK).Json;
                    AssertNotOlder(before[which], article.Text("title"));
                    AssertNotOlder(before[Category], article.GetProperty("category").Text("name"));
                    break;
                case 1:
                    var list = (await portal.Anonymous.GetAsync($"/v1/articles?category={category}")).Expect(HttpStatusCode.OK).Json;
                    foreach (var item in list.GetProperty("items").EnumerateArray())
                    {
                        AssertNotOlder(before[ids.IndexOf(item.Text("id")!)], item.Text("title"));
                        AssertNotOlder(before[Category], item.GetProperty("category").Text("name"));
                    }
                    break;
                case 2:
                    var head = (await portal.Anonymous.GetAsync($"/v1/articles/{ids[which]}/head")).Expect(HttpStatusCode.OK).Json;
                    var title = head.GetProperty("tags").EnumerateArray().Single(tag => tag.Text("name") == "ArticleTitle");
                    AssertNotOlder(before[which], title.Text("content"));
                    break;
                default:
                    AssertNotOlder(before[Category], (await portal.Anonymous.GetAsync($"/v1/categories/{category}")).Json.Text("name"));
                    break;
            }
        }
        return reads;
    }

    private static async Task RenameAsync(Portal portal, string category, int n) =>
        (await portal.Admin.PatchAsync($"/v1/categories/{category}", new { name = $"{n}" }, "*")).Expect(HttpStatusCode.OK);

    private static void AssertNotOlder(long acknowledged, string? shown) =>
        Assert.InRange(long.Parse(shown!, CultureInfo.InvariantCulture), acknowledged, long.MaxValue);
}
