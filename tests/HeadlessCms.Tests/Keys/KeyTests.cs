using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Keys;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Keys;

public sealed class KeyTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_key_is_shown_once_and_opens_what_its_scopes_say(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var draft = await portal.DraftAsync(new { title = "题", categoryId = category });

        var made = (await portal.Admin.PostAsync(
            "/v1/keys", new { name = "苏州编辑部", scopes = new[] { "audit:read", "drafts:read" }, expiresAt = "2999-01-01T00:00:00Z" })).Expect(HttpStatusCode.Created);
        var read = (await portal.Admin.GetAsync(made.Headers["Location"])).Expect(HttpStatusCode.OK);
        var listed = (await portal.Admin.GetAsync("/v1/keys?limit=100")).Expect(HttpStatusCode.OK);

        Assert.Equal($"/v1/keys/{made.Id()}", made.Headers["Location"]);
        Assert.Contains("no-store", made.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal(
            ["id", "name", "scopes", "categoryId", "hint", "createdAt", "expiresAt", "lastUsedAt", "previousUntil", "key"],
            made.Json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("苏州编辑部", read.Json.Text("name"));
        Assert.Equal(["drafts:read", "audit:read"], read.Json.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal("2999-01-01T08:00:00+08:00", read.Json.Text("expiresAt"));
        Assert.Equal(made.KeyText()[^4..], read.Json.Text("hint"));
        Assert.Contains(made.Id(), listed.Ids());
        Assert.DoesNotContain("\"key\"", read.Text + listed.Text, StringComparison.Ordinal);

        var caller = portal.With(made.KeyText());
        (await caller.GetAsync($"/v1/articles/{draft.Id()}?version=draft")).Expect(HttpStatusCode.OK);
        var refused = (await caller.PostAsync("/v1/articles", new { title = "题", categoryId = category })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Contains("articles:write", refused.Json.Text("detail"), StringComparison.Ordinal);
        (await caller.GetAsync("/v1/keys")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [EachEngine("{}", "/name", "/scopes")]
    [EachEngine("""{"name": " ", "scopes": []}""", "/name", "/scopes")]
    [EachEngine("""{"name": "a", "scopes": ["drafts:read", "drafts:write", ""]}""", "/scopes/1", "/scopes/2")]
    [EachEngine("""{"name": "a", "scopes": ["drafts:read", "drafts:read"]}""", "/scopes")]
    [EachEngine("""{"name": "a", "scopes": ["drafts:read"], "expiresAt": "2020-01-01T00:00:00Z", "id": "b"}""", "/expiresAt", "/id")]
    [EachEngine("""{"name": "a", "scopes": ["drafts:read"], "expiresAt": "2999-01-01T00:00:00"}""", "/expiresAt")]
    [EachEngine("""{"name": "a", "scopes": ["drafts:read"], "categoryId": "no-such-category"}""", "/categoryId")]
    [EachEngine("""{"name": "a", "categoryId": "any", "scopes": ["site:manage", "drafts:read", "keys:manage", "webhooks:manage", "audit:read"]}""", "/categoryId", "/scopes/0", "/scopes/2", "/scopes/3", "/scopes/4")]
    public async Task Bad_input_is_named_by_pointer_and_makes_no_key(Engine engine, string body, params string[] places)
    {
        var portal = portals.On(engine);

        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/keys", new StringContent(body, null, "application/json")))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", places);
        Assert.DoesNotContain("\"a\"", (await portal.Admin.GetAsync("/v1/keys?limit=100")).Text, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task Nobody_gives_or_learns_more_than_they_have(Engine engine)
    {
        var portal = portals.On(engine);
        var end = DateTimeOffset.UnixEpoch.AddYears(900);
        var made = (await portal.Admin.PostAsync(
            "/v1/keys", new { name = "manager", scopes = new[] { "keys:manage", "drafts:read" }, expiresAt = end })).Expect(HttpStatusCode.Created);
        var manager = portal.With(made.KeyText());
        var site = await portal.Admin.KeyAsync(null, "site:manage");

        (await manager.PostAsync("/v1/keys", new { name = "n", scopes = new[] { "drafts:read", "site:manage", "audit:read" } }))
            .ExpectProblem(HttpStatusCode.Forbidden, "forbidden", "/scopes/1", "/scopes/2", "/expiresAt");
        (await manager.PostAsync("/v1/keys", new { name = "n", scopes = new[] { "drafts:read" }, expiresAt = end.AddSeconds(1) }))
            .ExpectProblem(HttpStatusCode.Forbidden, "forbidden", "/expiresAt");
        var refused = (await manager.PostAsync($"/v1/keys/{site.Id()}/rotate")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");

        Assert.Contains("site:manage", refused.Json.Text("detail"), StringComparison.Ordinal);
        (await portal.With(site.KeyText()).GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        (await manager.PostAsync("/v1/keys", new { name = "n", scopes = new[] { "drafts:read" }, expiresAt = end })).Expect(HttpStatusCode.Created);
        (await manager.PostAsync($"/v1/keys/{made.Id()}/rotate")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task What_is_not_there_is_not_found_and_what_is_wrong_with_a_rotation_is_named(Engine engine)
    {
        var admin = portals.On(engine).Admin;
        var id = (await admin.KeyAsync(null, "drafts:read")).Id();

        foreach (var nothing in (string[])[Guid.CreateVersion7().ToString(), "nothing", id.ToUpperInvariant() + "0"])
        {
            (await admin.GetAsync($"/v1/keys/{nothing}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            (await admin.PostAsync($"/v1/keys/{nothing}/rotate")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            (await admin.DeleteAsync($"/v1/keys/{nothing}", null)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
        foreach (var overlap in (object?[])[-1, 2_592_001, "soon", null])
        {
            (await admin.PostAsync($"/v1/keys/{id}/rotate", new { overlap })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/overlap");
        }
        (await admin.GetAsync("/v1/keys?cursor=abc")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
    }

    [Theory, EachEngine]
    public async Task A_retry_finds_the_same_key_without_its_text(Engine engine)
    {
        var portal = portals.On(engine);
        var once = ("Idempotency-Key", Samples.Name("once"));
        var body = new { name = "once", scopes = new[] { "drafts:read" } };

        var made = (await portal.Admin.PostAsync("/v1/keys", body, once)).Expect(HttpStatusCode.Created);
        var again = (await portal.Admin.PostAsync("/v1/keys", body, once)).Expect(HttpStatusCode.Created);
        var turn = ("Idempotency-Key", Samples.Name("turn"));
        var rotated = (await portal.Admin.PostAsync($"/v1/keys/{made.Id()}/rotate", null, turn)).Expect(HttpStatusCode.OK);
        var rotatedAgain = (await portal.Admin.PostAsync($"/v1/keys/{made.Id()}/rotate", null, turn)).Expect(HttpStatusCode.OK);

        Assert.Equal(made.Id(), again.Id());
        Assert.Null(again.Json.Text("key"));
        Assert.Null(rotatedAgain.Json.Text("key"));
        (await portal.With(rotated.KeyText()).GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task The_list_reads_on_by_cursor_newest_first(Engine engine)
    {
        var admin = portals.On(engine).Admin;
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Insert(0, (await admin.KeyAsync(null, "drafts:read")).Id());
        }

        var walked = await admin.WalkAsync("/v1/keys?limit=2&count=true");

        Assert.Equal(made, walked.Where(made.Contains));
        Assert.Equal(walked.Distinct(), walked);
    }

    [Theory, EachEngine]
    public async Task A_use_is_written_down_later_and_not_by_the_request(Engine engine)
    {
        await using var portal = new Portal(engine);
        var made = await portal.Admin.KeyAsync(null, "drafts:read");
        var caller = portal.With(made.KeyText());
        var writes = 0;
        portal.Database.Executing += (sql, _) => writes += sql.Contains("UPDATE access_keys", StringComparison.Ordinal) ? 1 : 0;
        var recorder = portal.Services.GetRequiredService<KeyUseRecorder>();

        for (var i = 0; i < 3; i++)
        {
            (await caller.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        }
        Assert.Equal(0, writes);
        await recorder.RunOnceAsync(CancellationToken.None);
        await recorder.RunOnceAsync(CancellationToken.None);

        Assert.Equal(1, writes);
        var used = (await portal.Admin.GetAsync($"/v1/keys/{made.Id()}")).Json.GetProperty("lastUsedAt").GetDateTimeOffset();
        Assert.True(used >= made.Json.GetProperty("createdAt").GetDateTimeOffset());
    }

    [Theory, EachEngine]
    public async Task Every_change_is_in_the_audit_trail(Engine engine)
    {
        var portal = portals.On(engine);
        var manager = await portal.Admin.KeyAsync(null, [.. Scopes.All]);
        var caller = portal.With(manager.KeyText());
        var made = await caller.KeyAsync(null, "drafts:read");
        var rotated = (await caller.PostAsync($"/v1/keys/{made.Id()}/rotate")).Expect(HttpStatusCode.OK);
        (await caller.DeleteAsync($"/v1/keys/{made.Id()}", null)).Expect(HttpStatusCode.NoContent);

        var trail = await portal.Database.ListAsync<AuditRow>(
            "SELECT * FROM audit WHERE target_id = @id ORDER BY seq", new { id = made.Id() }, CancellationToken.None);

        Assert.Equal(["key.create", "key.rotate", "key.revoke"], trail.Select(row => row.Action));
        Assert.All(trail, row => Assert.Equal(manager.Id(), row.KeyId.ToString()));
        Assert.Contains("\"drafts:read\"", trail[0].After, StringComparison.Ordinal);
        Assert.Contains(rotated.Json.Text("hint")!, trail[1].After, StringComparison.Ordinal);
        Assert.Contains(rotated.Json.Text("hint")!, trail[2].Before, StringComparison.Ordinal);
    }
}
