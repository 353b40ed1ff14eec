using System.Net;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Webhooks;
using HeadlessCms.WebSub;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What our hub does with subscribers who are silent, away, too many, or of a feed that is no more.</summary>
public sealed class WebSubHubTests
{
    private const string Atom = "https://api.example.gov.cn/v1/feeds/atom.xml";

    private readonly FakeTimeProvider _clock = new(WebhookSamples.Moment);

    [Theory, EachEngine]
    public async Task A_callback_that_does_not_answer_whether_it_wants_a_feed_holds_up_nobody_who_did(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock, ("Cms:Webhooks:Timeout", "60"));
        await using var reader = await Receiver.StartAsync((call, context) =>
            call.Path == "/silent" ? Receiver.HangAsync(context) : context.Response.WriteAsync(call.Query.GetValueOrDefault("hub.challenge", "")));
        var category = await portal.CategoryAsync();
        await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/good");
        await portal.SubscribedAsync(1, _clock);
        await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/silent");
        await reader.HearAsync(2, _clock);

        await portal.NewsAsync(category);

        Assert.Equal(("POST", "/good"), (await reader.HearAsync(3, _clock))[2] is var call ? (call.Method, call.Path) : default);
    }

    [Theory, EachEngine]
    public async Task Who_was_away_for_long_is_sent_what_changes_within_minutes(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var reader = await Receiver.StartAsync((call, context) => context.Response.WriteAsync(call.Query.GetValueOrDefault("hub.challenge", "")));
        var category = await portal.CategoryAsync();
        await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/cb");
        await portal.SubscribedAsync(1, _clock);
        await portal.Database.WriteAsync(session => session.ExecuteAsync(
            "UPDATE websub_subscriptions SET tries = 7, due_at = @due", new { due = _clock.GetUtcNow().AddHours(20) }, CancellationToken.None), CancellationToken.None);

        await portal.NewsAsync(category);
        await Eventually.IsSoAsync("the change was noted", TimeSpan.FromSeconds(30), async () =>
            await portal.CountAsync("SELECT COUNT(*) FROM websub_subscriptions WHERE changed_seq = (SELECT MAX(seq) FROM changes)") == 1);
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("POST", (await reader.HearAsync(2, _clock))[1].Method);
    }

    [Theory, EachEngine]
    public async Task Who_subscribes_again_has_one_subscription_with_the_new_secret_and_lease(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var reader = await Receiver.StartAsync((call, context) => context.Response.WriteAsync(call.Query.GetValueOrDefault("hub.challenge", "")));
        var category = await portal.CategoryAsync();
        await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/cb", ("hub.secret", "first"), ("hub.lease_seconds", "600"));
        await portal.SubscribedAsync(1, _clock);
        await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/cb", ("hub.secret", "second"), ("hub.lease_seconds", "6000"));
        await reader.HearAsync(2, _clock);
        await portal.SubscribedAsync(1, _clock);
        _clock.Advance(TimeSpan.FromSeconds(700)); // the first lease is over

        await portal.NewsAsync(category);

        var sent = (await reader.HearAsync(3, _clock))[2];
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("second"u8, Encoding.UTF8.GetBytes(sent.Body))), sent.Headers["X-Hub-Signature"]);
    }

    [Theory, EachEngine]
    public async Task Whoever_subscribed_or_asked_to_is_told_when_the_feed_is_no_more(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var reader = await Receiver.StartAsync((call, context) =>
        {
            context.Response.StatusCode = call.Path == "/later" && call.Query["hub.mode"] == "subscribe" ? 500 : 200;
            return context.Response.WriteAsync(call.Query.GetValueOrDefault("hub.challenge", ""));
        });
        var category = await portal.CategoryAsync();
        var topic = $"{Atom}?category={category}";
        await portal.AskHubAsync("subscribe", topic, $"{reader.Address}/now");
        await portal.SubscribedAsync(1, _clock);
        await portal.AskHubAsync("subscribe", topic, $"{reader.Address}/later");
        await reader.HearAsync(2);
        await Eventually.IsSoAsync("it is asked again later", TimeSpan.FromSeconds(30), async () => await portal.CountAsync("SELECT COUNT(*) FROM websub_requests WHERE tries = 1") == 1);

        (await portal.Admin.DeleteAsync($"/v1/categories/{category}", "*")).Expect(HttpStatusCode.NoContent);
        await reader.HearAsync(3, _clock);
        _clock.Advance(TimeSpan.FromSeconds(11));

        var calls = await reader.HearAsync(4, _clock);
        Assert.Equal(["/now", "/later"], calls.Skip(2).Select(call => call.Path));
        Assert.All(calls.Skip(2), call => Assert.Equal(("GET", "denied", topic), (call.Method, call.Query["hub.mode"], call.Query["hub.topic"])));
        await portal.SubscribedAsync(0, _clock);
    }

    [Theory, EachEngine]
    public async Task There_are_only_so_many_subscriptions_and_those_there_are_may_be_renewed(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var reader = await Receiver.StartAsync((call, context) => context.Response.WriteAsync(call.Query.GetValueOrDefault("hub.challenge", "")));
        await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/cb");
        await portal.SubscribedAsync(1, _clock);
        await portal.Database.WriteAsync(session => session.ExecuteAsync(
            """
            WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            INSERT INTO websub_subscriptions (name, id, topic, callback, expires_at, changed_seq, tries)
            SELECT s.name || n.i, s.id, s.topic, s.callback, s.expires_at, s.changed_seq, 0
            FROM websub_subscriptions AS s CROSS JOIN n
            """, null, CancellationToken.None), CancellationToken.None);

        (await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/another")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        (await portal.AskHubAsync("subscribe", Atom, $"{reader.Address}/cb")).Expect(HttpStatusCode.Accepted);
        (await portal.AskHubAsync("unsubscribe", Atom, $"{reader.Address}/another")).Expect(HttpStatusCode.Accepted);
    }

    [Theory, EachEngine]
    public async Task A_hub_elsewhere_that_never_ends_its_answer_has_taken_it(Engine engine)
    {
        await using var hub = await Receiver.StartAsync(async (_, context) =>
        {
            await context.Response.WriteAsync(new string('x', 100_000), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Receiver.HangAsync(context);
        });
        await using var portal = WebhookSamples.PortalOn(engine, _clock, ("Cms:WebSub:Hub", hub.Address + "/hub"));
        await portal.RunAsync<OutsideHub>();
        await portal.CategoryAsync();

        await portal.RunAsync<OutsideHub>().WaitAsync(TimeSpan.FromSeconds(5));
        await portal.RunAsync<OutsideHub>();

        await hub.HearAsync(1);
    }
}
