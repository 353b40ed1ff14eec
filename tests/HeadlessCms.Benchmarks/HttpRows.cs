using Dapper;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Benchmarks;

/// <summary>Requests a second, by wrk, against bare Kestrel answering the same bytes or as much.</summary>
internal sealed class HttpRows(Settings settings, string large, string few)
{
    /// <summary>All of them.</summary>
    public async Task RunAsync(Func<Measurement, Task> take)
    {
        await using var product = await Server.ProductAsync(large);
        await using var small = await Server.ProductAsync(few);
        using var client = new HttpClient { BaseAddress = product.Address };
        var article = $"/v1/articles/{PortalGenerator.ArticleId(settings.Articles / 3)}";
        var list = $"/v1/articles?category={PortalGenerator.Half}&limit=20";
        var (bytes, tag) = await SaveAsync(client, article, "article");
        var (page, _) = await SaveAsync(client, list, "page");
        await using var bare = await Server.BareAsync(bytes, large);
        await using var barePage = await Server.BareAsync(page, large);
        var view = $"/v1/articles/{PortalGenerator.ArticleId(7)}/views";
        var (random, randomBare) = (Script("random", settings.Articles, "GET", "/v1/articles/", ""), Script("random-bare", settings.Articles, "GET", "/a/", ""));
        var (spread, post) = (Script("spread", settings.Few, "POST", "/v1/articles/", "/views"), Path.Combine(settings.Scratch, "post.lua"));
        await File.WriteAllTextAsync(post, "wrk.method = \"POST\"\n");

        Measurement[] all =
        [
            Compare("one hot article, against bare Kestrel with the same bytes", "≥ 0.85", Get(product, article), Get(bare, "/bytes")),
            Compare("`304`, against bare Kestrel's empty one", "≥ 0.85",
                () => Wrk.RateAsync(new(product.Address, article), settings.Seconds, header: $"If-None-Match: {tag}"), Get(bare, "/304")),
            Compare("list of 20 in a subtree, hot, against bare Kestrel with the same bytes", "≥ 0.80", Get(product, list), Get(barePage, "/bytes")),
            Compare("random article, against a bare Dapper read by primary key and its serialiser", "≥ 0.80",
                () => Wrk.RateAsync(product.Address, settings.Seconds, script: random), () => Wrk.RateAsync(bare.Address, settings.Seconds, script: randomBare)),
            Compare("views of one article, 256 connections, against bare Kestrel's empty POST", "≥ 0.70",
                Post(small, view, post), Post(bare, "/empty", post)),
            Compare("the same, against one transaction each on the same disk", "≥ 5",
                Post(small, view, post), () => Task.FromResult(TransactionsEach())),
            Compare($"views spread over {settings.Few:N0} articles, against one", "≥ 0.70",
                () => Wrk.RateAsync(small.Address, settings.Seconds, 256, spread), Post(small, view, post)),
        ];
        foreach (var measurement in all)
        {
            await take(measurement);
        }
    }

    private Measurement Compare(string name, string target, Func<Task<double>> ours, Func<Task<double>> baseline) =>
        Row.Alternate(name, target, "requests/s", settings.Rounds, ours, baseline);

    private Func<Task<double>> Get(Server server, string path) => () => Wrk.RateAsync(new(server.Address, path), settings.Seconds);

    private Func<Task<double>> Post(Server server, string path, string script) =>
        () => Wrk.RateAsync(new(server.Address, path), settings.Seconds, 256, script);

    // A bare loop: one durable increment, one transaction.
    private double TransactionsEach()
    {
        var path = Path.Combine(settings.Scratch, "increments.db");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, n INTEGER); INSERT OR IGNORE INTO t VALUES (1, 0)");
        var (clock, count) = (System.Diagnostics.Stopwatch.StartNew(), 0);
        for (; clock.Elapsed.TotalSeconds < settings.Seconds; count++)
        {
            connection.Execute("UPDATE t SET n = n + 1 WHERE id = 1");
        }
        return count / clock.Elapsed.TotalSeconds;
    }

    private async Task<(string Path, string Tag)> SaveAsync(HttpClient client, string path, string name)
    {
        using var answer = await client.GetAsync(path);
        var file = Path.Combine(settings.Scratch, $"{name}.json");
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
        return (file, answer.Headers.ETag!.ToString());
    }

    // Ids are made from their number as PortalGenerator makes them, so that no list of them has to be read.
    private string Script(string name, int articles, string method, string before, string after)
    {
        var path = Path.Combine(settings.Scratch, $"{name}.lua");
        File.WriteAllText(path,
            $$"""
            math.randomseed(os.time())
            function request()
                local n = math.random(0, {{articles - 1}})
                local high = math.floor(n / 65536)
                local id = string.format("%08x-%04x-7001-8000-0000%08x", 0x01900000 + high, n % 65536, n)
                return wrk.format("{{method}}", "{{before}}" .. id .. "{{after}}")
            end
            """);
        return path;
    }
}
