using System.Text.Json;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>The sample portal on both engines, asked everything the public can ask.</summary>
public sealed class EnginesAgreeTests
{
    private static readonly string[] Lists =
    [
        "sort=-publishedAt", "sort=publishedAt", "sort=-updatedAt", "sort=title", "sort=-views", "category=news", "category=home&depth=0",
        "category=news&sort=title", "locale=en", "featured=true", "hasAttachments=true", "source=苏州日报", "publishedAfter=2024-01-01T00:00:00Z",
        "publishedBefore=2024-01-01T00:00:00Z", "publishedAfter=2022-01-01T00:00:00Z&publishedBefore=2025-01-01T00:00:00Z&sort=publishedAt",
        "include=body,breadcrumbs,attachments,views,neighbours,document,rights,alsoIn,corrections,translations,extra,formerUrls",
    ];

    [Fact]
    public async Task Both_engines_answer_the_sample_portal_byte_for_byte_alike()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        var sample = new Dictionary<string, string> { ["Cms:SampleContent"] = "true", ["Cms:Secret"] = "the same secret, so that cursors are alike" };
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 4, 0, 0, TimeSpan.Zero));
        void AtOneMoment(IServiceCollection services) => services.AddSingleton<TimeProvider>(clock);
        await using var sqlite = new Portal(Engine.Sqlite, sample, AtOneMoment);
        await using var postgres = new Portal(Engine.Postgres, sample, AtOneMoment);

        var asked = 0;
        foreach (var path in await PathsAsync(sqlite.Anonymous))
        {
            var (one, other) = (await sqlite.Anonymous.GetAsync(path), await postgres.Anonymous.GetAsync(path));
            Assert.True(one.Status == other.Status && Body(one) == Body(other), $"{path}:\n{Body(one)}\n{Body(other)}");
            foreach (var name in (string[])["ETag", "Last-Modified", "Link", "Cache-Control", "Vary", "Content-Type", "Content-Disposition"])
            {
                Assert.True(one.Headers.GetValueOrDefault(name) == other.Headers.GetValueOrDefault(name), $"{path}: {name}: {one.Headers.GetValueOrDefault(name)} and {other.Headers.GetValueOrDefault(name)}");
            }
            asked++;
        }
        Assert.True(asked > 500, $"only {asked} were asked");
    }

    private static async Task<List<string>> PathsAsync(Api api)
    {
        List<string> paths = ["/v1/site", "/v1/categories?as=tree", "/v1/tags?limit=100", "/v1/articles/trending?window=30d", "/v1/changes?limit=100&full=true"];
        foreach (var list in Lists)
        {
            await PagesAsync(api, $"/v1/articles?{list}&limit=13", paths);
        }
        await PagesAsync(api, "/v1/categories?limit=10", paths);
        foreach (var category in await api.WalkAsync("/v1/categories?limit=100"))
        {
            paths.AddRange([$"/v1/categories/{category}", $"/v1/categories/{category}/qr.svg", $"/v1/categories/{category}/qr.png"]);
        }
        foreach (var article in await api.WalkAsync("/v1/articles?limit=100"))
        {
            var whole = (await api.GetAsync($"/v1/articles/{article}")).Json;
            paths.AddRange(((string[])["", "?include=neighbours,views", "/neighbours", "/related", "/head", "/views", "/qr.svg", "/qr.png"]).Select(part => $"/v1/articles/{article}{part}"));
            paths.Add($"/v1/articles/{whole.Text("slug")}");
            foreach (var file in whole.GetProperty("attachments").EnumerateArray())
            {
                paths.AddRange([$"/v1/attachments/{file.Text("id")}", file.Text("url")!]);
            }
        }
        return paths;
    }

    private static async Task PagesAsync(Api api, string path, List<string> paths)
    {
        for (var next = path; ;)
        {
            paths.Add(next);
            if ((await api.GetAsync(next)).Json.GetProperty("nextCursor").GetString() is not { } cursor)
            {
                return;
            }
            next = $"{path}&cursor={cursor}";
        }
    }

    // A fault names its request, which is another one each time.
    private static string Body(Answer answer) =>
        answer.Headers.GetValueOrDefault("Content-Type") == "application/problem+json"
            ? JsonSerializer.Serialize(answer.Json.EnumerateObject().Where(property => property.Name != "traceId").Select(property => property.ToString()))
            : Convert.ToBase64String(answer.Bytes);
}
