using System.Net;
using System.Xml.Linq;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>How a feed is read on, kept, and asked for again.</summary>
public sealed class FeedPagingTests
{
    private const string Base = "https://api.example.org";

    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 30, TimeSpan.Zero);

    [Theory, EachEngine]
    public async Task Pages_and_archives_hold_every_entry_and_archives_stay_as_they_are(Engine engine)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:PublicUrl"] = Base }, services => services.AddSingleton<TimeProvider>(clock));
        var category = await portal.CategoryAsync();
        // Several in one minute, hour, day and month; then over years; and some at the same instant.
        TimeSpan[] ages =
        [
            TimeSpan.Zero, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(70), TimeSpan.FromHours(13),
            TimeSpan.FromDays(3), TimeSpan.FromDays(3), TimeSpan.FromDays(24), TimeSpan.FromDays(40), TimeSpan.FromDays(41), TimeSpan.FromDays(400), TimeSpan.FromDays(2000),
        ];
        foreach (var (at, age) in ages.Index())
        {
            await ArticleAsync(portal, category, $"{at:d2}", Noon - age);
        }
        var all = ages.Select((_, at) => $"{at:d2}").ToList();

        var archives = new List<string>();
        foreach (var path in (string[])["/v1/feeds/atom.xml", "/v1/feeds/rss.xml"])
        {
            var first = $"{path}?category={category}&limit=3";
            var (titles, pages) = await WalkAsync(portal, first, "next");
            Assert.Equal(all, titles.Order());
            Assert.Equal(4, pages.Count);
            foreach (var page in pages)
            {
                Assert.Equal(first, FeedRules.LinkTo(await PageAsync(portal, page), "first"));
            }
            Assert.Null(FeedRules.LinkTo(await PageAsync(portal, first), "first"));

            var (archived, found) = await WalkAsync(portal, first, "prev-archive");
            Assert.Equal(all, archived.Distinct().Order());
            Assert.True(found.Count > 5);
            archives.AddRange(found);
            var (rest, parts) = await WalkAsync(portal, $"{path}?limit=1&archive=2026-10", "prev-archive");
            Assert.Equal(["08", "09", "10", "11", "12"], rest.Order());
            Assert.Equal(rest.Count, parts.Count + 1);
        }

        var before = await TagsAsync(portal, archives);
        clock.Advance(TimeSpan.FromDays(40));
        await ArticleAsync(portal, category, "new", Noon + TimeSpan.FromDays(39));
        Assert.Equal(before, await TagsAsync(portal, archives));
        foreach (var archive in archives)
        {
            var page = await PageAsync(portal, archive);
            Assert.Single(FeedRules.HeadOf(page).Elements(FeedRules.History + "archive"));
            Assert.Equal($"{archive.Split('?')[0]}?category={category}", FeedRules.LinkTo(page, "current"));
        }
        Assert.Empty(FeedRules.HeadOf(await PageAsync(portal, $"/v1/feeds/rss.xml?category={category}")).Elements(FeedRules.History + "archive"));
    }

    [Theory, EachEngine]
    public async Task Pages_of_a_JSON_Feed_and_of_its_archives_hold_every_entry_once(Engine engine)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:PublicUrl"] = Base }, services => services.AddSingleton<TimeProvider>(clock));
        var category = await portal.CategoryAsync();
        int[] days = [0, 1, 1, 40, 41, 400, 2000];
        foreach (var (at, age) in days.Index())
        {
            await ArticleAsync(portal, category, $"{at}", Noon - TimeSpan.FromDays(age));
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], (await WalkJsonAsync(portal, $"/v1/feeds/feed.json?category={category}&limit=3")).Order());
        Assert.Equal(["3", "4", "5", "6"], (await WalkJsonAsync(portal, $"/v1/feeds/feed.json?category={category}&limit=1&archive=2026-10")).Order());
    }

    [Theory, EachEngine]
    public async Task What_a_reader_has_is_304_until_something_is_published_or_withdrawn(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var id = await ArticleAsync(portal, category, "one", Noon);
        await Task.WhenAll(((string[])["rss.xml", "atom.xml", "feed.json"]).Select(async format =>
        {
            var first = (await portal.Anonymous.GetAsync($"/v1/feeds/{format}", ("Accept-Encoding", "gzip"))).Expect(HttpStatusCode.OK);
            Assert.StartsWith("\"", first.ETag, StringComparison.Ordinal);
            Assert.Equal("public, no-cache", first.Headers["Cache-Control"]);
            var again = await portal.Anonymous.GetAsync($"/v1/feeds/{format}", ("Accept-Encoding", "gzip"), ("If-None-Match", first.ETag!), ("If-Modified-Since", first.Headers["Last-Modified"]));
            Assert.Empty(again.Expect(HttpStatusCode.NotModified).Bytes);
            Assert.Equal(first.ETag, again.ETag);
            (await portal.Anonymous.SendAsync(HttpMethod.Head, $"/v1/feeds/{format}", null)).Expect(HttpStatusCode.OK);
        }));
        var tag = (await portal.Anonymous.GetAsync("/v1/feeds/rss.xml")).ETag!;

        await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "error" });

        var next = await portal.Anonymous.GetAsync("/v1/feeds/rss.xml", ("If-None-Match", tag));
        Assert.Empty(FeedRules.Read(next.Expect(HttpStatusCode.OK)).Descendants("item"));
    }

    [Theory, EachEngine]
    public async Task What_cannot_be_asked_for_is_named(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        await ArticleAsync(portal, category, "one", Noon);
        await ArticleAsync(portal, category, "two", Noon);
        var next = FeedRules.LinkTo(FeedRules.Read(await portal.Anonymous.GetAsync("/v1/feeds/atom.xml?limit=1")), "next")!;
        var cursor = next[(next.IndexOf("cursor=", StringComparison.Ordinal) + 7)..];

        foreach (var (query, parameter) in new (string, string)[]
        {
            ("category=nowhere", "category"), ("limit=0", "limit"), ("limit=101", "limit"), ("full=1", "full"), ("nothing=1", "nothing"),
            ($"cursor={cursor}x", "cursor"), ($"cursor={cursor}&category={category}", "cursor"), ("archive=2999-01", "archive"),
            ("archive=2021-13", "archive"), ("archive=2021", "archive"), ("archive=9999-12", "archive"), ("locale=%21", "locale"),
        })
        {
            (await portal.Anonymous.GetAsync($"/v1/feeds/rss.xml?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", parameter);
            (await portal.Anonymous.GetAsync($"/v1/feeds/feed.json?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", parameter);
        }
    }

    [Theory, EachEngine]
    public async Task Many_entries_cost_as_many_statements_as_one(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        async Task AddAsync() => await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category, coverId = picture, tags = new[] { "t" } });
        await AddAsync();
        var sent = 0;
        // Whatever runs beside the request reads none of these.
        portal.Database.Executing += (sql, _) => sent += sql.Contains("article_copies", StringComparison.Ordinal) || sql.Contains("categor", StringComparison.Ordinal)
            || sql.Contains("attachments", StringComparison.Ordinal) ? 1 : 0;
        async Task<int> CostAsync()
        {
            sent = 0;
            (await portal.Anonymous.GetAsync($"/v1/feeds/atom.xml?full=true&category={category}&tag=t")).Expect(HttpStatusCode.OK);
            return sent;
        }
        var one = await CostAsync();
        for (var count = 0; count < 10; count++)
        {
            await AddAsync();
        }

        Assert.Equal(one, await CostAsync());
        Assert.InRange(one, 1, 16);
    }

    private static async Task<(List<string> Titles, List<string> Pages)> WalkAsync(Portal portal, string? path, string relation)
    {
        var (titles, pages) = (new List<string>(), new List<string>());
        while (path is not null)
        {
            var page = await PageAsync(portal, path);
            titles.AddRange(FeedRules.Titles(page));
            path = FeedRules.LinkTo(page, relation);
            pages.AddRange(path is null ? [] : [path]);
        }
        return (titles, pages);
    }

    // By the rules of its format, whichever page it is.
    private static async Task<XDocument> PageAsync(Portal portal, string path)
    {
        var page = FeedRules.Read((await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK));
        Assert.Empty(FeedRules.Of(page, Base + path));
        return page;
    }

    private static async Task<List<string>> WalkJsonAsync(Portal portal, string first)
    {
        var titles = new List<string>();
        for (var url = Base + first; url is not null;)
        {
            var page = (await portal.Anonymous.GetAsync(new Uri(url).PathAndQuery)).Expect(HttpStatusCode.OK).Json;
            Assert.Empty(JsonFeedRules.Of(page, url));
            titles.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.Text("title")!));
            url = page.TryGetProperty("next_url", out var next) ? next.GetString() : null;
        }
        return titles;
    }

    private static async Task<List<string>> TagsAsync(Portal portal, IEnumerable<string> paths)
    {
        var tags = new List<string>();
        foreach (var path in paths)
        {
            tags.Add((await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK).ETag!);
        }
        return tags;
    }

    private static Task<string> ArticleAsync(Portal portal, string category, string title, DateTimeOffset at) =>
        portal.PublishedAsync(new { title, body = "<p>文</p>", categoryId = category, publishedAt = at });
}
