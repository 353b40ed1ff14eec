using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>Webhooks themselves: made, changed, rotated, removed.</summary>
public sealed class WebhookTests(Portals portals)
{
    private const string Url = "https://partner.example/hook?token=abc";

    [Theory, EachEngine]
    public async Task A_webhook_is_made_read_changed_and_removed_and_shows_its_secret_once(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var made = await portal.WebhookAsync(Url, new { events = new[] { "published", "withdrawn" }, categoryId = category, description = "城", concurrency = 3, enabled = false });
        var path = $"/v1/webhooks/{made.Id()}";
        var secret = made.Json.Text("secret")!;
        Assert.Equal(path, made.Headers["Location"]);
        Assert.InRange(Convert.FromBase64String(secret["whsec_".Length..]).Length, 24, 64);
        Assert.Equal("disabled", made.Json.GetProperty("health").Text("state"));

        var read = (await portal.Admin.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("secret\":", read.Text, StringComparison.Ordinal);
        Assert.Equal(Url, read.Json.Text("url"));
        Assert.Contains(made.Id(), await portal.Admin.WalkAsync("/v1/webhooks?limit=50"));

        var changed = (await portal.Admin.PatchAsync(path, new { events = new[] { "*" }, categoryId = (string?)null, enabled = true }, null)).Expect(HttpStatusCode.OK);
        Assert.True(changed.Json.GetProperty("enabled").GetBoolean());
        Assert.Equal("untried", changed.Json.GetProperty("health").Text("state"));
        Assert.Equal("城", changed.Json.Text("description"));
        await portal.Admin.PatchAsync(path, new { enabled = false }, null);

        var rotated = (await portal.Admin.PostAsync($"{path}/rotate", new { overlap = 60 })).Expect(HttpStatusCode.OK);
        Assert.NotEqual(secret, rotated.Json.Text("secret"));
        Assert.NotNull(rotated.Json.Text("previousSecretUntil"));
        Assert.Null((await portal.Admin.PostAsync($"{path}/rotate", new { overlap = 0 })).Json.Text("previousSecretUntil"));

        (await portal.Admin.DeleteAsync(path, null)).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.DeleteAsync(path, null)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EachEngine]
    public async Task Every_fault_is_named_at_once(Engine engine)
    {
        var admin = portals.On(engine).Admin;

        (await admin.PostAsync("/v1/webhooks", new { })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/url", "/events");
        (await admin.PostAsync("/v1/webhooks", new { url = "ftp://a", events = new[] { "nothing" }, concurrency = 0, colour = 1 }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/url", "/events/0", "/concurrency", "/colour");
        (await admin.PostAsync("/v1/webhooks", new { url = Url, events = new[] { "*" }, categoryId = "nowhere" }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/categoryId");
        (await admin.PostAsync($"/v1/webhooks/{Guid.CreateVersion7()}/redeliver", new { })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/from");
        (await admin.PostAsync($"/v1/webhooks/{Guid.CreateVersion7()}/redeliver", new { from = "2026-01-02T00:00:00Z", to = "2026-01-01T00:00:00Z" }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/to");
    }

    [Theory]
    [EachEngine("http://169.254.169.254/")]
    [EachEngine("http://127.0.0.1:5080/v1/site")]
    [EachEngine("http://2130706433/")]
    [EachEngine("http://0x7f.1/")]
    [EachEngine("http://[::1]/")]
    [EachEngine("http://[::ffff:10.0.0.1]/")]
    [EachEngine("http://[fd00:ec2::254]/latest")]
    [EachEngine("http://192.168.1.1/")]
    [EachEngine("http://100.64.0.1/")]
    [EachEngine("http://0.0.0.0/")]
    [EachEngine("https://user:password@partner.example/")]
    [EachEngine("https://partner.example/#part")]
    public async Task What_may_not_be_called_is_refused_and_changes_nothing(Engine engine, string url)
    {
        var admin = portals.On(engine).Admin;
        (await admin.PostAsync("/v1/webhooks", new { url, events = new[] { "*" } })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/url");

        var made = await portals.On(engine).WebhookAsync(Url, new { enabled = false });
        (await admin.PatchAsync($"/v1/webhooks/{made.Id()}", new { url }, null)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/url");
        Assert.Equal(Url, (await admin.GetAsync($"/v1/webhooks/{made.Id()}")).Json.Text("url"));
    }

    [Theory, EachEngine]
    public async Task Neither_the_trail_nor_the_database_tells_a_secret(Engine engine)
    {
        var portal = portals.On(engine);
        var made = await portal.WebhookAsync(Url, new { enabled = false });
        await portal.Admin.PatchAsync($"/v1/webhooks/{made.Id()}", new { url = Url + "&more=1" }, null);
        var secret = Convert.FromBase64String(made.Json.Text("secret")!["whsec_".Length..]);

        var trail = (await portal.Admin.GetAsync($"/v1/audit?targetId={made.Id()}")).Text;
        var box = await portal.Database.ReadAsync(session => session.FirstOrDefaultAsync<byte[]>(
            "SELECT secret FROM webhooks WHERE id = @id", new { id = Guid.Parse(made.Id()) }, CancellationToken.None), CancellationToken.None);

        Assert.Contains("webhook.create", trail, StringComparison.Ordinal);
        Assert.Contains("webhook.update", trail, StringComparison.Ordinal);
        Assert.Contains("partner.example", trail, StringComparison.Ordinal);
        Assert.DoesNotContain("token=abc", trail, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoding.ASCII.GetString(secret), trail, StringComparison.Ordinal);
        Assert.True(box!.AsSpan().IndexOf(secret) < 0);
    }
}
