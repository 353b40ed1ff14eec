using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Reading;

/// <summary>What is answered before all layers is what they would have answered, and they are asked where they have a say.</summary>
public sealed class ReadyLaneTests
{
    private static readonly HashSet<string> EachTimeAnew = new(["Date", "X-Request-Id"], StringComparer.OrdinalIgnoreCase);

    // It stands still: Last-Modified is dated a second earlier while the second of a change lasts.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero));
    private readonly Way _way = new();

    [Theory, EachEngine]
    public async Task A_plain_read_is_answered_at_once_as_it_was_by_the_long_way(Engine engine)
    {
        await using var portal = NewPortal(engine);
        var id = await NewsAsync(portal);
        foreach (var path in (string[])[$"/v1/articles/{id}", "/v1/articles?limit=5", "/v1/feeds/rss.xml", "/v1/feeds/feed.json", $"/v1/articles/{id}/qr.svg", "/v1/site"])
        {
            await portal.Anonymous.GetAsync(path);
            var (byTheLongWay, wasLong) = await ReadAsync(portal, path);
            var (atOnce, isLong) = await ReadAsync(portal, path);

            Assert.Equal((true, false), (wasLong, isLong));
            Assert.Equal(byTheLongWay.Bytes, atOnce.Bytes);
            Assert.Equal(Headers(byTheLongWay), Headers(atOnce));
            Assert.NotEqual(byTheLongWay.Headers["X-Request-Id"], atOnce.Headers["X-Request-Id"]);

            var (unchanged, wentLong) = await ReadAsync(portal, path, ("If-None-Match", atOnce.ETag!));
            Assert.Equal((HttpStatusCode.NotModified, false, atOnce.ETag), (unchanged.Status, wentLong, unchanged.ETag));
        }
    }

    [Theory, EachEngine]
    public async Task What_a_browser_sends_is_plain_and_what_a_layer_looks_at_is_not(Engine engine)
    {
        await using var portal = NewPortal(engine);
        var path = $"/v1/articles/{await NewsAsync(portal)}";
        var plain = await WarmAsync(portal, path);

        (string, string)[] browser =
        [
            ("User-Agent", "Mozilla/5.0"), ("Accept", "application/json, text/plain, */*"), ("Accept-Language", "zh-CN"), ("Origin", "https://www.example.gov.cn"),
            ("Referer", "https://www.example.gov.cn/a"), ("Sec-Fetch-Mode", "cors"), ("Cookie", "a=b"), ("X-Forwarded-For", "203.0.113.7"),
        ];
        var (seen, isLong) = await ReadAsync(portal, path, browser);
        Assert.False(isLong);
        Assert.Equal(Headers(plain), Headers(seen));
        Assert.False((await ReadAsync(portal, path, ("Accept", "application/json"))).IsLong);

        var (refused, _) = await ReadAsync(portal, path, ("Authorization", "Bearer nobody's"));
        refused.ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await ReadAsync(portal, path, ("Accept", "image/png"))).Answer.ExpectProblem(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await ReadAsync(portal, path, ("Accept", "application/json;q=0, */*"))).Answer.ExpectProblem(HttpStatusCode.NotAcceptable, "not-acceptable");
        (await ReadAsync(portal, path, ("Cookie", new string('a', 20_000)))).Answer.ExpectProblem(HttpStatusCode.RequestHeaderFieldsTooLarge, "headers-too-large");
        Assert.True((await ReadAsync(portal, path, ("X-Nobody-Knows", "1"))).IsLong);
    }

    [Theory, EachEngine]
    public async Task What_was_changed_is_shown_at_once(Engine engine)
    {
        await using var portal = NewPortal(engine);
        var id = await NewsAsync(portal);
        await WarmAsync(portal, $"/v1/articles/{id}");

        await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "新" }, "*");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        Assert.Equal("新", (await WarmAsync(portal, $"/v1/articles/{id}")).Json.Text("title"));

        (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "legal" })).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.Gone, "gone");
    }

    [Fact]
    public async Task Where_reads_are_counted_or_origins_named_the_layers_are_asked()
    {
        // On one engine: it is about what goes before the database is asked.
        await using var counted = NewPortal(Engine.Sqlite, ("Cms:RateLimits:PublicReads", "5/60"));
        var path = $"/v1/articles/{await NewsAsync(counted)}";
        for (var left = 4; left >= 0; left--)
        {
            Assert.Equal($"\"public-reads\";r={left};t=60", (await counted.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK).Headers["RateLimit"]);
        }
        (await counted.Anonymous.GetAsync(path)).Expect(HttpStatusCode.TooManyRequests);

        await using var named = NewPortal(Engine.Sqlite, ("Cms:Cors:0", "https://www.example.gov.cn"));
        path = $"/v1/articles/{await NewsAsync(named)}";
        Assert.Contains("Origin", (await WarmAsync(named, path)).Headers["Vary"], StringComparison.Ordinal);
        var (answer, isLong) = await ReadAsync(named, path, ("Origin", "https://www.example.gov.cn"));
        Assert.Equal((true, "https://www.example.gov.cn"), (isLong, answer.Headers["Access-Control-Allow-Origin"]));
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await ReadAsync(named, path)).Answer.Headers.Keys);
    }

    private Portal NewPortal(Engine engine, params (string Name, string Value)[] settings) => new(
        engine,
        settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        services => services.AddSingleton<TimeProvider>(_clock).AddSingleton<IStartupFilter>(_way));

    private static async Task<string> NewsAsync(Portal portal) =>
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryIdAsync() });

    // Read until it is answered at once.
    private async Task<Answer> WarmAsync(Portal portal, string path)
    {
        await portal.Anonymous.GetAsync(path);
        await portal.Anonymous.GetAsync(path);
        var (answer, isLong) = await ReadAsync(portal, path);
        Assert.False(isLong);
        return answer.Expect(HttpStatusCode.OK);
    }

    private async Task<(Answer Answer, bool IsLong)> ReadAsync(Portal portal, string path, params (string, string)[] headers)
    {
        var answer = await portal.Anonymous.GetAsync(path, headers);
        return (answer, _way.WasLong);
    }

    private static Dictionary<string, string> Headers(Answer answer) =>
        answer.Headers.Where(header => !EachTimeAnew.Contains(header.Key)).ToDictionary(header => header.Key, header => header.Value);

    // Which way the last request went: an operation is looked for on the long one alone.
    private sealed class Way : IStartupFilter
    {
        public bool WasLong { get; private set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (HttpContext context, RequestDelegate further) =>
            {
                await further(context);
                WasLong = context.GetEndpoint() is not null;
            });
            next(app);
        };
    }
}
