using System.IO.Compression;
using System.Net;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Reading;

/// <summary>What is answered from memory is what was answered from the database, and only what everybody may see.</summary>
public sealed class KeptAnswerTests
{
    private static readonly HashSet<string> Own = new(["Date", "X-Request-Id"], StringComparer.OrdinalIgnoreCase);

    // It stands still: Last-Modified is dated a second earlier while the second of a change lasts.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 1, 0, 0, TimeSpan.Zero));

    [Theory, EachEngine]
    public async Task A_kept_answer_is_the_built_one_byte_for_byte_and_costs_no_statement(Engine engine)
    {
        await using var portal = NewPortal(engine, new Dictionary<string, string> { ["Cms:SampleContent"] = "true" });
        var statements = 0;
        portal.Database.Executing += (_, _) => Interlocked.Increment(ref statements);

        foreach (var path in await PublicReadsAsync(portal))
        {
            var built = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
            var before = statements;
            var kept = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
            Assert.True(statements == before, $"{path} was read again.");
            AssertSame(path, built, kept);
            foreach (var coding in (string[])["gzip", "br"])
            {
                var coded = (await portal.Anonymous.GetAsync(path, ("Accept-Encoding", coding))).Expect(HttpStatusCode.OK);
                var isCoded = coded.Headers.ContainsKey("Content-Encoding");
                Assert.Equal(!path.Contains("/qr.", StringComparison.Ordinal), isCoded);
                Assert.Equal(isCoded ? $"{built.ETag![..^1]}-{coding}\"" : built.ETag, coded.ETag);
                Assert.Equal(built.Bytes, isCoded ? Decoded(coded.Bytes, coding) : coded.Bytes);
                AssertSame(path, coded, await portal.Anonymous.GetAsync(path, ("Accept-Encoding", coding)));
                (await portal.Anonymous.GetAsync(path, ("Accept-Encoding", coding), ("If-None-Match", coded.ETag!))).Expect(HttpStatusCode.NotModified);
            }
            var head = (await portal.Anonymous.SendAsync(HttpMethod.Head, path, null)).Expect(HttpStatusCode.OK);
            Assert.Empty(head.Bytes);
            Assert.Equal(Headers(built), Headers(head));
            (await portal.Anonymous.GetAsync(path, ("If-None-Match", built.ETag!))).Expect(HttpStatusCode.NotModified);
            Assert.True(statements == before, $"{path} was read again.");
        }
    }

