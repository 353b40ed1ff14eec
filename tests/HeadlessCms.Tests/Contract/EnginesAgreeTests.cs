using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>The sample portal on both engines, asked everything the public can ask.</summary>
public sealed partial class EnginesAgreeTests
{
    private const string Reference = "innovation-centres-launched";

    [Fact]
    public async Task Both_engines_answer_the_sample_portal_byte_for_byte_alike()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        var settings = new Dictionary<string, string>
        {
            ["Cms:SampleContent"] = "true",
            ["Cms:Secret"] = "the same secret, so that cursors are alike",
            ["Cms:IndexNow:Key"] = PublicReads.Anywhere["key"][0],
        };
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 4, 0, 0, TimeSpan.Zero));
        void AtOneMoment(IServiceCollection services) => services.AddSingleton<TimeProvider>(clock);
        await using var sqlite = new Portal(Engine.Sqlite, settings, AtOneMoment);
        await using var postgres = new Portal(Engine.Postgres, settings, AtOneMoment);
        var start = (await sqlite.Anonymous.GetAsync("/v1/changes?since=now")).Json.Text("cursor")!;
        foreach (var portal in (Portal[])[sqlite, postgres])
        {
            await LiveAsync(portal);
        }

        var reads = await ReadsAsync(sqlite.Anonymous, start);
        var asked = new HashSet<string>();
        await PublicReads.WalkAsync([.. reads.Bare(), .. reads.WithParameters(), .. reads.InEachOrder(), .. Together(start)], async address =>
        {
            var (one, other) = (await sqlite.Anonymous.GetAsync(address), await postgres.Anonymous.GetAsync(address));
            Assert.True(one.Status == other.Status && Body(one) == Body(other), $"{address}:\n{one.Text}\n{other.Text}");
            foreach (var name in (string[])["ETag", "Last-Modified", "Link", "Location", "Cache-Control", "Vary", "Content-Type", "Content-Disposition"])
            {
                Assert.True(one.Headers.GetValueOrDefault(name) == other.Headers.GetValueOrDefault(name), $"{address}: {name}: {one.Headers.GetValueOrDefault(name)} and {other.Headers.GetValueOrDefault(name)}");
            }
            if (one.Status is HttpStatusCode.OK)
            {
                asked.Add(ContractFile.Committed.Find(HttpMethod.Get, address.Split('?')[0])!.Id);
            }
            return one;
        });
        Assert.Empty(PublicReads.Operations.Select(operation => operation.Id).Except(asked)); // each was answered once, at least
    }

    // So that there is something to tell beside the portal as it came: views, a new text, a takedown.
    private static async Task LiveAsync(Portal portal)
    {
        await portal.ViewAsync(Reference, times: 3);
        await portal.ViewAsync("statistics-2024", times: 2);
        (await portal.Anonymous.PostAsync("/v1/articles/statistics-2024/views?src=qr")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync("/v1/articles/open-day-2024", new { slug = "open-day-of-2024", title = "二〇二四年开放日", formerUrls = new[] { "http://old.example.com/1.jsp" } }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync("/v1/articles/open-day-2024/publish", new { correction = "标题有误。" })).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync("/v1/articles/spring-lectures/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync("/v1/articles/voucher-explained", "*")).Expect(HttpStatusCode.OK);
    }

    private static async Task<PublicReads> ReadsAsync(Api api, string start)
    {
        var articles = new List<JsonElement>();
        foreach (var id in await api.WalkAsync("/v1/articles?limit=100"))
        {
            articles.Add((await api.GetAsync($"/v1/articles/{id}")).Json);
        }
        var ids = articles.Select(article => article.Text("id")!).ToList();
        return new(new Dictionary<string, string[]>(PublicReads.Anywhere)
        {
            ["articles"] = [Reference, .. ids, "open-day-2024", "open-day-of-2024", "spring-lectures", "voucher-explained"],
            ["categories"] = ["news", .. await api.WalkAsync("/v1/categories?limit=100")],
            ["attachments"] = [.. articles.SelectMany(article => article.GetProperty("attachments").EnumerateArray()).Select(file => file.Text("id")!).Distinct()],
            ["sitemaps"] = [$"{Guid.Empty}"], // the others are in the index
            ["problems"] = [.. Problem().Matches((await api.GetAsync("/problems")).Text).Select(kind => kind.Value).Distinct()],
            ["category"] = ["news", "home"],
            ["tag"] = ["科技创新"],
            ["source"] = ["苏州日报"],
            ["author"] = [articles.Select(article => article.Text("author")).OfType<string>().First()],
            ["ids"] = [string.Join(',', ids[..50])],
            ["formerUrl"] = ["https://old.example.com/1.jsp"],
            ["archive"] = ["2021-04", "2025-06"],
            ["limit"] = ["13"],
            ["since"] = ["now", start],
        });
    }

    private static IEnumerable<string> Together(string start) =>
    [
        "/v1/articles?category=home&depth=0", "/v1/articles?category=news&sort=title&locale=zh-CN", "/v1/articles?publishedAfter=2022-01-01T00:00:00Z&publishedBefore=2025-01-01T00:00:00Z&sort=publishedAt&count=true",
        $"/v1/changes?since={start}&full=true", $"/v1/changes?since={start}&category=news", "/v1/changes?full=true&category=news&limit=7",
        .. ((string[])["rss.xml", "atom.xml", "feed.json"]).Select(feed => $"/v1/feeds/{feed}?category=news&full=true&limit=13"),
    ];

    // A fault names its request, which is another one each time.
    private static string Body(Answer answer) =>
        answer.Headers.GetValueOrDefault("Content-Type") == "application/problem+json"
            ? JsonSerializer.Serialize(answer.Json.EnumerateObject().Where(property => property.Name != "traceId").Select(property => property.ToString()))
            : Convert.ToBase64String(answer.Bytes);

    [GeneratedRegex("(?<=/problems/)[a-z-]+")]
    private static partial Regex Problem();
}
