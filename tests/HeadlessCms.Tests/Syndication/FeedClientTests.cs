using System.Net;
using System.Text;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>Readers that are not ours, against the program on a real socket.</summary>
public sealed class FeedClientTests
{
    // Debian's own, whose packages apt installs; another python3 of the path would not find them.
    private const string Python = "/usr/bin/python3";

    // Reads a feed twice, the second time with what the first answer said, and tells what it saw.
    private const string Script =
        """
        import feedparser, json, sys
        seen = []
        for url in sys.argv[1:]:
            first = feedparser.parse(url)
            again = feedparser.parse(url, etag=first.etag, modified=first.get('modified'))
            since = feedparser.parse(url, modified=first.get('modified'))
            seen.append({
                'url': url, 'bozo': str(first.get('bozo_exception', '')), 'version': first.version, 'again': again.status, 'since': since.status,
                'title': first.feed.title, 'entries': [{
                    'id': entry.id, 'title': entry.title, 'link': entry.link, 'guidislink': entry.get('guidislink', False), 'published': list(entry.published_parsed[:6]),
                    'content': entry.get('content', [{}])[0].get('value', ''), 'enclosures': len(entry.enclosures), 'credit': entry.get('media_credit', [{}])[0].get('content')} for entry in first.entries]})
        print(json.dumps(seen))
        """;

    [Fact]
    public async Task Feedparser_reads_every_feed_without_a_warning_and_is_answered_304()
    {
        await SkipUnlessFeedparserAsync();
        using var directory = new TemporaryDirectory();
        await using var server = await StartAsync(directory);
        var newest = (await server.Anonymous.GetAsync("/v1/articles?limit=1&include=body,attachments&publishedBefore=2021-04-21T00:00:00Z&publishedAfter=2021-04-20T00:00:00%2B08:00")).Json.GetProperty("items")[0];
        var urls = (await EveryKindAsync(server.Anonymous)).Select(path => server.Address + path[1..]).ToArray();

        var seen = JsonElement.Parse(Encoding.UTF8.GetString(await Tools.RunAsync(Python, ["-c", Script, .. urls], []))).EnumerateArray().ToList();

        Assert.Equal(urls, seen.Select(feed => feed.Text("url")));
        Assert.All(seen, feed =>
        {
            Assert.Equal("", feed.Text("bozo"));
            Assert.Equal(feed.Text("url")!.Contains("rss", StringComparison.Ordinal) ? "rss20" : "atom10", feed.Text("version"));
            Assert.NotEmpty(feed.GetProperty("entries").EnumerateArray());
            // An archive has a tag alone: when it changed last would be asked of each entry.
            Assert.Equal((304, feed.Text("url")!.Contains("archive=", StringComparison.Ordinal) ? 200 : 304), (feed.GetProperty("again").GetInt32(), feed.GetProperty("since").GetInt32()));
        });
        foreach (var feed in seen.Where(feed => feed.Text("url")!.Contains("full=true", StringComparison.Ordinal)))
        {
            var entry = feed.GetProperty("entries").EnumerateArray().Single(entry => entry.Text("id")!.EndsWith(newest.Text("id")!, StringComparison.Ordinal));
            Assert.Equal(newest.Text("title"), entry.Text("title"));
            Assert.Equal(newest.Text("url"), entry.Text("link"));
            Assert.Equal(feed.Text("version") == "atom10", entry.GetProperty("guidislink").GetBoolean()); // of Atom it always says so
            Assert.Equal([2021, 4, 19, 20, 11, 0], entry.GetProperty("published").EnumerateArray().Select(part => part.GetInt32()));
            Assert.True(feed.GetProperty("entries").EnumerateArray().Count(each => each.Text("content") != "") > 60); // the others lead elsewhere
            Assert.Contains(feed.GetProperty("entries").EnumerateArray(), each => each.GetProperty("enclosures").GetInt32() > 0);
            Assert.Contains(feed.GetProperty("entries").EnumerateArray(), each => each.GetProperty("credit").ValueKind == JsonValueKind.String);
        }
    }