    [Theory, EachEngine]
    public async Task What_changed_is_told_by_its_tag_and_what_did_not_is_not_built_again(Engine engine)
    {
        await using var portal = NewPortal(engine);
        var category = await portal.CategoryIdAsync();
        var (one, other) = (await PublishedAsync(portal, category), await PublishedAsync(portal, category));
        var sent = new List<string>();
        var before = await portal.Anonymous.GetAsync($"/v1/articles/{one}");
        var list = await portal.Anonymous.GetAsync($"/v1/articles?category={category}");

        (await portal.Admin.PostAsync($"/v1/articles/{other}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        portal.Database.Executing += (sql, _) => { lock (sent) { sent.Add(sql); } };
        var after = (await portal.Anonymous.GetAsync($"/v1/articles/{one}")).Expect(HttpStatusCode.OK);

        AssertSame("the other one", before, after);
        Assert.Equal(2, sent.Count); // its address and the revisions: nothing that its body is made of
        (await portal.Anonymous.GetAsync($"/v1/articles/{other}")).ExpectProblem(HttpStatusCode.Gone, "gone");
        Assert.NotEqual(list.ETag, (await portal.Anonymous.GetAsync($"/v1/articles?category={category}")).ETag);
        Assert.Equal([one], (await portal.Anonymous.GetAsync($"/v1/articles?category={category}")).Ids());
    }

    [Theory, EachEngine]
    public async Task A_thousand_readers_of_a_cold_article_cost_what_one_costs(Engine engine)
    {
        await using var portal = NewPortal(engine);
        var category = await portal.CategoryIdAsync();
        var (one, crowded) = (await PublishedAsync(portal, category), await PublishedAsync(portal, category));
        var statements = 0;
        portal.Database.Executing += (_, _) => Interlocked.Increment(ref statements);

        (await portal.Anonymous.GetAsync($"/v1/articles/{one}")).Expect(HttpStatusCode.OK);
        var costOfOne = Interlocked.Exchange(ref statements, 0);
        var answers = await Task.WhenAll(Enumerable.Range(0, Depth.Pick(200, 1000)).Select(_ => portal.Anonymous.GetAsync($"/v1/articles/{crowded}")));

        Assert.All(answers, answer => AssertSame("one of many", answers[0].Expect(HttpStatusCode.OK), answer));
        Assert.InRange(costOfOne, 3, 10);
        Assert.Equal(costOfOne, statements);
    }

    [Theory, EachEngine]
    public async Task Nothing_private_is_kept_and_nothing_with_counts(Engine engine)
    {
        await using var portal = NewPortal(engine);
        var category = await portal.CategoryIdAsync();
        var id = await PublishedAsync(portal, category);
        var preview = (await portal.Admin.PostAsync($"/v1/articles/{id}/previews", new { })).Expect(HttpStatusCode.Created).Json.Text("token");
        var cache = portal.Services.GetRequiredService<ReadyReads>().Cache;

        foreach (var path in (string[])[$"/v1/articles/{id}", $"/v1/articles/{id}?version=draft", "/v1/articles?state=all", "/v1/site"])
        {
            var answer = (await portal.Admin.GetAsync(path)).Expect(HttpStatusCode.OK);
            Assert.Equal("no-store, private", answer.Headers["Cache-Control"]); // as the client orders it
        }
        foreach (var name in (string[])["preview", "%70review"])
        {
            var answer = (await portal.Anonymous.GetAsync($"/v1/articles/{id}?{name}={preview}")).Expect(HttpStatusCode.OK);
            Assert.Equal("no-store, private", answer.Headers["Cache-Control"]); // as the client orders it
        }
        Assert.Equal(0, cache.Count);

        var views = $"/v1/articles/{id}?include=views";
        foreach (var expected in (int[])[0, 1, 2])
        {
            Assert.Equal(expected, (await portal.Anonymous.GetAsync(views)).Json.GetProperty("views").GetInt32());
            (await portal.Anonymous.PostAsync($"/v1/articles/{id}/views")).Expect(HttpStatusCode.OK);
        }
        Assert.False((await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.TryGetProperty("pending", out _));
    }

    private Portal NewPortal(Engine engine, IReadOnlyDictionary<string, string>? settings = null) =>
        new(engine, settings, services => services.AddSingleton<TimeProvider>(_clock));

    private static Task<string> PublishedAsync(Portal portal, string category) =>
        portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });

    private static async Task<IReadOnlyList<string>> PublicReadsAsync(Portal portal)
    {
        var page = (await portal.Anonymous.GetAsync("/v1/articles?limit=100&include=attachments&sort=title")).Expect(HttpStatusCode.OK).Json;
        var paths = new List<string>
        {
            "/v1/site", "/v1/categories", "/v1/categories?as=tree", "/v1/tags", "/v1/tags?limit=1", "/v1/articles", "/v1/articles?count=true&limit=3",
            "/v1/articles?sort=-updatedAt&fields=title,slug",
        };
        foreach (var article in page.GetProperty("items").EnumerateArray())
        {
            var id = article.Text("id");
            paths.AddRange([$"/v1/articles/{id}", $"/v1/articles/{article.Text("slug")}?fields=title,body", $"/v1/articles/{id}/head", $"/v1/articles/{id}/neighbours"]);
            paths.AddRange([$"/v1/articles/{id}/related", $"/v1/articles/{id}/qr.svg", $"/v1/articles/{id}/qr.png?size=128"]);
            paths.AddRange(article.GetProperty("attachments").EnumerateArray().Select(file => $"/v1/attachments/{file.Text("id")}"));
            var category = article.GetProperty("category").Text("slug");
            paths.AddRange([$"/v1/categories/{category}", $"/v1/articles?category={category}&limit=1", $"/v1/categories/{category}/qr.svg"]);
        }
        return [.. paths.Distinct()];
    }

    private static void AssertSame(string what, Answer expected, Answer actual)
    {
        Assert.Equal(expected.Status, actual.Status);
        Assert.True(expected.Bytes.AsSpan().SequenceEqual(actual.Bytes), $"{what}: other bytes.");
        Assert.Equal(Headers(expected), Headers(actual));
    }

    private static SortedDictionary<string, string> Headers(Answer answer) =>
        new(answer.Headers.Where(header => !Own.Contains(header.Key)).ToDictionary(), StringComparer.OrdinalIgnoreCase);

    private static byte[] Decoded(byte[] bytes, string coding)
    {
        using var input = new MemoryStream(bytes);
        using Stream decoder = coding == "br" ? new BrotliStream(input, CompressionMode.Decompress) : new GZipStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        decoder.CopyTo(output);
        return output.ToArray();
    }
}
