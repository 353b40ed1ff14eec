using System.Collections.Concurrent;
using System.Net;
using HeadlessCms.Tests.Partners;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>Many deliveries to many receivers, some dead, some slow, by a server that is killed under them.</summary>
public sealed class DeliveryStormTests
{
    private const int Dead = 3;
    private const int Slow = 2;
    private const int Articles = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory, EachEngine]
    public async Task Every_event_reaches_every_living_receiver_in_order_per_article_though_the_server_dies_twice(Engine engine)
    {
        // All 20 × 500 = 10,000 on the engine whose process is the whole portal; what the other does its own way shows in few.
        var living = engine is Engine.Sqlite ? Depth.Pick(quick: 4, full: 17) : 4;
        var events = (engine is Engine.Sqlite ? Depth.Pick(quick: 2, full: 20) : 2) * Articles;
        var first = new ConcurrentDictionary<(string Path, string Message), int>();
        await using var receiver = await Receiver.StartAsync(async (call, context) =>
        {
            first.TryAdd((call.Path, call.Id), first.Count);
            await Task.Delay(call.Path.StartsWith("/slow", StringComparison.Ordinal) ? 50 : 0, context.RequestAborted);
        });
        await using var host = await MortalServer.StartAsync(engine, "--Cms:Webhooks:AllowedNetworks:0=127.0.0.0/8");
        foreach (var url in Enumerable.Range(0, living + Dead).Select(n => n < Dead ? $"http://127.0.0.1:1/{n}" : $"{receiver.Address}/{(n < Dead + Slow ? "slow" : "quick")}{n}"))
        {
            (await host.Admin.PostAsync("/v1/webhooks", new { url, events = new[] { "published", "withdrawn" }, concurrency = 4 })).Expect(HttpStatusCode.Created);
        }

        await MakeNewsAsync(host.Admin, events);
        for (var death = 1; death <= 2; death++)
        {
            await ReachAsync(first, events * living * death / 3);
            await host.DieAsync();
        }
        await ReachAsync(first, events * living);

        // Each was received at least once, and nothing else; what came first of each article, one after the other.
        Assert.Equal(events * living, first.Count);
        var told = receiver.Calls.DistinctBy(call => (call.Path, call.Id)).GroupBy(call => (call.Path, Article: call.Json.GetProperty("data").Text("id")));
        foreach (var one in told)
        {
            var expected = Enumerable.Range(0, events / Articles).Select(n => n % 2 == 0 ? "published" : "withdrawn");
            Assert.Equal(expected, one.Select(call => call.Kind));
        }
        var hooks = (await host.Admin.GetAsync("/v1/webhooks?limit=100")).Json.GetProperty("items").EnumerateArray().ToList();
        foreach (var hook in hooks.Where(hook => hook.Text("url")!.StartsWith("http://127.0.0.1:1/", StringComparison.Ordinal)))
        {
            Assert.Equal(("failing", events), (hook.GetProperty("health").Text("state"), hook.GetProperty("health").GetProperty("waiting").GetInt32()));
        }
    }

    private static async Task MakeNewsAsync(Api admin, int events)
    {
        var category = (await admin.PostAsync("/v1/categories", new { name = "栏目" })).Expect(HttpStatusCode.Created).Id();
        await Task.WhenAll(Enumerable.Range(0, Articles).Select(async _ =>
        {
            var id = (await admin.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = category })).Expect(HttpStatusCode.Created).Id();
            for (var made = 0; made < events / Articles; made++)
            {
                (await (made % 2 == 0
                    ? admin.PostAsync($"/v1/articles/{id}/publish")
                    : admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "error" }))).Expect(HttpStatusCode.OK);
            }
        }));
    }

    private static Task ReachAsync(ConcurrentDictionary<(string, string), int> first, int count) =>
        Eventually.IsSoAsync($"{count} deliveries", Patience, () => Task.FromResult(first.Count >= count));
}
