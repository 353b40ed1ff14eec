using System.Globalization;
using System.Net;
using System.Text.Json;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using HeadlessCms.Webhooks.Deliveries;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>What webhooks are called with, in which order, and what becomes of what they do not take.</summary>
public sealed class WebhookDeliveryTests
{
    private readonly FakeTimeProvider _clock = new(WebhookSamples.Moment);

    [Theory, EachEngine]
    public async Task Each_change_is_told_signed_and_in_order_to_those_who_asked_for_its_kind_and_category(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var receiver = await Receiver.StartAsync();
        var (section, other) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var below = await portal.CategoryAsync(section);
        await portal.NewsAsync(below); // before there is anybody to be told
        var all = await portal.WebhookAsync(receiver.Address + "/all", new { events = new[] { "published", "updated", "withdrawn", "deleted" } });
        await portal.WebhookAsync(receiver.Address + "/section", new { events = new[] { "*" }, categoryId = section });
        await portal.WebhookAsync(receiver.Address + "/off", new { enabled = false });

        var article = await portal.NewsAsync(below);
        var elsewhere = await portal.NewsAsync(other);
        await portal.Admin.PatchAsync($"/v1/articles/{article}", new { title = "新" }, "*");
        await portal.Admin.PostAsync($"/v1/articles/{article}/publish");
        await portal.Admin.PostAsync($"/v1/articles/{article}/withdraw", new { reason = "legal" });
        await portal.Admin.DeleteAsync($"/v1/articles/{article}?permanent=true", "*");
        var renamed = (await portal.Admin.PatchAsync($"/v1/categories/{below}", new { name = "改" }, "*")).Expect(HttpStatusCode.OK);

        var calls = await receiver.HearAsync(5 + 5);
        string[] Told(string path, string? id) => [.. calls.Where(call => call.Path == path && call.Json.GetProperty("data").Text("id") == id).Select(call => call.Kind)];
        Assert.Equal(["published", "updated", "withdrawn", "deleted"], Told("/all", article));
        Assert.Equal(["published"], Told("/all", elsewhere));
        Assert.Equal(["published", "updated", "withdrawn", "deleted"], Told("/section", article));
        Assert.Equal(["category"], Told("/section", renamed.Id()));
        Assert.All(calls.Where(call => call.Path == "/all"), call =>
        {
            Assert.Equal(call.SignatureOf(all.Json.Text("secret")!), call.Headers["webhook-signature"]);
            Assert.Equal(WebhookSamples.Moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), call.Headers["webhook-timestamp"]);
            Assert.Equal(("POST", "application/json"), (call.Method, call.Headers["Content-Type"]));
        });
        // The same change is the same message, whoever is told.
        Assert.Single(calls.Where(call => call.Path == "/all").Select(call => call.Id).Except(calls.Where(call => call.Path == "/section").Select(call => call.Id)));
    }

    [Theory, EachEngine]
    public async Task A_message_tells_where_the_article_is_and_with_which_tag(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var receiver = await Receiver.StartAsync();
        var category = await portal.CategoryAsync();
        await portal.WebhookAsync(receiver.Address);
        var id = await portal.NewsAsync(category);

        var call = (await receiver.HearAsync(1))[0];
        var (article, data) = ((await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK), call.Json.GetProperty("data"));
        Assert.Equal("article.published", call.Json.Text("type"));
        Assert.Equal("2026-11-24T20:00:00+08:00", call.Json.Text("timestamp"));
        Assert.Equal(article.ETag, data.Text("etag"));
        Assert.Equal(article.Json.Text("url"), data.Text("url"));
        Assert.Equal($"https://api.example.gov.cn/v1/articles/{id}", data.Text("self"));
        Assert.Equal(article.Json.GetProperty("version").GetInt64(), data.GetProperty("version").GetInt64());
        Assert.Equal(article.Json.GetProperty("category").Text("id"), data.Text("categoryId"));
        Assert.DoesNotContain("题", call.Body, StringComparison.Ordinal);

        await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "legal" });
        var withdrawn = (await receiver.HearAsync(2))[1].Json.GetProperty("data");
        Assert.Equal(("withdrawn", "legal", null, null), (withdrawn.Text("kind"), withdrawn.Text("reason"), withdrawn.Text("etag"), withdrawn.Text("url")));
    }

    [Theory, EachEngine]
    public async Task What_is_not_taken_is_sent_again_with_the_same_id_and_a_fresh_signature_and_holds_back_what_follows(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        var failing = 2;
        await using var receiver = await Receiver.StartAsync((call, context) =>
        {
            var fails = call.Kind == "published" && call.Path == "/a" && Interlocked.Decrement(ref failing) >= 0;
            context.Response.StatusCode = fails ? 500 : 200;
            return context.Response.Body.WriteAsync("稍后再试\0"u8.ToArray()).AsTask();
        });
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address + "/a");
        var article = await portal.NewsAsync(category);
        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 1);
        _clock.Advance(TimeSpan.FromMilliseconds(1)); // so that it is the newer one
        await portal.Admin.PostAsync($"/v1/articles/{article}/withdraw", new { reason = "error" });
        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 0); // waits behind the other
        Assert.Equal("failing", (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}")).Json.GetProperty("health").Text("state"));

        _clock.Advance(TimeSpan.FromSeconds(6.1)); // five, and up to a fifth more
        await receiver.HearAsync(2, _clock);
        await Eventually.IsSoAsync("two attempts", TimeSpan.FromSeconds(30), async () => (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}")).Json.GetProperty("health").GetProperty("failuresInARow").GetInt64() == 2);
        _clock.Advance(TimeSpan.FromMinutes(6.1));

        var calls = await receiver.HearAsync(4, _clock);
        Assert.Equal(["published", "published", "published", "withdrawn"], calls.Select(call => call.Kind));
        Assert.Single(calls.Take(3).Select(call => call.Id).Distinct());
        Assert.Single(calls.Take(3).Select(call => call.Body).Distinct());
        Assert.Equal(3, calls.Take(3).Select(call => call.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.All(calls, call => Assert.Equal(call.SignatureOf(webhook.Json.Text("secret")!), call.Headers["webhook-signature"]));
        await portal.DeliveryAsync(webhook.Id(), "delivered", attempts: 1);
        var health = (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}")).Json.GetProperty("health");
        Assert.Equal(("healthy", 0, 0), (health.Text("state"), health.GetProperty("failuresInARow").GetInt32(), health.GetProperty("waiting").GetInt32()));
        var log = (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}/deliveries?state=delivered")).Json.GetProperty("items")[1];
        Assert.Equal([500, 500, 200], log.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32()));
        Assert.Equal("稍后再试", log.GetProperty("attempts")[0].Text("response"));
    }

    [Theory, EachEngine]
    public async Task Who_answers_410_is_called_no_more_until_it_is_enabled_and_then_gets_what_waited_and_what_it_asks_for(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        var status = HttpStatusCode.Gone;
        await using var receiver = await Receiver.StartAsync(_ => status);
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        var path = $"/v1/webhooks/{webhook.Id()}";
        var first = await portal.NewsAsync(category);
        await portal.DeliveryAsync(webhook.Id(), "failed", attempts: 1);
        var disabled = (await portal.Admin.GetAsync(path)).Json;
        Assert.Equal((false, "gone", "disabled"), (disabled.GetProperty("enabled").GetBoolean(), disabled.Text("disabledReason"), disabled.GetProperty("health").Text("state")));
        Assert.Contains("webhook.disable", (await portal.Admin.GetAsync($"/v1/audit?targetId={webhook.Id()}")).Text, StringComparison.Ordinal);

        var meanwhile = await portal.NewsAsync(category);
        var (failed, again) = ((await portal.Admin.GetAsync($"{path}/deliveries?state=failed")).Ids().Single(), $"{path}/deliveries");
        Assert.Equal("held", (await portal.Admin.PostAsync($"{again}/{failed}/redeliver")).Expect(HttpStatusCode.OK).Json.Text("state"));
        status = HttpStatusCode.NoContent;
        Assert.Null((await portal.Admin.PatchAsync(path, new { enabled = true }, null)).Expect(HttpStatusCode.OK).Json.Text("disabledReason"));
        Assert.Equal(first, (await receiver.HearAsync(2))[1].Json.GetProperty("data").Text("id"));

        var told = (await portal.Admin.PostAsync($"{path}/redeliver", new { from = "2026-11-24T11:59:59Z" })).Expect(HttpStatusCode.OK);
        Assert.Equal(2, told.Json.GetProperty("count").GetInt32());
        var calls = await receiver.HearAsync(4);
        Assert.Equal([first, meanwhile], calls.Skip(2).Select(call => call.Json.GetProperty("data").Text("id")));
        Assert.Single(calls.Take(3).Select(call => call.Id).Distinct());
        Assert.Equal(0, (await portal.Admin.PostAsync($"{path}/redeliver", new { from = "2026-11-24T11:59:59Z", onlyFailed = true })).Json.GetProperty("count").GetInt32());
    }

    [Theory, EachEngine]
    public async Task Deliveries_are_found_by_their_article_and_a_stretch_of_time_that_is_told_again_ends_where_it_says(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var receiver = await Receiver.StartAsync();
        var category = await portal.CategoryAsync();
        var path = $"/v1/webhooks/{(await portal.WebhookAsync(receiver.Address, new { events = new[] { "published", "withdrawn" } })).Id()}";
        var first = await portal.NewsAsync(category);
        await receiver.HearAsync(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var second = await portal.NewsAsync(category);
        await receiver.HearAsync(2, _clock);
        await portal.Admin.PostAsync($"/v1/articles/{first}/withdraw", new { reason = "legal" });
        await receiver.HearAsync(3, _clock);

        var told = (await portal.Admin.GetAsync($"{path}/deliveries?articleId={first}")).Json.GetProperty("items").EnumerateArray().Select(one => one.Text("event"));
        Assert.Equal(["withdrawn", "published"], told);
        var page = (await portal.Admin.GetAsync($"{path}/deliveries?articleId={first}&limit=1")).Json.Text("nextCursor");
        Assert.Single((await portal.Admin.GetAsync($"{path}/deliveries?articleId={first}&cursor={page}")).Ids());
        (await portal.Admin.GetAsync($"{path}/deliveries?articleId={second}&cursor={page}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
        Assert.Single((await portal.Admin.GetAsync($"{path}/deliveries?articleId={second}")).Ids());

        var again = await portal.Admin.PostAsync($"{path}/redeliver", new { from = WebhookSamples.Moment, to = WebhookSamples.Moment.AddMinutes(1) });
        Assert.Equal(1, again.Expect(HttpStatusCode.OK).Json.GetProperty("count").GetInt32());
        Assert.Equal(first, (await receiver.HearAsync(4, _clock))[3].Json.GetProperty("data").Text("id"));
    }

    [Theory, EachEngine]
    public async Task A_stretch_with_more_changes_than_may_be_told_at_once_is_refused_whole(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var receiver = await Receiver.StartAsync();
        var path = $"/v1/webhooks/{(await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } })).Id()}";
        var category = Guid.Parse(await portal.CategoryIdAsync());
        var old = WebhookSamples.Moment.AddDays(-1);
        await portal.Database.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO changes (seq, kind, article_id, category_id, version, occurred_at) VALUES @rows",
                new
                {
                    rows = new RowList(Enumerable.Range(0, WebhookQueue.ChangesAtOnce + 1).Select(
                        n => new object?[] { n - 20_000L, "published", Guid.NewGuid(), category, 1L, old.AddMilliseconds(n) })),
                }, default), default);

        var refused = await portal.Admin.PostAsync($"{path}/redeliver", new { from = old, to = old.AddMinutes(1) });
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/to");
        Assert.Empty((await portal.Admin.GetAsync($"{path}/deliveries")).Ids());

        var told = await portal.Admin.PostAsync($"{path}/redeliver", new { from = old, to = old.AddMilliseconds(WebhookQueue.ChangesAtOnce), onlyFailed = true });
        Assert.Equal(0, told.Expect(HttpStatusCode.OK).Json.GetProperty("count").GetInt32());
    }

    [Theory, EachEngine]
    public async Task What_is_to_be_sent_is_not_forgotten_however_old_it_is(Engine engine)
    {
        var (calls, release) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var portal = WebhookSamples.PortalOn(engine, _clock, ("Cms:Webhooks:Timeout", "60"));
        await using var receiver = await Receiver.StartAsync((_, context) =>
            Interlocked.Increment(ref calls) == 1 ? Task.CompletedTask : release.Task.WaitAsync(context.RequestAborted));
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        await portal.NewsAsync(await portal.CategoryAsync());
        var delivery = await portal.DeliveryAsync(webhook.Id(), "delivered", attempts: 1);

        _clock.Advance(TimeSpan.FromDays(29));
        await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/deliveries/{delivery.Id()}/redeliver");
        await receiver.HearAsync(2, _clock);
        _clock.Advance(TimeSpan.FromDays(2));
        await portal.RunAsync<DeliveryPruner>();
        release.SetResult();
        await portal.DeliveryAsync(webhook.Id(), "delivered", attempts: 2);

        await portal.RunAsync<DeliveryPruner>();
        await portal.DeliveryAsync(webhook.Id(), "delivered", attempts: 2); // it ended now
        _clock.Advance(TimeSpan.FromDays(31));
        await portal.RunAsync<DeliveryPruner>();
        Assert.Empty((await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}/deliveries")).Ids());
    }

    [Theory, EachEngine]
    public async Task A_rotated_secret_signs_beside_the_one_before_until_that_one_ends(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var receiver = await Receiver.StartAsync();
        var webhook = await portal.WebhookAsync(receiver.Address);
        var path = $"/v1/webhooks/{webhook.Id()}";
        var rotated = await portal.Admin.PostAsync($"{path}/rotate", new { overlap = 60 });
        var (former, present) = (webhook.Json.Text("secret")!, rotated.Json.Text("secret")!);

        await portal.Admin.PostAsync($"{path}/test");
        await receiver.HearAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(60));
        await portal.Admin.PostAsync($"{path}/test");
        var calls = await receiver.HearAsync(2);

        Assert.Equal($"{calls[0].SignatureOf(present)} {calls[0].SignatureOf(former)}", calls[0].Headers["webhook-signature"]);
        Assert.Equal(calls[1].SignatureOf(present), calls[1].Headers["webhook-signature"]);
    }

    [Theory, EachEngine]
    public async Task Who_takes_nothing_for_five_days_is_disabled_and_what_waits_is_held(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var receiver = await Receiver.StartAsync(_ => HttpStatusCode.ServiceUnavailable);
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        await portal.NewsAsync(await portal.CategoryAsync());
        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 1);

        _clock.Advance(TimeSpan.FromDays(6));
        await receiver.HearAsync(2, _clock);
        await portal.DeliveryAsync(webhook.Id(), "held", attempts: 2);

        Assert.Equal("failing", (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}")).Json.Text("disabledReason"));
    }

    [Theory, EachEngine]
    public async Task A_test_is_made_once_whatever_comes_and_also_while_the_webhook_is_off(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var receiver = await Receiver.StartAsync(_ => HttpStatusCode.Gone);
        var webhook = await portal.WebhookAsync(receiver.Address, new { enabled = false });

        var test = (await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test")).Expect(HttpStatusCode.Created);
        Assert.Equal($"/v1/webhooks/{webhook.Id()}/deliveries/{test.Id()}", test.Headers["Location"]);
        var done = await portal.DeliveryAsync(webhook.Id(), "failed", attempts: 1);

        Assert.Equal("webhook.test", (await receiver.HearAsync(1))[0].Json.Text("type"));
        Assert.Equal(webhook.Id(), done.Json.GetProperty("payload").GetProperty("data").Text("webhookId"));
        Assert.Equal(JsonValueKind.Null, (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}")).Json.GetProperty("disabledReason").ValueKind);

        _clock.Advance(TimeSpan.FromDays(31)); // beyond what is remembered
        await portal.RunAsync<DeliveryPruner>();
        Assert.Empty((await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}/deliveries")).Ids());
        Assert.Equal(0, await portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM webhook_messages", null, CancellationToken.None));
    }
}
