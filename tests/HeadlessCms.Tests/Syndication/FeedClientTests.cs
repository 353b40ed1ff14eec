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
            again = feedparser.parse(url, etag=first.etag, modified=first.modified)
            since = feedparser.parse(url, modified=first.modified)
            seen.append({
                'url': url, 'bozo': str(first.get('bozo_exception', '')), 'version': first.version, 'again': again.status, 'since': since.status,
                'title': first.feed.title, 'entries': [{
                    'id': entry.id, 'title': entry.title, 'link': entry.link, 'guidislink': entry.get('guidislink', False), 'published': list(entry.published_parsed[:6]),
                    'content': entry.content[0].value, 'enclosures': len(entry.enclosures), 'credit': entry.get('media_credit', [{}])[0].get('content')} for entry in first.entries]})
        print(json.dumps(seen))
        """;

    [Fact]
    public async Task Feedparser_reads_every_feed_without_a_warning_and_is_answered_304()
    {
        await SkipUnlessFeedparserAsync();
        using var directory = new TemporaryDirectory();
        await using var server = await StartAsync(directory);
        var newest = (await server.Anonymous.GetAsync("/v1/articles?limit=1&include=body,attachments&publishedBefore=2021-04-21T00:00:00Z&publishedAfter=2021-04-20T00:00:00%2B08:00")).Json.GetProperty("items")[0];
        string[] urls = [$"{server.Address}v1/feeds/rss.xml?limit=100&full=true", $"{server.Address}v1/feeds/atom.xml?limit=100&full=true"];

        var seen = JsonElement.Parse(Encoding.UTF8.GetString(await Tools.RunAsync(Python, ["-c", Script, .. urls], [])));

        foreach (var feed in seen.EnumerateArray())
        {
            Assert.Equal("", feed.Text("bozo"));
            Assert.Equal(feed.Text("url")!.Contains("rss", StringComparison.Ordinal) ? "rss20" : "atom10", feed.Text("version"));
            Assert.Equal((304, 304), (feed.GetProperty("again").GetInt32(), feed.GetProperty("since").GetInt32()));
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
        await File.WriteAllTextAsync(file("urls"), $"{server.Address}v1/feeds/rss.xml?limit=30\n{server.Address}v1/feeds/atom.xml?limit=30&full=true\n");
        await File.WriteAllTextAsync(file("config"), "");
        async Task<string> NewsboatAsync(string command) => Encoding.UTF8.GetString(await Tools.RunAsync("newsboat",
            ["-u", file("urls"), "-C", file("config"), "-c", file("cache.db"), "-d", file("log"), "-l", "4", "-x", command], []));

        // The same thirty in both formats, as they have the same ids.
        await NewsboatAsync("reload");
        Assert.StartsWith("30 ", await NewsboatAsync("print-unread"), StringComparison.Ordinal);
        Assert.Equal(2, Count(server, " 200 "));
        // It keeps a tag only of a feed that it knew before.
        await NewsboatAsync("reload");
        await NewsboatAsync("reload");

        Assert.Equal((4, 2), (Count(server, " 200 "), Count(server, " 304 ")));
        Assert.Equal("", File.Exists(file("log")) ? await File.ReadAllTextAsync(file("log")) : "");
    }

    [Fact]
    public async Task Xmllint_finds_feeds_of_the_sample_portal_well_formed()
    {
        Tools.SkipUnless("xmllint");
        // On one engine: the other answers the same bytes (EnginesAgreeTests).
        await using var portal = new Portal(Engine.Sqlite, new Dictionary<string, string> { ["Cms:SampleContent"] = "true" });
        foreach (var format in (string[])["rss.xml", "atom.xml"])
        {
            var feed = (await portal.Anonymous.GetAsync($"/v1/feeds/{format}?limit=100&full=true")).Expect(HttpStatusCode.OK);
            Assert.Empty(await Tools.RunAsync("xmllint", ["--noout", "--nonet", "-"], feed.Bytes));
        }
    }

    private static int Count(ServerProcess server, string status) => server.Said.Split('\n')
        .Count(line => line.Contains("Request finished", StringComparison.Ordinal) && line.Contains("/v1/feeds/", StringComparison.Ordinal) && line.Contains(status, StringComparison.Ordinal));

    private static Task<ServerProcess> StartAsync(TemporaryDirectory directory, params string[] settings) =>
        ServerProcess.StartAsync(Path.Combine(directory.Path, "data"), ["--Cms:SampleContent=true", .. settings]);

    private static async Task SkipUnlessFeedparserAsync()
    {
        var isThere = File.Exists(Python) && (await Tool.RunAsync(Python, "-c", "import feedparser")).ExitCode == 0;
        Assert.SkipUnless(isThere || Ci.Runs, "feedparser (Debian: python3-feedparser) is not installed");
    }
}