    [Fact]
    public async Task Newsboat_reads_every_feed_and_is_answered_304()
    {
        Tools.SkipUnless("newsboat");
        using var directory = new TemporaryDirectory();
        await using var server = await StartAsync(directory, "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Information");
        var file = (string name) => Path.Combine(directory.Path, name);
        var paths = await EveryKindAsync(server.Anonymous);
        var all = (await server.Anonymous.GetAsync("/v1/feeds/feed.json?limit=100")).Json.GetProperty("items").GetArrayLength();
        await File.WriteAllLinesAsync(file("urls"), paths.Select(path => server.Address + path[1..]));
        await File.WriteAllTextAsync(file("config"), "");
        async Task<string> NewsboatAsync(string command) => Encoding.UTF8.GetString(await Tools.RunAsync("newsboat",
            ["-u", file("urls"), "-C", file("config"), "-c", file("cache.db"), "-d", file("log"), "-l", "4", "-x", command], []));

        // The same in both formats and on every page, as they have the same ids.
        await NewsboatAsync("reload");
        Assert.StartsWith($"{all} ", await NewsboatAsync("print-unread"), StringComparison.Ordinal);
        Assert.Equal(paths.Length, Count(server, paths, " 200 "));
        // It keeps a tag only of a feed that it knew before.
        await NewsboatAsync("reload");
        await NewsboatAsync("reload");

        Assert.Equal((2 * paths.Length, paths.Length), (Count(server, paths, " 200 "), Count(server, paths, " 304 ")));
        Assert.Equal("", File.Exists(file("log")) ? await File.ReadAllTextAsync(file("log")) : "");
    }

    [Fact]
    public async Task Xmllint_finds_every_feed_of_the_sample_portal_well_formed()
    {
        Tools.SkipUnless("xmllint");
        // On one engine: the other answers the same bytes (EnginesAgreeTests).
        await using var portal = new Portal(Engine.Sqlite, new Dictionary<string, string> { ["Cms:SampleContent"] = "true" });
        using var directory = new TemporaryDirectory();
        foreach (var (at, path) in (await EveryKindAsync(portal.Anonymous)).Index())
        {
            await File.WriteAllBytesAsync(Path.Combine(directory.Path, $"{at}.xml"), (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK).Bytes);
        }

        Assert.Empty(await Tools.RunAsync("xmllint", ["--noout", "--nonet", .. Directory.GetFiles(directory.Path)], []));
    }

    // Of the whole site, of a category, with a tag, a later page and an archive, in both formats of XML.
    private static async Task<string[]> EveryKindAsync(Api api)
    {
        var paths = new List<string>();
        foreach (var path in (string[])["/v1/feeds/rss.xml", "/v1/feeds/atom.xml"])
        {
            var first = FeedRules.Read((await api.GetAsync($"{path}?limit=30")).Expect(HttpStatusCode.OK));
            paths.AddRange([$"{path}?limit=100&full=true", $"{path}?category=notices", $"{path}?tag=%E5%BC%80%E6%94%BE%E5%B9%B3%E5%8F%B0", FeedRules.LinkTo(first, "next")!, $"{path}?archive=2025-01"]);
        }
        return [.. paths];
    }

    private static int Count(ServerProcess server, string[] paths, string status) => server.Said.Split('\n')
        .Count(line => line.Contains("Request finished", StringComparison.Ordinal) && line.Contains(status, StringComparison.Ordinal)
            && paths.Any(path => line.Contains($"{path} ", StringComparison.Ordinal)));

    private static Task<ServerProcess> StartAsync(TemporaryDirectory directory, params string[] settings) =>
        ServerProcess.StartAsync(Path.Combine(directory.Path, "data"), ["--Cms:SampleContent=true", .. settings]);

    private static async Task SkipUnlessFeedparserAsync()
    {
        var isThere = File.Exists(Python) && (await Tool.RunAsync(Python, "-c", "import feedparser")).ExitCode == 0;
        Assert.SkipUnless(isThere || Ci.Runs, "feedparser (Debian: python3-feedparser) is not installed");
    }
}
