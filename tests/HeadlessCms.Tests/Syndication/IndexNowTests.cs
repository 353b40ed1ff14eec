using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using HeadlessCms.Syndication;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What search engines are told without being asked, where the settings say so.</summary>
public sealed class IndexNowTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory, EachEngine]
    public async Task Pages_that_are_new_or_different_are_told_once_and_again_when_nobody_answered(Engine engine)
    {
        var engines = new SearchEngines();
        await using var portal = PortalWith(engine, engines, ("Cms:IndexNow:Key", Key), ("Cms:IndexNow:Endpoint", "https://engine.example/indexnow"));
        var category = await portal.CategoryAsync();
        await portal.RunAsync<IndexNow>();
        var first = await ArticleAsync(portal, category);
        var gone = await ArticleAsync(portal, category);
        await portal.Admin.PostAsync($"/v1/articles/{gone}/withdraw", new { reason = "error" }); // a crawler may have been there meanwhile
        await portal.DraftAsync(new { title = "稿", categoryId = category });

        engines.Answer = HttpStatusCode.TooManyRequests;
        await portal.RunAsync<IndexNow>();
        engines.Answer = HttpStatusCode.Accepted;
        await portal.RunAsync<IndexNow>();
        await portal.RunAsync<IndexNow>();

        Assert.Equal(2, engines.Told.Count);
        Assert.All(engines.Told, told =>
        {
            Assert.Equal((Key, "www.example.gov.cn"), (told.Text("key"), told.Text("host")));
            Assert.Equal([first, gone], UrlsOf(told).Select(url => url.Split('/')[^1]).Order());
        });
        Assert.Equal(Key, (await portal.Anonymous.GetAsync($"/{Key}.txt")).Expect(HttpStatusCode.OK).Text);
        (await portal.Anonymous.GetAsync("/0123456789.txt")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EachEngine]
    public async Task Pages_that_moved_or_went_are_told_by_where_they_were(Engine engine)
    {
        var engines = new SearchEngines { Answer = HttpStatusCode.Accepted };
        await using var portal = PortalWith(engine, engines, ("Cms:IndexNow:Key", Key), ("Cms:IndexNow:Endpoint", "https://engine.example/indexnow"));
        var (category, other) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var (edited, renamed, moved) = (await ArticleAsync(portal, category), await ArticleAsync(portal, category), await ArticleAsync(portal, category));
        var (withdrawn, trashed, erased) = (await ArticleAsync(portal, category), await ArticleAsync(portal, category), await ArticleAsync(portal, category));
        await portal.RunAsync<IndexNow>();
        string Page(string slug, string? at = null) => $"https://www.example.gov.cn/{at ?? category}/{slug}";

        await ChangeAsync(portal, edited, new { title = "新题" });
        await ChangeAsync(portal, renamed, new { slug = $"{renamed}-2" });
        await ChangeAsync(portal, moved, new { categoryId = other });
        (await portal.Admin.PostAsync($"/v1/articles/{withdrawn}/withdraw", new { reason = "legal" })).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/articles/{trashed}", "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/articles/{erased}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        await portal.RunAsync<IndexNow>();

        Assert.Equal(
            new[] { Page(edited), Page(renamed), Page($"{renamed}-2"), Page(moved), Page(moved, other), Page(withdrawn), Page(trashed), Page(erased) }.Order(StringComparer.Ordinal),
            UrlsOf(engines.Told.Last()).Order(StringComparer.Ordinal));

        // What nobody could see any more is no news; nor is where it was known by a category that is no more.
        engines.Told.Clear();
        (await portal.Admin.DeleteAsync($"/v1/articles/{withdrawn}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        await ChangeAsync(portal, moved, new { categoryId = category });
        (await portal.Admin.DeleteAsync($"/v1/categories/{other}", "*")).Expect(HttpStatusCode.NoContent);
        await portal.RunAsync<IndexNow>();
        Assert.Equal([Page(moved)], UrlsOf(Assert.Single(engines.Told)));
    }

    [Theory, EachEngine]
    public async Task Nobody_is_told_anything_unless_the_settings_say_so(Engine engine)
    {
        var engines = new SearchEngines();
        await using var portal = PortalWith(engine, engines);
        await portal.RunAsync<IndexNow>();
        await ArticleAsync(portal, await portal.CategoryAsync());
        await portal.RunAsync<IndexNow>();

        Assert.Empty(engines.Told);
        (await portal.Anonymous.GetAsync($"/{Key}.txt")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    private static IEnumerable<string> UrlsOf(JsonElement told) => told.GetProperty("urlList").EnumerateArray().Select(url => url.GetString()!);

    private static async Task ChangeAsync(Portal portal, string article, object patch)
    {
        var id = (await portal.Admin.PatchAsync($"/v1/articles/{article}", patch, "*")).Expect(HttpStatusCode.OK).Id();
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
    }

    // Its address ends with its slug, which is its name.
    private static async Task<string> ArticleAsync(Portal portal, string category)
    {
        var slug = Samples.Name("a");
        await portal.PublishedAsync(new { slug, title = "题", body = "<p>文</p>", categoryId = category });
        return slug;
    }

    private static Portal PortalWith(Engine engine, SearchEngines engines, params (string Name, string Value)[] settings) => new(
        engine, settings.ToDictionary(setting => setting.Name, setting => setting.Value), services =>
        {
            services.AddSingleton<TimeProvider>(new FakeTimeProvider(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero))); // no turn comes by itself
            services.AddHttpClient(IndexNow.Client).ConfigurePrimaryHttpMessageHandler(() => engines);
        });

    private sealed class SearchEngines : HttpMessageHandler
    {
        public ConcurrentQueue<JsonElement> Told { get; } = new();

        public HttpStatusCode Answer { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal(new Uri("https://engine.example/indexnow"), request.RequestUri);
            Told.Enqueue(JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
            return new HttpResponseMessage(Answer);
        }
    }
}
