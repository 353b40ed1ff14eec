using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Webhooks;
using HeadlessCms.WebSub;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Syndication;

/// <summary>Readers of feeds who are told when these change (W3C WebSub), by our own hub or by another.</summary>
public sealed class WebSubTests(Portals portals)
{
    private const string Atom = "https://api.example.gov.cn/v1/feeds/atom.xml";
    private const string Hub = "https://api.example.gov.cn/websub";

    private readonly FakeTimeProvider _clock = new(WebhookSamples.Moment);

    [Theory, EachEngine]
    public async Task A_subscriber_is_asked_and_then_sent_the_feed_whenever_it_changes_until_the_lease_ends(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var reader = await Receiver.StartAsync((call, context) => context.Response.WriteAsync(call.Query.GetValueOrDefault("hub.challenge", "")));
        var (category, other) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var topic = $"https://api.example.gov.cn/v1/feeds/feed.json?category={category}";
        var callback = $"{reader.Address}/cb?own=1";
        await SubscribeAsync(portal, topic, callback, ("hub.secret", "s3cret"), ("hub.lease_seconds", "600"));

        var asked = (await reader.HearAsync(1))[0];
        Assert.Equal(("GET", "1", "subscribe", topic, "600"), (asked.Method, asked.Query["own"], asked.Query["hub.mode"], asked.Query["hub.topic"], asked.Query["hub.lease_seconds"]));
        await portal.SubscribedAsync(1, _clock);

        await portal.NewsAsync(other); // concerns another feed
        var article = await portal.NewsAsync(category);
        var sent = (await reader.HearAsync(2))[1];
        var feed = await portal.Anonymous.GetAsync($"/v1/feeds/feed.json?category={category}");
        Assert.Equal(("POST", "1", feed.Text), (sent.Method, sent.Query["own"], sent.Body));
        Assert.Equal(feed.Headers["Content-Type"], sent.Headers["Content-Type"]);
        Assert.Equal($"<{Hub}>; rel=\"hub\", <{topic}>; rel=\"self\"", sent.Headers["Link"]);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(sent.Body))), sent.Headers["X-Hub-Signature"]);
        Assert.Contains(article, sent.Body, StringComparison.Ordinal);

        await portal.Admin.PostAsync($"/v1/articles/{article}/withdraw", new { reason = "error" });
        Assert.DoesNotContain(article, (await reader.HearAsync(3))[2].Body, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromSeconds(600));
        await portal.SubscribedAsync(0, _clock);
        Assert.Equal(3, reader.Calls.Count);
    }

    [Theory, EachEngine]
    public async Task A_subscription_ends_when_it_is_asked_to_and_confirms_or_answers_410_and_what_is_not_taken_comes_again(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        var status = HttpStatusCode.InternalServerError;
        await using var reader = await Receiver.StartAsync(async (call, context) =>
        {
            if (call.Method == "GET")
            {
                await context.Response.WriteAsync(call.Path == "/stranger" ? "no" : call.Query["hub.challenge"]);
                return;
            }
            context.Response.StatusCode = (int)status;
        });
        var category = await portal.CategoryAsync();
        await SubscribeAsync(portal, Atom, $"{reader.Address}/stranger");
        await SubscribeAsync(portal, Atom, $"{reader.Address}/a");
        await SubscribeAsync(portal, Atom, $"{reader.Address}/b");
        await portal.SubscribedAsync(2, _clock); // who never asked is never sent anything

        await portal.AskHubAsync("unsubscribe", Atom, $"{reader.Address}/b");
        await portal.SubscribedAsync(1, _clock);
        var heard = reader.Calls.Count;
        await portal.NewsAsync(category);
        await reader.HearAsync(heard + 1);
        await Eventually.IsSoAsync("it was noted", TimeSpan.FromSeconds(30), async () =>
            await portal.CountAsync("SELECT COUNT(*) FROM websub_subscriptions WHERE tries = 1") == 1);

        status = HttpStatusCode.Gone;
        _clock.Advance(TimeSpan.FromSeconds(11));
        await reader.HearAsync(heard + 2, _clock);
        await portal.SubscribedAsync(0, _clock);
        Assert.Equal(["/a", "/a"], reader.Calls.Where(call => call.Method == "POST").Select(call => call.Path));
    }

    [Theory, EachEngine]
    public async Task Nobody_ends_a_subscription_but_its_callback(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var reader = await Receiver.StartAsync((call, context) => context.Response.WriteAsync(
            call.Query.GetValueOrDefault("hub.mode") == "subscribe" ? call.Query["hub.challenge"] : "no"));
        var category = await portal.CategoryAsync();
        await SubscribeAsync(portal, Atom, $"{reader.Address}/cb");
        await portal.SubscribedAsync(1, _clock);

        (await portal.AskHubAsync("unsubscribe", Atom, $"{reader.Address}/cb")).Expect(HttpStatusCode.Accepted); // by anybody
        Assert.Equal("unsubscribe", (await reader.HearAsync(2, _clock))[1].Query["hub.mode"]);
        await portal.SubscribedAsync(1, _clock);

        var article = await portal.NewsAsync(category);
        Assert.Contains(article, (await reader.HearAsync(3, _clock))[2].Body, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task A_lease_is_ten_days_or_what_is_asked_for_between_five_minutes_and_thirty_days(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        await using var reader = await Receiver.StartAsync((call, context) => context.Response.WriteAsync(call.Query["hub.challenge"]));
        foreach (var (asked, given) in new (string?, string)[] { (null, "864000"), ("1", "300"), ("299", "300"), ("301", "301"), ("2592001", "2592000"), ("99999999999", "2592000") })
        {
            await SubscribeAsync(portal, Atom, $"{reader.Address}/{given}", asked is null ? [] : [("hub.lease_seconds", asked)]);
        }

        var calls = await reader.HearAsync(6, _clock);
        Assert.All(calls, call => Assert.Equal(call.Path, $"/{call.Query["hub.lease_seconds"]}"));
        await portal.SubscribedAsync(4, _clock);
        // It ends when that was told.
        _clock.Advance(TimeSpan.FromSeconds(300));
        await portal.SubscribedAsync(2, _clock);
        _clock.Advance(TimeSpan.FromSeconds(864_000));
        await portal.SubscribedAsync(1, _clock);
    }

    [Theory, EachEngine]
    public async Task What_is_wrong_with_a_request_is_named_all_at_once(Engine engine)
    {
        var portal = portals.On(engine);

        (await portal.AskHubAsync("publish", "", "ftp://a", ("hub.lease_seconds", "-1"), ("hub.secret", new string('x', 200))))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/hub.mode", "/hub.topic", "/hub.callback", "/hub.lease_seconds", "/hub.secret");
        foreach (var topic in (string[])["https://elsewhere.example/feed", Self("/v1/articles"), Self("/v1/feeds/atom.xml?archive=2020-01"), Self("/v1/feeds/atom.xml?category=nowhere"), Self("/v1/feeds/atom.xml?limit=0")])
        {
            (await portal.AskHubAsync("subscribe", topic, "http://169.254.169.254/")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/hub.topic", "/hub.callback");
        }
        (await portal.AskHubAsync("subscribe", new string('x', 20_000), "https://reader.example/")).ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        (await portal.Anonymous.PostAsync("/websub", new { })).ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        (await portal.AskHubAsync("subscribe", Self("/v1/feeds/atom.xml"), "https://reader.example/")).Expect(HttpStatusCode.Accepted); // nobody knows that host
        string Self(string path) => new Uri(new Uri(portal.Services.GetRequiredService<HeadlessCms.Platform.Http.PublicAddress>().Of("/")), path).AbsoluteUri;
    }

    [Theory, EachEngine]
    public async Task Feeds_name_our_hub_on_their_first_page_and_nowhere_else(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, _clock);
        var category = await portal.CategoryAsync();
        await portal.NewsAsync(category);
        await portal.NewsAsync(category);

        var atom = await portal.Anonymous.GetAsync("/v1/feeds/atom.xml?limit=1");
        Assert.Equal([Hub], HubsOf(atom));
        Assert.Equal([Hub], HubsOf(await portal.Anonymous.GetAsync("/v1/feeds/rss.xml")));
        Assert.Contains($"<{Hub}>; rel=\"hub\"", atom.Headers["Link"], StringComparison.Ordinal);
        var json = (await portal.Anonymous.GetAsync("/v1/feeds/feed.json?limit=1")).Json;
        Assert.Equal(("WebSub", Hub), (json.GetProperty("hubs")[0].Text("type"), json.GetProperty("hubs")[0].Text("url")));
        var later = (await portal.Anonymous.GetAsync(new Uri(json.Text("next_url")!).PathAndQuery)).Expect(HttpStatusCode.OK);
        Assert.False(later.Json.TryGetProperty("hubs", out _));
    }

    [Theory, EachEngine]
    public async Task Another_hub_is_named_and_told_which_feeds_changed(Engine engine)
    {
        await using var hub = await Receiver.StartAsync();
        await using var portal = WebhookSamples.PortalOn(engine, _clock, ("Cms:WebSub:Hub", hub.Address + "/hub"));
        var category = await portal.CategoryAsync();
        await portal.RunAsync<OutsideHub>();
        var before = hub.Calls.Count;
        await portal.NewsAsync(category);

        await portal.RunAsync<OutsideHub>();

        var told = WebUtility.UrlDecode((await hub.HearAsync(before + 1))[^1].Body).Split('&');
        Assert.Equal("hub.mode=publish", told[0]);
        Assert.Contains($"hub.url={Atom}", told);
        Assert.Contains($"hub.url=https://api.example.gov.cn/v1/feeds/rss.xml?category={category}", told);
        Assert.Equal([hub.Address + "/hub"], HubsOf(await portal.Anonymous.GetAsync("/v1/feeds/atom.xml")));
    }

    [Theory, EachEngine]
    public async Task Another_hub_that_refuses_is_told_again_and_then_no_more(Engine engine)
    {
        var status = HttpStatusCode.ServiceUnavailable;
        await using var hub = await Receiver.StartAsync(_ => status);
        await using var portal = WebhookSamples.PortalOn(engine, _clock, ("Cms:WebSub:Hub", hub.Address + "/hub"));
        await portal.RunAsync<OutsideHub>();
        await portal.NewsAsync(await portal.CategoryAsync());

        await portal.RunAsync<OutsideHub>();
        status = HttpStatusCode.NoContent;
        await portal.RunAsync<OutsideHub>();
        await portal.RunAsync<OutsideHub>();

        var told = await hub.HearAsync(2);
        Assert.Equal(told[0].Body, told[1].Body);
        Assert.Contains(WebUtility.UrlEncode(Atom), told[1].Body, StringComparison.Ordinal);
    }

    private static IEnumerable<string> HubsOf(Answer feed) => XDocument.Parse(feed.Text).Descendants(XName.Get("link", "http://www.w3.org/2005/Atom"))
        .Where(link => link.Attribute("rel")?.Value == "hub").Select(link => link.Attribute("href")!.Value);

    private static async Task SubscribeAsync(Portal portal, string topic, string callback, params (string, string)[] more) =>
        (await portal.AskHubAsync("subscribe", topic, callback, more)).Expect(HttpStatusCode.Accepted);
}
