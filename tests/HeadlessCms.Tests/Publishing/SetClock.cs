using System.Net;
using System.Text.Json;
using HeadlessCms.Publishing;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>Portals whose clock stands at eight in the morning of the site's zone, until a test moves it.</summary>
public abstract class SetClock : IAsyncLifetime
{
    private readonly List<Portal> _portals = [];

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var portal in _portals)
        {
            await portal.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }

    protected Portal On(Engine engine)
    {
        var portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(Clock));
        _portals.Add(portal);
        return portal;
    }

    protected DateTimeOffset In(int minutes) => Clock.GetUtcNow().AddMinutes(minutes);

    protected async Task PassAsync(Portal portal, TimeSpan time)
    {
        Clock.Advance(time);
        await portal.RunAsync<Scheduler>();
    }

    protected static async Task<Answer> DraftAsync(Portal portal, string? slug = null) =>
        await portal.DraftAsync(new { title = "题", slug, body = "<p>文</p>", categoryId = await portal.CategoryAsync() });

    protected static Task<Answer> PublishAsync(Portal portal, string id, object how) => portal.Admin.PostAsync($"/v1/articles/{id}/publish", how);

    protected static async Task<JsonElement> WorkingCopyAsync(Portal portal, string id) =>
        (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Expect(HttpStatusCode.OK).Json;

    protected static async Task<string[]> TrailAsync(Portal portal, string id) =>
        [.. (await portal.Admin.GetAsync($"/v1/audit?targetId={id}")).Json.GetProperty("items").EnumerateArray()
            .Select(entry => $"{entry.Text("action")} {entry.GetProperty("actor").Text("name")}")];

    protected static async Task<IReadOnlyList<string>> ChangesAsync(Portal portal, string id) => await portal.Database.ListAsync<string>(
        "SELECT kind FROM changes WHERE article_id = @id ORDER BY seq", new { id = Guid.Parse(id) }, CancellationToken.None);

    protected static string Raw(JsonElement json, string name) => json.GetProperty(name).GetRawText();
}
