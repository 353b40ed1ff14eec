using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Platform;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>What a newsroom's bad wishes get: a clear problem, and not one row of one table is another afterwards.</summary>
public sealed class RefusedWritesTests
{
    private readonly FakeTimeProvider _clock = new(ViewSamples.Noon);

    [Theory, EachEngine]
    public async Task A_fault_of_a_publication_changes_nothing(Engine engine)
    {
        await using var portal = ViewSamples.PortalAt(engine, _clock);
        var category = await portal.CategoryAsync();
        var draft = $"/v1/articles/{(await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = category })).Id()}";
        var planned = $"/v1/articles/{(await portal.DraftAsync(new { title = "定", body = "<p>文</p>", categoryId = category })).Id()}";
        await portal.Admin.PostAsync($"{planned}/publish", new { at = Noon(60), until = Noon(120) });
        var open = $"/v1/articles/{await portal.PublishedAsync(new { title = "公", body = "<p>文</p>", categoryId = category })}";
        var unready = $"/v1/articles/{(await portal.DraftAsync(new { title = "图", body = "<p><img src=\"/a.png\"></p>", categoryId = category })).Id()}";

        foreach (var article in (string[])[draft, planned, open])
        {
            await RefusedAsync(portal, $"{article}/publish", new { at = Noon(-2) }, HttpStatusCode.BadRequest, "invalid", "/at");
            await RefusedAsync(portal, $"{article}/publish", new { at = Noon(2), until = Noon(1) }, HttpStatusCode.BadRequest, "invalid", "/until");
            await RefusedAsync(portal, $"{article}/publish", new { at = Noon(2), until = Noon(2) }, HttpStatusCode.BadRequest, "invalid", "/until");
            await RefusedAsync(portal, $"{article}/publish", new { until = Noon(0) }, HttpStatusCode.BadRequest, "invalid", "/until");
            foreach (var zone in (string[])["2026-12-01T09:00:00[Asia/Shanghai]", "2026-12-01T09:00:00", "2026-12-01T09:00:00 CST", "2026-12-01T09:00:00+25:00"])
            {
                await RefusedAsync(portal, $"{article}/publish", new { at = zone }, HttpStatusCode.BadRequest, "invalid", "/at");
            }
            await RefusedAsync(portal, $"{article}/versions/9/restore", null, HttpStatusCode.NotFound, "not-found");
            await RefusedAsync(portal, $"{article}/previews", new { version = 9 }, HttpStatusCode.BadRequest, "invalid", "/version");
        }
        await RefusedAsync(portal, $"{planned}/publish", new { at = Noon(120) }, HttpStatusCode.BadRequest, "invalid", "/until"); // the end that is set stays
        await RefusedAsync(portal, $"{unready}/publish", null, HttpStatusCode.UnprocessableEntity, "not-ready", "/body");
        await RefusedAsync(portal, $"{unready}/publish", new { at = Noon(1) }, HttpStatusCode.UnprocessableEntity, "not-ready", "/body");
        await RefusedAsync(portal, $"{draft}/withdraw", new { reason = "whim" }, HttpStatusCode.BadRequest, "invalid", "/reason");
        await RefusedAsync(portal, $"{draft}/withdraw", new { reason = "error" }, HttpStatusCode.Conflict, "conflict");
        await NothingAsync(portal, async () => (await portal.Admin.PatchAsync(draft, new { title = "二" }, "\"stale\"")).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed"));
        await NothingAsync(portal, async () => (await portal.Admin.DeleteAsync($"{draft}/schedule", null)).ExpectProblem(HttpStatusCode.NotFound, "not-found"));
        await NothingAsync(portal, async () => (await portal.Admin.PatchAsync("/v1/site", new { timeZone = "Mars/Olympus" }, "*")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/timeZone"));
    }

    [Theory, EachEngine]
    public async Task A_link_that_opens_nothing_changes_nothing(Engine engine)
    {
        await using var portal = ViewSamples.PortalAt(engine, _clock);
        var category = await portal.CategoryAsync();
        var (mine, other) = ((await portal.DraftAsync(new { title = "甲", categoryId = category })).Id(), (await portal.DraftAsync(new { title = "乙", categoryId = category })).Id());
        await portal.Admin.PatchAsync($"/v1/articles/{other}", new { title = "乙二" }, "*");
        async Task<Answer> LinkAsync(string article, object how) => (await portal.Admin.PostAsync($"/v1/articles/{article}/previews", how)).Expect(HttpStatusCode.Created);
        var (foreign, shortly) = (await LinkAsync(other, new { version = 2 }), await LinkAsync(mine, new { expiresIn = 60 }));
        _clock.Advance(TimeSpan.FromSeconds(60));

        await RefusedAsync(portal, $"/v1/articles/{mine}/previews", new { version = 2 }, HttpStatusCode.BadRequest, "invalid", "/version"); // the other's
        foreach (var token in (string?[])[foreign.Json.Text("token"), shortly.Json.Text("token"), new('A', 60), "forged"])
        {
            await NothingAsync(portal, async () => (await portal.Anonymous.GetAsync($"/v1/articles/{mine}?preview={token}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused"));
        }
        await NothingAsync(portal, async () => (await portal.Admin.DeleteAsync($"/v1/articles/{mine}/previews/{foreign.Id()}", null)).ExpectProblem(HttpStatusCode.NotFound, "not-found"));
    }

    [Theory, EachEngine]
    public async Task A_key_beyond_its_maker_and_the_end_of_the_last_admin_change_nothing(Engine engine)
    {
        await using var portal = new Portal(engine, services: services => services
            .AddSingleton<TimeProvider>(_clock).PostConfigure<CmsOptions>(options => options.AdminKey = null));
        await portal.Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM access_keys", null, CancellationToken.None), CancellationToken.None);
        var first = portal.With(await portal.Services.FirstKeyAsync());
        var id = Assert.Single((await first.GetAsync("/v1/keys")).Ids());
        var second = portal.With((await first.PostAsync(
            "/v1/keys", new { name = "second", scopes = Scopes.All, expiresAt = _clock.GetUtcNow().AddDays(1) })).Expect(HttpStatusCode.Created).KeyText());
        var manager = portal.With((await first.KeyAsync(null, Scopes.KeysManage, Scopes.DraftsRead)).KeyText());

        await NothingAsync(portal, async () => (await second.DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict"));
        await NothingAsync(portal, async () => (await first.DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict"));
        await NothingAsync(portal, async () => (await manager.PostAsync("/v1/keys", new { name = "n", scopes = new[] { Scopes.DraftsRead, Scopes.SiteManage } }, Once()))
            .ExpectProblem(HttpStatusCode.Forbidden, "forbidden", "/scopes/1"));
        await NothingAsync(portal, async () => (await manager.PostAsync($"/v1/keys/{id}/rotate", null, Once())).ExpectProblem(HttpStatusCode.Forbidden, "forbidden"));
        await NothingAsync(portal, async () => (await portal.With("hcms_forged").DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized"));
        (await first.GetAsync("/v1/keys")).Expect(HttpStatusCode.OK);
    }

    private DateTimeOffset Noon(int minutes) => _clock.GetUtcNow().AddMinutes(minutes);

    // Under a key of its own: a refusal is not kept either.
    private static (string, string) Once() => ("Idempotency-Key", Samples.Name("once"));

    private static Task RefusedAsync(Portal portal, string path, object? body, HttpStatusCode status, string type, params string[] places) =>
        NothingAsync(portal, async () => (await portal.Admin.PostAsync(path, body, Once())).ExpectProblem(status, type, places));

    private static async Task NothingAsync(Portal portal, Func<Task<Answer>> ask)
    {
        var before = await portal.RowsAsync();
        await ask();
        Assert.Empty(StoredData.Difference(before, await portal.RowsAsync()));
    }
}
