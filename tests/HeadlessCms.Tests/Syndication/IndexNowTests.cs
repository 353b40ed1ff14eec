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
        await portal.Admin.PostAsync($"/v1/articles/{gone}/withdraw", new { reason = "error" });
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
            Assert.Equal([first], told.GetProperty("urlList").EnumerateArray().Select(url => url.GetString()!.Split('/')[^1]));
        });
        Assert.Equal(Key, (await portal.Anonymous.GetAsync($"/{Key}.txt")).Expect(HttpStatusCode.OK).Text);
        (await portal.Anonymous.GetAsync("/0123456789.txt")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
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
