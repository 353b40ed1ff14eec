using System.Diagnostics;
using System.Text.Json;

namespace HeadlessCms.Benchmarks;

/// <summary>What size costs: pages far in, large portals, large subtrees, the start, memory; and what a hot read allocates.</summary>
internal sealed class SizeRows(Settings settings, string large, string few, string empty)
{
    private const int Requests = 300;
    private const string AllocationsName = "bytes allocated for a hot read, over bare Kestrel's";
    private const string MemoryName = "resident memory after 160,000 requests of a mix, against after 40,000";

    // Nothing of these is to come from memory.
    private static readonly string[] Unkept = ["--Cms:Cache:MaximumBytes", "0"];

    /// <summary>All of them.</summary>
    public async Task RunAsync(Func<Measurement, Task> take)
    {
        await take(new(AllocationsName, () => Allocations.MeasureAsync(AllocationsName, few)));
        await take(Row.Alternate("start to first answer, against an empty database", "≤ 1.2", "ms", settings.Rounds, () => StartAsync(large), () => StartAsync(empty)));
        await using (var product = await Server.ProductAsync(large, Unkept))
        await using (var small = await Server.ProductAsync(few, Unkept))
        {
            using var client = new HttpClient { BaseAddress = product.Address };
            using var smallClient = new HttpClient { BaseAddress = small.Address };
            const string First = "/v1/articles?limit=20";
            string? far = null;
            async Task<string> LastAsync() => far ??= await FarAsync(client);
            static Task<string> At(string path) => Task.FromResult(path);
            foreach (var slowest in (bool[])[false, true])
            {
                var (word, limits) = slowest ? ("p99", ("≤ 2", "≤ 2")) : ("p50", ("≤ 1.3", "≤ 1.3"));
                await take(Latency($"page {settings.Articles / 20:N0} against page 1, {word}", limits.Item1, slowest, client, LastAsync, client, () => At(First)));
                await take(Latency($"page 1 at {settings.Articles:N0} against {settings.Few:N0}, {word}", limits.Item2, slowest, client, () => At(First), smallClient, () => At(First)));
            }
            await take(Latency("newest 20 of half the portal against those of a leaf, p50", "≤ 1.5", slowest: false, client,
                () => At($"/v1/articles?category={PortalGenerator.Half}"), client, () => At($"/v1/articles?category={PortalGenerator.Leaf}")));
        }
        await take(new(MemoryName, MemoryAsync));
    }

    private Measurement Latency(
        string name, string target, bool slowest, HttpClient ours, Func<Task<string>> path, HttpClient baseline, Func<Task<string>> other)
    {
        async Task<double> MeasureAsync(HttpClient client, Func<Task<string>> asked)
        {
            var (middle, slow) = await Row.LatencyAsync(client, [await asked()], Requests);
            return slowest ? slow : middle;
        }
        return Row.Alternate(name, target, "ms", settings.Rounds, () => MeasureAsync(ours, path), () => MeasureAsync(baseline, other));
    }

    // The last page, walked to in the largest steps.
    private async Task<string> FarAsync(HttpClient client)
    {
        var cursor = "";
        for (var seen = 0; seen < settings.Articles - 200; seen += 100)
        {
            using var page = JsonDocument.Parse(await client.GetByteArrayAsync($"/v1/articles?limit=100&fields=id{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}"));
            cursor = page.RootElement.GetProperty("nextCursor").GetString()!;
        }
        return $"/v1/articles?limit=20&cursor={cursor}";
    }

    private static async Task<double> StartAsync(string directory)
    {
        var clock = Stopwatch.StartNew();
        await using var server = await Server.ProductAsync(directory);
        return clock.Elapsed.TotalMilliseconds;
    }

    // A mix bounded in count: reads of random articles, lists, heads, codes and views, from when it is warm.
    private async Task<Row> MemoryAsync()
    {
        await using var product = await Server.ProductAsync(large);
        using var client = new HttpClient { BaseAddress = product.Address };
        var random = new Random(1);
        async Task MixAsync(int count) => await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, ct) =>
        {
            int which;
            lock (random)
            {
                which = random.Next(settings.Articles);
            }
            var article = $"/v1/articles/{PortalGenerator.ArticleId(which)}";
            using var answer = (n % 10) switch
            {
                0 => await client.PostAsync($"{article}/views", null, ct),
                1 => await client.GetAsync($"/v1/articles?category=c-{1 + (which % 1000)}", ct),
                2 => await client.GetAsync($"{article}/head", ct),
                3 => await client.GetAsync($"{article}/qr.svg", ct),
                4 => await client.GetAsync($"{article}/neighbours", ct),
                _ => await client.GetAsync(article, ct),
            };
            answer.EnsureSuccessStatusCode();
        });
        await MixAsync(40_000);
        var before = product.ResidentBytes;
        await MixAsync(160_000);
        var after = product.ResidentBytes;
        return new(MemoryName, "≤ 1.2", (double)after / before, after >> 20, before >> 20, "MiB");
    }
}
