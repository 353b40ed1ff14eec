using System.Net;
using System.Text.Json;
using HeadlessCms.Changes;
using HeadlessCms.Partners;
using HeadlessCms.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Partners;

/// <summary>What is shown as delivered was sent, to that partner and of what it follows; what is shown as confirmed it confirmed.</summary>
public sealed class ReceiptScopeTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
    private Portal _portal = null!;
    private bool _hangsUp;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory, EachEngine]
    public async Task Each_partner_has_times_of_its_own(Engine engine)
    {
        var category = await StartAsync(engine);
        var id = await PublishedAsync(category);
        var (one, two) = (await PartnerAsync(), await PartnerAsync());
        var (first, second) = (await ReadAsync(one, ""), await ReadAsync(two, ""));
        await WithdrawAsync(id, minute: 1);

        At(2);
        first = await ReadAsync(one, $"?since={first}");
        At(3);
        (await one.Api.PostAsync("/v1/changes/acks", new { cursor = first })).Expect(HttpStatusCode.OK);
        Assert.Equal("08:02 up to 08:01, 08:03 up to 08:01, 0 pending, of 08:01 told 08:02 and done 08:03", await SaidAsync(one, id));
        Assert.Equal("08:00 up to 08:00, never, 1 pending, of 08:01 told never and done never", await SaidAsync(two, id));
        At(4);
        await ReadAsync(two, $"?since={second}");
        At(5);
        var answered = (await two.Api.PostAsync("/v1/changes/acks", new { articleId = id })).Expect(HttpStatusCode.OK);

        Assert.Equal("08:02 up to 08:01, 08:03 up to 08:01, 0 pending, of 08:01 told 08:02 and done 08:03", await SaidAsync(one, id));
        Assert.Equal("08:04 up to 08:01, 08:05, 0 pending, of 08:01 told 08:04 and done 08:05", await SaidAsync(two, id));
        Assert.Equal(answered.Text, Assert.Single(await PartnersAsync(id), partner => partner.Text("keyId") == two.Id).GetRawText());
        (await one.Api.GetAsync("/v1/changes/partners")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await _portal.With((await _portal.Admin.KeyAsync(null, "drafts:read")).KeyText()).PostAsync("/v1/changes/acks", new { cursor = first })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory, EachEngine]
    public async Task What_the_log_forgot_is_no_longer_kept_as_sent(Engine engine)
    {
        var category = await StartAsync(engine);
        await PublishedAsync(category);
        var partner = await PartnerAsync();
        var cursor = await ReadAsync(partner, "");
        (await partner.Api.PostAsync("/v1/changes/acks", new { cursor })).Expect(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromDays(401));
        await PublishedAsync(category);
        await ReadAsync(partner, $"?since={cursor}");
        Task<long> KeptAsync() => _portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM change_receipts", null, CancellationToken.None);
        Assert.Equal(3, await KeptAsync());

        await _portal.RunAsync<ChangePruner>();
        await _portal.RunAsync<ReceiptPruner>();

        Assert.Equal(1, await KeptAsync());
    }

    [Theory, EachEngine]
    public async Task Who_follows_a_category_is_told_of_and_confirms_nothing_else(Engine engine)
    {
        var here = await StartAsync(engine);
        var there = await _portal.CategoryIdAsync();
        var (inside, outside) = (await PublishedAsync(await _portal.CategoryIdAsync(here)), await PublishedAsync(there));
        var partner = await PartnerAsync();
        var (near, far) = (await ReadAsync(partner, $"?category={here}"), await ReadAsync(partner, $"?category={there}"));
        await WithdrawAsync(outside, minute: 1);
        await WithdrawAsync(inside, minute: 2);
        At(3);
        await PublishedAsync(there);

        near = await ReadAsync(partner, $"?category={here}&since={near}");
        At(4);
        (await partner.Api.PostAsync("/v1/changes/acks", new { cursor = near })).Expect(HttpStatusCode.OK);
        const string Near = "08:03 up to 08:02, 08:04 up to 08:02, 0 pending";
        Assert.Equal($"{Near}, of 08:02 told 08:03 and done 08:04", await SaidAsync(partner, inside, here));
        Assert.Equal(Near, await SaidAsync(partner, outside, here));
        Assert.Equal("08:00 up to 08:00, never, 1 pending", await SaidAsync(partner, inside, there));
        Assert.Equal("08:00 up to 08:00, never, 1 pending, of 08:01 told never and done never", await SaidAsync(partner, outside, there));

        At(5);
        far = await ReadAsync(partner, $"?category={there}&since={far}");
        At(6);
        var answered = (await partner.Api.PostAsync("/v1/changes/acks", new { articleId = outside })).Expect(HttpStatusCode.OK);
        Assert.Equal(there, answered.Json.Text("categoryId"));
        Assert.Equal("08:05 up to 08:03, 08:06, 0 pending, of 08:01 told 08:05 and done 08:06", await SaidAsync(partner, outside, there));
        Assert.Equal($"{Near}, of 08:01 told never and done 08:06", await SaidAsync(partner, outside, here)); // it said so itself
        var page = (await _portal.Admin.GetAsync("/v1/changes/partners?limit=1")).Expect(HttpStatusCode.OK).Json;
        var next = (await _portal.Admin.GetAsync($"/v1/changes/partners?limit=1&cursor={page.Text("nextCursor")}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(new[] { here, there }.Order(), new[] { page, next }.Select(one => Assert.Single(one.GetProperty("items").EnumerateArray()).Text("categoryId")));
        Assert.Null(next.Text("nextCursor"));
    }

    [Theory, EachEngine]
    public async Task What_was_not_sent_is_not_delivered(Engine engine)
    {
        var category = await StartAsync(engine);
        await PublishedAsync(category);
        await PublishedAsync(category);
        var partner = await PartnerAsync();

        (await partner.Api.SendAsync(HttpMethod.Head, "/v1/changes", null)).Expect(HttpStatusCode.OK);
        _hangsUp = true;
        await Assert.ThrowsAnyAsync<Exception>(() => partner.Api.GetAsync("/v1/changes"));
        _hangsUp = false;
        var part = await ReadAsync(partner, "?limit=1"); // the other article may yet come, or be withdrawn first
        Assert.Empty(await PartnersAsync(article: null));
        (await partner.Api.PostAsync("/v1/changes/acks", new { cursor = part })).Expect(HttpStatusCode.OK);
        Assert.Equal("never, 08:00, 0 pending", await SaidAsync(partner, article: null));
        At(1);
        var last = await ReadAsync(partner, $"?limit=10&since={part}");
        Assert.Equal("08:01 up to 08:00, 08:00, 0 pending", await SaidAsync(partner, article: null));

        var passedOver = await PublishedAsync(category);
        await WithdrawAsync(passedOver, minute: 2);
        var now = await ReadAsync(partner, "?since=now");
        await PublishedAsync(category);
        At(3);
        var shown = (await partner.Api.GetAsync($"/v1/changes?since={now}")).Expect(HttpStatusCode.OK);
        Assert.Equal("08:03 up to 08:02, 08:00, 1 pending, of 08:02 told never and done never", await SaidAsync(partner, passedOver));
        Assert.NotEqual(last, shown.Json.Text("cursor"));
    }

    [Theory, EachEngine]
    public async Task A_stream_delivers_as_it_goes(Engine engine)
    {
        var category = await StartAsync(engine);
        var id = await PublishedAsync(category);
        var partner = await PartnerAsync();
        await using var stream = await EventStream.OpenAsync(_portal.Anonymous, "/v1/changes", key: partner.Key);
        await stream.NextAsync("published");
        await ExpectSoonAsync("08:00 up to 08:00, never, 0 pending", partner, article: null);

        await WithdrawAsync(id, minute: 1);
        await stream.NextAsync("withdrawn");

        await ExpectSoonAsync("08:01 up to 08:01, never, 1 pending, of 08:01 told 08:01 and done never", partner, id);
    }

    private async Task<string> StartAsync(Engine engine)
    {
        _portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(_clock).AddSingleton<IStartupFilter>(new HangingUp(() => _hangsUp)));
        return await _portal.CategoryIdAsync();
    }

    private void At(int minute) => _clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 0, minute, 0, TimeSpan.Zero));

    private async Task<Reader> PartnerAsync()
    {
        var made = await _portal.Admin.KeyAsync(null, "changes:read");
        return new(made.Id(), made.KeyText(), _portal.With(made.KeyText()));
    }

    private static async Task<string> ReadAsync(Reader partner, string query) =>
        (await partner.Api.GetAsync($"/v1/changes{query}")).Expect(HttpStatusCode.OK).Json.Text("cursor")!;

    private Task<string> PublishedAsync(string category) => _portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });

    private async Task WithdrawAsync(string id, int minute)
    {
        At(minute);
        (await _portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "legal" })).Expect(HttpStatusCode.OK);
    }

    private async Task<JsonElement[]> PartnersAsync(string? article) =>
        [.. (await _portal.Admin.GetAsync($"/v1/changes/partners{(article is null ? "" : $"?articleId={article}")}")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private Task ExpectSoonAsync(string said, Reader partner, string? article) => // what is kept is kept after it was sent
        Eventually.IsSoAsync(said, TimeSpan.FromSeconds(30), async () =>
            (await PartnersAsync(article)).Length > 0 && await SaidAsync(partner, article) == said);

    // What editors are told of a partner, of everything or of a category: delivered, confirmed, pending, and of the takedown.
    private async Task<string> SaidAsync(Reader partner, string? article, string? category = null)
    {
        var said = Assert.Single(await PartnersAsync(article), item => item.Text("keyId") == partner.Id && item.Text("categoryId") == category);
        var takedown = said.GetProperty("takedown");
        return $"{Time(said, "deliveredAt")}{UpTo(said, "deliveredUpTo")}, {Time(said, "acknowledgedAt")}{UpTo(said, "acknowledgedUpTo")}, {said.GetProperty("pendingTakedowns")} pending"
            + (takedown.ValueKind is JsonValueKind.Null ? "" : $", of {Time(takedown, "occurredAt")} told {Time(takedown, "deliveredAt")} and done {Time(takedown, "acknowledgedAt")}");
    }

    private static string UpTo(JsonElement json, string name) => json.Text(name) is null ? "" : $" up to {Time(json, name)}";

    private static string Time(JsonElement json, string name) => json.Text(name)?["2026-11-24T".Length.."2026-11-24T08:00".Length] ?? "never";

    private sealed record Reader(string Id, string Key, Api Api);

    /// <summary>Clients who hang up as the first byte is about to be sent.</summary>
    private sealed class HangingUp(Func<bool> hangsUp) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (hangsUp())
                {
                    context.Response.OnStarting(() =>
                    {
                        context.Abort();
                        return Task.CompletedTask;
                    });
                }
                return rest(context);
            });
            next(app);
        };
    }
}
