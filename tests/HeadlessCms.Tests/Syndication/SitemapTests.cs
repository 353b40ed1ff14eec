using System.Net;
using System.Xml.Linq;
using HeadlessCms.Syndication;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What search engines are told, by the rules of sitemaps.org.</summary>
public sealed class SitemapTests
{
    private const string Base = "https://api.example.org";

    private static readonly XNamespace Sitemaps = SitemapRules.Sitemaps;
    private static readonly XNamespace News = SitemapRules.News;
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory, EachEngine]
    public async Task Parts_hold_every_public_article_once_and_a_new_one_changes_the_last_alone(Engine engine)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var portal = PortalAt(engine, clock);
        var parts = portal.Services.GetRequiredService<SitemapParts>();
        Assert.Equal(50_000, parts.Maximum);
        parts.Maximum = 3;
        var category = await portal.CategoryAsync();
        var urls = new List<(string Url, DateTimeOffset ChangedAt)>();
        var ids = new List<string>();
        for (var count = 0; count < 10; count++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            ids.Add(await ArticleAsync(portal, category, $"{count}", clock.GetUtcNow().AddDays(-1)));
            urls.Add((await UrlAsync(portal, ids[^1]), clock.GetUtcNow()));
        }
        await portal.DraftAsync(new { title = "稿", categoryId = category });
        await parts.CatchUpAsync(CancellationToken.None);

        var index = await IndexAsync(portal);
        Assert.Equal(4, index.Count);
        Assert.Equal(urls, await WalkAsync(portal, index));
        Assert.All(index, part => Assert.StartsWith($"{Base}/sitemaps/", part.Key, StringComparison.Ordinal));

        clock.Advance(TimeSpan.FromMinutes(1));
        urls.Add((await UrlAsync(portal, await ArticleAsync(portal, category, "new", clock.GetUtcNow())), clock.GetUtcNow()));
        var after = await IndexAsync(portal); // at once, whether the follower was there or not
        Assert.Equal(index.Keys, after.Keys);
        Assert.Equal(index.Values.SkipLast(1), after.Values.SkipLast(1));
        Assert.Equal(clock.GetUtcNow(), after.Values.Last());
        Assert.Equal(urls, await WalkAsync(portal, after));

        clock.Advance(TimeSpan.FromMinutes(1));
        await portal.Admin.PatchAsync($"/v1/articles/{ids[4]}", new { title = "新题" }, "*");
        (await portal.Admin.PostAsync($"/v1/articles/{ids[4]}/publish")).Expect(HttpStatusCode.OK);
        urls[4] = (urls[4].Url, clock.GetUtcNow());
        Assert.Equal(urls, await WalkAsync(portal, await IndexAsync(portal)));
    }

    [Theory, EachEngine]
    public async Task A_part_that_grows_in_its_middle_is_cut_and_the_others_keep_their_names(Engine engine)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var portal = PortalAt(engine, clock);
        var parts = portal.Services.GetRequiredService<SitemapParts>();
        parts.Maximum = 3;
        var category = await portal.CategoryAsync();
        var drafts = new List<string>();
        for (var count = 0; count < 9; count++)
        {
            drafts.Add((await portal.DraftAsync(new { title = $"{count}", body = "<p>文</p>", categoryId = category })).Id());
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        foreach (var id in drafts.Where((_, at) => at % 2 == 0).Concat(drafts.Where((_, at) => at % 2 == 1)))
        {
            (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
            await parts.CatchUpAsync(CancellationToken.None);
        }

        var index = await IndexAsync(portal);
        Assert.InRange(index.Count, 3, 6);
        Assert.Equal(9, (await WalkAsync(portal, index)).Distinct().Count());
        foreach (var part in index.Keys)
        {
            Assert.InRange((await PartAsync(portal, part)).Count, 1, 3);
        }
        Assert.Contains($"{Base}/sitemaps/{Guid.Empty}.xml", index.Keys);
    }

    [Theory, EachEngine]
    public async Task A_part_is_304_until_something_in_it_changes_and_moves_with_the_tree(Engine engine)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var portal = PortalAt(engine, clock);
        var category = await portal.CategoryAsync();
        var id = await ArticleAsync(portal, category, "题", Noon);
        var path = $"/sitemaps/{Guid.Empty}.xml";
        var first = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync(path, ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.NotModified);

        clock.Advance(TimeSpan.FromMinutes(1));
        await portal.Admin.PatchAsync($"/v1/categories/{category}", new { slug = "moved" }, "*");
        var moved = (await portal.Anonymous.GetAsync(path, ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Contains("/moved/", moved.Text, StringComparison.Ordinal);
        Assert.Equal([Noon.AddMinutes(1)], (await IndexAsync(portal)).Values);

        await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "error" });
        Assert.Empty(FeedRules.Read((await portal.Anonymous.GetAsync(path, ("If-None-Match", moved.ETag!))).Expect(HttpStatusCode.OK)).Root!.Elements());
        await portal.Services.GetRequiredService<SitemapParts>().CatchUpAsync(CancellationToken.None);
        Assert.Empty(await IndexAsync(portal));
        (await portal.Anonymous.GetAsync($"/sitemaps/{Guid.CreateVersion7()}.xml")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Anonymous.GetAsync("/sitemap.xml?page=1")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "page");
    }

    [Theory, EachEngine]
    public async Task The_home_page_and_those_of_categories_are_in_a_part_of_their_own_which_articles_leave_alone(Engine engine)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var portal = PortalAt(engine, clock);
        const string Path = "/sitemaps/sections.xml";
        async Task<string?> ChangedAsync()
        {
            var last = FeedRules.Read(await portal.Anonymous.GetAsync("/sitemap.xml")).Root!.Elements().Last();
            Assert.Equal(Base + Path, last.Element(Sitemaps + "loc")!.Value);
            return last.Element(Sitemaps + "lastmod")?.Value;
        }
        async Task<string[]> UrlsAsync()
        {
            var part = (await portal.Anonymous.GetAsync(Path)).Expect(HttpStatusCode.OK);
            Assert.Empty(SitemapRules.Of(part));
            return [.. FeedRules.Read(part).Descendants(Sitemaps + "loc").Select(loc => loc.Value["https://".Length..])];
        }
        Assert.Equal(["www.example.gov.cn/"], await UrlsAsync());
        Assert.Null(await ChangedAsync());
        var parent = await portal.CategoryAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        var child = await portal.CategoryAsync(parent);
        Assert.Equal(["www.example.gov.cn/", $"www.example.gov.cn/{parent}/", $"www.example.gov.cn/{child}/"], await UrlsAsync());
        var tag = (await portal.Anonymous.GetAsync(Path)).ETag!;

        clock.Advance(TimeSpan.FromMinutes(1));
        await ArticleAsync(portal, child, "题", Noon);
        (await portal.Anonymous.GetAsync(Path, ("If-None-Match", tag))).Expect(HttpStatusCode.NotModified);
        Assert.Equal("2026-11-24T20:01:00+08:00", await ChangedAsync());

        await portal.Admin.PatchAsync($"/v1/categories/{parent}", new { slug = "moved" }, "*");
        Assert.Equal("2026-11-24T20:02:00+08:00", await ChangedAsync());
        (await portal.Anonymous.GetAsync(Path, ("If-None-Match", tag))).Expect(HttpStatusCode.OK);
        await portal.Admin.PatchAsync("/v1/site", new { articleUrlTemplate = "https://news.example.gov.cn/{categoryPath}/{slug}" }, "*");
        Assert.Equal(["news.example.gov.cn/moved/", $"news.example.gov.cn/moved/{child}/"], await UrlsAsync()); // a sitemap is of one host
        await portal.Admin.PatchAsync("/v1/site", new { articleUrlTemplate = "https://www.example.gov.cn/{id}" }, "*");
        Assert.Equal(["www.example.gov.cn/"], await UrlsAsync());
    }

    [Theory, EachEngine]
    public async Task News_are_what_was_published_in_the_last_two_days(Engine engine)
    {
        var clock = new FakeTimeProvider(Noon);
        await using var portal = PortalAt(engine, clock);
        var category = await portal.CategoryAsync();
        await ArticleAsync(portal, category, "旧", Noon.AddHours(-49));
        await ArticleAsync(portal, category, "新 <1>", Noon.AddHours(-47));

        var answer = (await portal.Anonymous.GetAsync("/news-sitemap.xml")).Expect(HttpStatusCode.OK);
        Assert.Empty(SitemapRules.Of(answer));
        var news = FeedRules.Read(answer).Root!.Elements(Sitemaps + "url").Single();
        var said = news.Element(News + "news")!;
        Assert.Equal("新 <1>", said.Element(News + "title")!.Value);
        Assert.Equal("2026-11-22T21:00:00+08:00", said.Element(News + "publication_date")!.Value);
        Assert.Equal("zh-cn", said.Element(News + "publication")!.Element(News + "language")!.Value);
        Assert.StartsWith("https://www.example.gov.cn/", news.Element(Sitemaps + "loc")!.Value, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromHours(2));
        Assert.Empty(FeedRules.Read(await portal.Anonymous.GetAsync("/news-sitemap.xml")).Root!.Elements());
    }

    [Fact]
    public async Task Crawlers_are_told_where_the_sitemaps_are_and_xmllint_reads_them()
    {
        Tools.SkipUnless("xmllint");
        // On one engine: the other answers the same bytes (EnginesAgreeTests).
        await using var portal = new Portal(Engine.Sqlite, new Dictionary<string, string> { ["Cms:SampleContent"] = "true", ["Cms:PublicUrl"] = Base });
        var robots = (await portal.Anonymous.GetAsync("/robots.txt", ("Host", "evil.example"))).Expect(HttpStatusCode.OK);
        Assert.Equal($"User-agent: *\nAllow: /\n\nSitemap: {Base}/sitemap.xml\nSitemap: {Base}/news-sitemap.xml\n", robots.Text);
        foreach (var path in (string[])["/sitemap.xml", "/news-sitemap.xml", .. (await IndexAsync(portal)).Keys.Select(part => new Uri(part).AbsolutePath)])
        {
            var sitemap = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
            Assert.Empty(SitemapRules.Of(sitemap));
            Assert.Empty(await Tools.RunAsync("xmllint", ["--noout", "--nonet", "-"], sitemap.Bytes));
        }
        Assert.True((await WalkAsync(portal, await IndexAsync(portal))).Count > 60);
    }

    [Theory]
    [InlineData("zh-CN", "zh-cn")]
    [InlineData("zh", "zh-cn")]
    [InlineData("zh-Hant-HK", "zh-tw")]
    [InlineData("zh-TW", "zh-tw")]
    [InlineData("zh-Hans-HK", "zh-cn")]
    [InlineData("en-GB", "en")]
    public void Languages_are_named_as_Google_names_them(string locale, string expected) =>
        Assert.Equal(expected, NewsSitemap.LanguageOf(locale));

    private static Portal PortalAt(Engine engine, FakeTimeProvider clock) => new(
        engine, new Dictionary<string, string> { ["Cms:PublicUrl"] = Base }, services => services.AddSingleton<TimeProvider>(clock));

    private static Task<string> ArticleAsync(Portal portal, string category, string title, DateTimeOffset at) =>
        portal.PublishedAsync(new { title, body = "<p>文</p>", categoryId = category, publishedAt = at });

    private static async Task<string> UrlAsync(Portal portal, string id) => (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.Text("url")!;

    // Each part's address with when it changed, but for the sections.
    private static async Task<Dictionary<string, DateTimeOffset>> IndexAsync(Portal portal)
    {
        var answer = (await portal.Anonymous.GetAsync("/sitemap.xml")).Expect(HttpStatusCode.OK);
        Assert.Equal("application/xml; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Empty(SitemapRules.Of(answer));
        var index = FeedRules.Read(answer).Root!;
        Assert.Equal(Sitemaps + "sitemapindex", index.Name);
        return index.Elements(Sitemaps + "sitemap").Where(part => !part.Value.Contains("/sections.xml", StringComparison.Ordinal)).ToDictionary(
            part => part.Element(Sitemaps + "loc")!.Value, part => DateTimeOffset.Parse(part.Element(Sitemaps + "lastmod")!.Value, null));
    }

    private static async Task<List<(string Url, DateTimeOffset ChangedAt)>> WalkAsync(Portal portal, Dictionary<string, DateTimeOffset> index)
    {
        var urls = new List<(string, DateTimeOffset)>();
        foreach (var part in index.Keys)
        {
            urls.AddRange(await PartAsync(portal, part));
        }
        return urls;
    }

    private static async Task<List<(string Url, DateTimeOffset ChangedAt)>> PartAsync(Portal portal, string part)
    {
        var answer = (await portal.Anonymous.GetAsync(new Uri(part).AbsolutePath)).Expect(HttpStatusCode.OK);
        Assert.Empty(SitemapRules.Of(answer));
        return
        [
            .. FeedRules.Read(answer).Root!.Elements(Sitemaps + "url").Select(url =>
                (url.Element(Sitemaps + "loc")!.Value, DateTimeOffset.Parse(url.Element(Sitemaps + "lastmod")!.Value, null))),
        ];
    }
}
