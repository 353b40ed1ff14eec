using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HeadlessCms.Tests.Views;

/// <summary>What tests of views have in common.</summary>
internal static class ViewSamples
{
    /// <summary>Noon of a day at the sample site, whose zone is UTC+8.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 4, 0, 0, TimeSpan.Zero);

    /// <summary>A portal whose time only the test moves.</summary>
    public static Portal PortalAt(Engine engine, FakeTimeProvider clock, params (string Name, string Value)[] settings) =>
        new(engine, settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            services => services.AddSingleton<TimeProvider>(clock));

    /// <summary>A public article; its id.</summary>
    public static async Task<string> ArticleAsync(this Portal portal, string? category = null) =>
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category ?? await portal.CategoryAsync() });

    /// <summary>Sends a view; what was answered.</summary>
    public static async Task<JsonElement> ViewAsync(this Portal portal, string article, params (string Name, string Value)[] headers) =>
        (await portal.Anonymous.PostAsync($"/v1/articles/{article}/views", null, headers)).Expect(HttpStatusCode.OK).Json;

    /// <summary>Sends several views, each of which is counted.</summary>
    public static async Task ViewAsync(this Portal portal, string article, int times)
    {
        for (var n = 0; n < times; n++)
        {
            Xunit.Assert.True((await portal.ViewAsync(article)).GetProperty("counted").GetBoolean());
        }
    }

    /// <summary>The article's statistics.</summary>
    public static async Task<JsonElement> ViewsOfAsync(this Portal portal, string article, string query = "") =>
        (await portal.Anonymous.GetAsync($"/v1/articles/{article}/views{query}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>The count in an answer.</summary>
    public static long Views(this JsonElement json) => json.GetProperty("views").GetInt64();

    /// <summary>The days of statistics as <c>2026-11-23=12</c>.</summary>
    public static string[] Days(this JsonElement statistics) =>
        [.. statistics.GetProperty("days").EnumerateArray().Select(day => $"{day.Text("date")}={day.Views()}")];

    /// <summary>The sources of statistics as <c>qr=3</c>.</summary>
    public static string[] Sources(this JsonElement statistics) =>
        [.. statistics.GetProperty("bySource").EnumerateObject().Select(source => $"{source.Name}={source.Value}")];
}
