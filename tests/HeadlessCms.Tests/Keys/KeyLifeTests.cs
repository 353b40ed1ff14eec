using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Platform;
using HeadlessCms.Tests.Platform.Http;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Keys;

/// <summary>When a key begins and ceases to open anything.</summary>
public sealed class KeyLifeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);

    [Theory, EachEngine]
    public async Task A_key_is_refused_from_its_end_on(Engine engine)
    {
        await using var portal = Make(engine);
        var made = (await portal.Admin.PostAsync(
            "/v1/keys", new { name = "short", scopes = new[] { "drafts:read" }, expiresAt = Start.AddHours(1) })).Expect(HttpStatusCode.Created);
        var caller = portal.With(made.KeyText());

        _clock.Advance(TimeSpan.FromSeconds(3599));
        (await caller.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var refused = (await caller.GetAsync("/v1/site")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer error=\"invalid_token\"", refused.Headers["WWW-Authenticate"]);
        Assert.Equal([made.Id()], (await portal.Admin.GetAsync("/v1/keys")).Ids());
    }

    [Theory, EachEngine]
    public async Task Texts_from_before_a_rotation_work_on_for_its_overlap_and_no_longer(Engine engine)
    {
        await using var portal = Make(engine);
        var made = await portal.Admin.KeyAsync(null, "drafts:read");
        var path = $"/v1/keys/{made.Id()}";
        async Task<Answer> RotateAsync(object? body) => (await portal.Admin.PostAsync($"{path}/rotate", body)).Expect(HttpStatusCode.OK);
        async Task<bool> OpensAsync(Answer shown) => (await portal.With(shown.KeyText()).GetAsync("/v1/site")).Status is HttpStatusCode.OK;

        var second = await RotateAsync(null);
        _clock.Advance(TimeSpan.FromHours(1));
        var third = await RotateAsync(new { });
        Assert.Equal((made.Id(), made.Id()), (second.Id(), third.Id()));
        Assert.Equal("2026-11-25T08:00:00+08:00", second.Json.Text("previousUntil"));
        Assert.Equal("2026-11-25T09:00:00+08:00", third.Json.Text("previousUntil"));
        Assert.Equal((true, true, true), (await OpensAsync(made), await OpensAsync(second), await OpensAsync(third)));

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal((false, true, true), (await OpensAsync(made), await OpensAsync(second), await OpensAsync(third)));

        var fourth = await RotateAsync(new { overlap = 60 });
        Assert.Equal((true, true, true), (await OpensAsync(second), await OpensAsync(third), await OpensAsync(fourth)));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((false, false, true), (await OpensAsync(second), await OpensAsync(third), await OpensAsync(fourth)));

        var last = await RotateAsync(new { overlap = 0 });
        Assert.Null(last.Json.Text("previousUntil"));
        Assert.Equal((false, true), (await OpensAsync(fourth), await OpensAsync(last)));
        Assert.Equal(last.KeyText()[^4..], (await portal.Admin.GetAsync(path)).Json.Text("hint"));
    }

    [Theory, EachEngine]
    public async Task The_last_key_that_manages_keys_and_stays_cannot_be_revoked(Engine engine)
    {
        await using var portal = Make(engine, services => services.PostConfigure<CmsOptions>(options => options.AdminKey = null));
        var first = portal.With(await OnlyKeyAsync(portal));
        var id = Assert.Single((await first.GetAsync("/v1/keys")).Ids());
        var reader = await first.KeyAsync(null, "drafts:read");
        var expiring = (await first.PostAsync(
            "/v1/keys", new { name = "second admin", scopes = Scopes.All, expiresAt = Start.AddDays(1) })).Expect(HttpStatusCode.Created);
        var second = portal.With(expiring.KeyText());

        (await first.DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await second.DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await second.DeleteAsync($"/v1/keys/{reader.Id()}", null)).Expect(HttpStatusCode.NoContent);
        (await first.GetAsync("/v1/keys")).Expect(HttpStatusCode.OK);

        var third = await first.KeyAsync(null, [.. Scopes.All]);
        (await second.DeleteAsync($"/v1/keys/{id}", null)).Expect(HttpStatusCode.NoContent);
        (await first.GetAsync("/v1/keys")).Expect(HttpStatusCode.Unauthorized);
        (await portal.With(third.KeyText()).DeleteAsync($"/v1/keys/{expiring.Id()}", null)).Expect(HttpStatusCode.NoContent);
        (await portal.With(third.KeyText()).DeleteAsync($"/v1/keys/{third.Id()}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Theory, EachEngine]
    public async Task A_scope_that_no_other_manager_can_give_keeps_its_last_key(Engine engine)
    {
        await using var portal = Make(engine, services => services.PostConfigure<CmsOptions>(options => options.AdminKey = null));
        var first = portal.With(await OnlyKeyAsync(portal));
        var id = Assert.Single((await first.GetAsync("/v1/keys")).Ids());
        var manager = portal.With((await first.KeyAsync(null, Scopes.KeysManage)).KeyText());
        await first.KeyAsync(null, [.. Scopes.All.Except([Scopes.KeysManage])]); // has the scopes, and can give none

        var refused = (await manager.DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        Assert.Contains(Scopes.ArticlesWrite, refused.Json.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain(Scopes.KeysManage, refused.Json.Text("detail"), StringComparison.Ordinal);
        (await first.DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        var half = await first.KeyAsync(null, [.. Scopes.All.Except([Scopes.AuditRead])]);
        (await manager.DeleteAsync($"/v1/keys/{id}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict");

        await first.KeyAsync(null, Scopes.KeysManage, Scopes.AuditRead); // the scopes may be left with several
        (await manager.DeleteAsync($"/v1/keys/{id}", null)).Expect(HttpStatusCode.NoContent);
        (await manager.DeleteAsync($"/v1/keys/{half.Id()}", null)).ExpectProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Theory, EachEngine]
    public async Task With_an_admin_key_in_the_settings_any_key_can_be_revoked(Engine engine)
    {
        await using var portal = Make(engine);
        var made = await portal.Admin.KeyAsync(null, [.. Scopes.All]);

        (await portal.With(made.KeyText()).DeleteAsync($"/v1/keys/{made.Id()}", null)).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.GetAsync($"/v1/keys/{made.Id()}")).Expect(HttpStatusCode.NotFound);
    }

    [Theory, EachEngine]
    public async Task Two_who_revoke_each_other_at_once_do_not_both_succeed(Engine engine)
    {
        await using var portal = Make(engine, services => services.PostConfigure<CmsOptions>(options => options.AdminKey = null));
        var first = portal.With(await OnlyKeyAsync(portal));
        var id = Assert.Single((await first.GetAsync("/v1/keys")).Ids());
        var second = await first.KeyAsync(null, [.. Scopes.All]);

        var outcomes = await Task.WhenAll(
            first.DeleteAsync($"/v1/keys/{second.Id()}", null), portal.With(second.KeyText()).DeleteAsync($"/v1/keys/{id}", null));

        Assert.Single(outcomes, outcome => outcome.Status is HttpStatusCode.NoContent);
        Assert.Single(outcomes, outcome => outcome.Status is HttpStatusCode.Conflict or HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_by_the_next_request_on_an_open_connection()
    {
        await using var workshop = await Workshop.StartAsync();
        var admin = workshop.With(Workshop.AdminKey);
        var made = await admin.KeyAsync(null, "drafts:read");
        var caller = workshop.With(made.KeyText());

        (await caller.GetAsync("/v1/test/caller")).Expect(HttpStatusCode.OK);
        (await admin.DeleteAsync($"/v1/keys/{made.Id()}", null)).Expect(HttpStatusCode.NoContent);

        (await caller.GetAsync("/v1/test/caller")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    // In Development the start has made one already, and printed it.
    private static async Task<string> OnlyKeyAsync(Portal portal)
    {
        await portal.Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM access_keys", null, CancellationToken.None), CancellationToken.None);
        return await portal.Services.FirstKeyAsync();
    }

    private Portal Make(Engine engine, Action<IServiceCollection>? more = null) => new(engine, services: services =>
    {
        services.AddSingleton<TimeProvider>(_clock);
        more?.Invoke(services);
    });
}
