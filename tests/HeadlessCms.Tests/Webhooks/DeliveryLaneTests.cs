using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>What goes on at a webhook while a call of it is under way, or while it is left alone.</summary>
public sealed class DeliveryLaneTests
{
    private readonly FakeTimeProvider _clock = new(WebhookSamples.Moment);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    [Theory, EachEngine]
    public async Task A_call_under_way_does_not_hold_up_what_comes_for_other_articles_while_there_is_room(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync((call, context) => HoldAsync(context, isHeld: Interlocked.Exchange(ref _held, 1) == 0));
        var category = await portal.CategoryAsync();
        await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" }, concurrency = 2 });

        await portal.NewsAsync(category);
        await receiver.HearAsync(1);
        await portal.NewsAsync(category);

        await receiver.HearAsync(2, _clock);
        _release.SetResult();
    }

    [Theory, EachEngine]
    public async Task No_more_calls_are_under_way_than_the_webhook_takes_and_nobody_who_publishes_waits_for_them(Engine engine)
    {
        var (now, most) = (0, 0);
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync(async (_, context) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await HoldAsync(context, isHeld: true);
            Interlocked.Decrement(ref now);
        });
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address + "/two", new { events = new[] { "published" }, concurrency = 2 });
        for (var made = 0; made < 4; made++)
        {
            await portal.NewsAsync(category).WaitAsync(TimeSpan.FromSeconds(30)); // half as long as a call may take
        }
        await receiver.HearAsync(2, _clock);

        // A test goes out beside them: by then a third article would have too.
        await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");
        Assert.Equal(1, (await receiver.HearAsync(3, _clock)).Count(call => call.Kind == "test"));
        _release.SetResult();

        await receiver.HearAsync(5, _clock);
        Assert.Equal(3, most);
    }

    [Theory, EachEngine]
    public async Task One_at_a_time_is_told_all_in_the_order_in_which_it_happened(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync((_, context) => HoldAsync(context, isHeld: Interlocked.Exchange(ref _held, 1) == 0));
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published", "withdrawn" }, concurrency = 1 });
        List<string> happened = [await portal.NewsAsync(category)];
        await receiver.HearAsync(1);
        happened.Add(await portal.NewsAsync(category));
        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 0);
        _clock.Advance(TimeSpan.FromSeconds(10)); // what is put in line now is due later
        happened.Add(await portal.NewsAsync(category));
        (await portal.Admin.PostAsync($"/v1/articles/{happened[1]}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        happened.Add(happened[1]);
        await Eventually.IsSoAsync("all are in line", TimeSpan.FromSeconds(30), async () => (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}/deliveries")).Ids().Length == 4);
        _release.SetResult();

        Assert.Equal(happened, (await receiver.HearAsync(4, _clock)).Select(call => call.Json.GetProperty("data").Text("id")));
    }

    [Theory, EachEngine]
    public async Task A_test_is_made_at_once_though_the_webhook_fails_and_much_waits(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync(call => call.Kind == "test" ? HttpStatusCode.NoContent : HttpStatusCode.ServiceUnavailable);
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        for (var made = 0; made < 7; made++)
        {
            await portal.NewsAsync(category);
        }
        await receiver.HearAsync(5); // from then on it is left alone for a while

        var test = await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");

        Assert.Equal("test", (await receiver.HearAsync(6))[5].Kind);
        await Eventually.IsSoAsync("it was noted", TimeSpan.FromSeconds(30), async () =>
            (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}/deliveries/{test.Id()}")).Json.Text("state") == "delivered");
        Assert.Equal(5, (await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}")).Json.GetProperty("health").GetProperty("failuresInARow").GetInt32());
    }

    [Theory, EachEngine]
    public async Task What_the_address_of_before_answers_says_nothing_of_the_new_one_which_gets_the_message(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync(async (call, context) =>
        {
            await HoldAsync(context, isHeld: call.Path == "/old");
            context.Response.StatusCode = call.Path == "/old" ? 410 : 204;
        });
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address + "/old", new { events = new[] { "published" } });
        await portal.NewsAsync(category);
        await receiver.HearAsync(1);

        (await portal.Admin.PatchAsync($"/v1/webhooks/{webhook.Id()}", new { url = receiver.Address + "/new" }, null)).Expect(HttpStatusCode.OK);
        _release.SetResult();

        Assert.Equal("/new", (await receiver.HearAsync(2))[1].Path);
        await portal.DeliveryAsync(webhook.Id(), "delivered", attempts: 2);
        Assert.True((await portal.Admin.GetAsync($"/v1/webhooks/{webhook.Id()}")).Json.GetProperty("enabled").GetBoolean());
    }

    [Theory, EachEngine]
    public async Task Of_one_article_there_is_one_call_at_a_time_also_when_an_earlier_message_is_sent_again(Engine engine)
    {
        var (now, most) = (0, 0);
        string? first = null;
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync(async (call, context) =>
        {
            if (call.Json.GetProperty("data").Text("id") == Volatile.Read(ref first))
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await HoldAsync(context, isHeld: call.Kind == "withdrawn");
                Interlocked.Decrement(ref now);
            }
        });
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published", "withdrawn" }, concurrency = 4 });
        first = await portal.NewsAsync(category);
        var published = (await portal.DeliveryAsync(webhook.Id(), "delivered", attempts: 1)).Id();
        await portal.Admin.PostAsync($"/v1/articles/{first}/withdraw", new { reason = "error" });
        var heard = (await receiver.HearAsync(2, _clock)).Count;

        (await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/deliveries/{published}/redeliver")).Expect(HttpStatusCode.OK);
        await portal.NewsAsync(category); // heard after what is sent again, were that sent
        await receiver.HearAsync(heard + 1, _clock);
        _release.SetResult();

        await receiver.HearAsync(heard + 2, _clock);
        Assert.Equal(1, most);
    }

    [Theory, EachEngine]
    public async Task A_webhook_may_be_deleted_while_it_is_called_and_the_others_go_on(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync((call, context) => HoldAsync(context, isHeld: call.Path == "/gone"));
        var category = await portal.CategoryAsync();
        var gone = await portal.WebhookAsync(receiver.Address + "/gone", new { events = new[] { "published" } });
        var other = await portal.WebhookAsync(receiver.Address + "/other", new { events = new[] { "published" } });
        await portal.NewsAsync(category);
        await receiver.HearAsync(2);

        (await portal.Admin.DeleteAsync($"/v1/webhooks/{gone.Id()}", null)).Expect(HttpStatusCode.NoContent);
        _release.SetResult();
        await portal.NewsAsync(category);

        Assert.Equal(["/gone", "/other", "/other"], (await receiver.HearAsync(3, _clock)).Select(call => call.Path).Order());
        await portal.DeliveryAsync(other.Id(), "delivered", attempts: 1);
        Assert.Equal(0, await portal.Database.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM webhook_deliveries WHERE webhook_id = @id", new { id = Guid.Parse(gone.Id()) }, CancellationToken.None));
    }

    [Theory]
    [EachEngine("1200")]
    [EachEngine("Tue, 24 Nov 2026 12:20:00 GMT")]
    public async Task When_the_receiver_says_when_to_come_again_that_is_kept_to(Engine engine, string retryAfter)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync((call, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        await portal.NewsAsync(await portal.CategoryAsync());

        var waiting = await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 1);

        Assert.Equal("2026-11-24T20:20:00+08:00", waiting.Json.Text("dueAt"));
    }

    [Theory, EachEngine]
    public async Task Who_asks_to_be_left_alone_is_not_sent_other_articles_either_but_tests_are_made(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync((call, context) =>
        {
            context.Response.StatusCode = call.Kind == "test" ? 204 : 429;
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });
        var category = await portal.CategoryAsync();
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        await portal.NewsAsync(category);
        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 1);
        _clock.Advance(TimeSpan.FromMilliseconds(1)); // so that it is the newer one
        var second = await portal.NewsAsync(category);
        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 0);

        await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");

        Assert.Equal(["published", "test"], (await receiver.HearAsync(2)).Select(call => call.Kind));
        _clock.Advance(TimeSpan.FromSeconds(120));
        await Eventually.IsSoAsync("the second article", TimeSpan.FromSeconds(30), () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            return Task.FromResult(receiver.Calls.Any(call => call.Kind != "test" && call.Json.GetProperty("data").Text("id") == second));
        });
    }

    [Theory, EachEngine]
    public async Task Tests_that_wait_are_made_though_the_webhook_is_switched_off(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync((_, context) => HoldAsync(context, isHeld: true));
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        for (var made = 0; made < 4; made++)
        {
            await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");
        }
        await Eventually.IsSoAsync("some are under way", TimeSpan.FromSeconds(30), () => Task.FromResult(!receiver.Calls.IsEmpty));

        (await portal.Admin.PatchAsync($"/v1/webhooks/{webhook.Id()}", new { enabled = false }, null)).Expect(HttpStatusCode.OK);
        _release.SetResult();

        await receiver.HearAsync(4, _clock);
    }

    [Theory, EachEngine]
    public async Task What_waited_while_the_webhook_was_off_has_all_its_tries_again(Engine engine)
    {
        await using var portal = PortalOn(engine);
        await using var receiver = await Receiver.StartAsync(_ => HttpStatusCode.ServiceUnavailable);
        var webhook = await portal.WebhookAsync(receiver.Address, new { events = new[] { "published" } });
        await portal.NewsAsync(await portal.CategoryAsync());
        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 1);
        await portal.Admin.PatchAsync($"/v1/webhooks/{webhook.Id()}", new { enabled = false }, null);
        await portal.Database.WriteAsync(session => session.ExecuteAsync("UPDATE webhook_deliveries SET tries = 9", null, CancellationToken.None), CancellationToken.None);

        await portal.Admin.PatchAsync($"/v1/webhooks/{webhook.Id()}", new { enabled = true }, null);

        await portal.DeliveryAsync(webhook.Id(), "pending", attempts: 2); // and not given up
    }

    // Longer than any test takes: a call that is held ends when the test says so.
    private Portal PortalOn(Engine engine) => WebhookSamples.PortalOn(engine, _clock, ("Cms:Webhooks:Timeout", "60"));

    private Task HoldAsync(HttpContext context, bool isHeld) =>
        isHeld ? _release.Task.WaitAsync(context.RequestAborted) : Task.CompletedTask;
}
