using System.Net;
using System.Net.Sockets;
using System.Text;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>Receivers that are slow, endless, or somewhere else than they said.</summary>
public sealed class BadReceiverTests
{
    private readonly FakeTimeProvider _clock = new(WebhookSamples.Moment);

    [Fact]
    public async Task A_receiver_that_is_slow_or_never_ends_is_left_after_its_time_and_delays_nobody_else()
    {
        // On one engine: calls know of none; how deliveries are kept is tried on both in WebhookDeliveryTests.
        await using var portal = WebhookSamples.PortalOn(Engine.Sqlite, _clock, ("Cms:Webhooks:Timeout", "1"));
        await using var receiver = await Receiver.StartAsync(async (call, context) =>
        {
            var (response, gone) = (context.Response, context.RequestAborted);
            switch (call.Path)
            {
                case "/never":
                    await Receiver.HangAsync(context);
                    break;
                case "/drip":
                    while (!gone.IsCancellationRequested)
                    {
                        await response.Body.WriteAsync("."u8.ToArray(), gone);
                        await response.Body.FlushAsync(gone);
                        await Task.Delay(100, gone);
                    }
                    break;
            }
        });
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var wasLeft = WasLeftAsync(listener, 64 * 1024 * 1024); // more than may lie between two sockets
        var hooks = new Dictionary<string, string>();
        foreach (var name in (string[])["never", "drip", "much", "quick"])
        {
            var address = name == "much" ? $"http://{listener.LocalEndpoint}" : receiver.Address;
            hooks[name] = (await portal.WebhookAsync($"{address}/{name}", new { events = new[] { "published" } })).Id();
        }
        await portal.NewsAsync(await portal.CategoryAsync());

        await portal.DeliveryAsync(hooks["quick"], "delivered", attempts: 1);
        var never = await portal.DeliveryAsync(hooks["never"], "pending", attempts: 1);
        Assert.Equal("timeout", never.Json.GetProperty("attempts")[0].Text("error"));
        Assert.InRange(never.Json.GetProperty("attempts")[0].GetProperty("milliseconds").GetInt64(), 900, 20_000);
        var drip = await portal.DeliveryAsync(hooks["drip"], "delivered", attempts: 1); // its status came in time
        Assert.InRange(drip.Json.GetProperty("attempts")[0].Text("response")!.Length, 1, 100);
        var much = await portal.DeliveryAsync(hooks["much"], "delivered", attempts: 1);
        Assert.Equal(1000, much.Json.GetProperty("attempts")[0].Text("response")!.Length);
        Assert.True(await wasLeft.WaitAsync(TimeSpan.FromSeconds(30)), "All of it was read.");
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_by_the_time_of_the_call_is_not_called()
    {
        var names = new Names { Answer = [IPAddress.Parse("93.184.216.34")] };
        // On one engine: calls know of none; how deliveries are kept is tried on both in WebhookDeliveryTests.
        await using var portal = new Portal(Engine.Sqlite, null, services => services.AddSingleton<TimeProvider>(_clock).AddSingleton<HostNames>(names));
        await using var receiver = await Receiver.StartAsync();
        var port = new Uri(receiver.Address).Port;
        var webhook = await portal.WebhookAsync($"http://rebound.example:{port}/", new { enabled = false });

        names.Answer = [IPAddress.Loopback, IPAddress.Parse("::ffff:127.0.0.1"), IPAddress.Parse("169.254.169.254")];
        (await portal.Admin.PostAsync("/v1/webhooks", new { url = "http://inner.example/", events = new[] { "*" } }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/url");
        await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");

        var done = await portal.DeliveryAsync(webhook.Id(), "failed", attempts: 1);
        Assert.Equal("not_allowed", done.Json.GetProperty("attempts")[0].Text("error"));
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        // On one engine: calls know of none; how deliveries are kept is tried on both in WebhookDeliveryTests.
        await using var portal = WebhookSamples.PortalOn(Engine.Sqlite, _clock);
        await using var receiver = await Receiver.StartAsync((call, context) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        var webhook = await portal.WebhookAsync(receiver.Address, new { enabled = false });
        await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");

        var done = await portal.DeliveryAsync(webhook.Id(), "failed", attempts: 1);
        Assert.Equal(302, done.Json.GetProperty("attempts")[0].GetProperty("status").GetInt32());
        await receiver.HearAsync(1);
    }

    // Answers the first call with so many bytes, as a bare socket: that alone is told when the other side has gone. Whether it had before the end.
    private static async Task<bool> WasLeftAsync(TcpListener listener, int bytes)
    {
        using var caller = await listener.AcceptTcpClientAsync();
        await using var stream = caller.GetStream();
        var piece = new byte[64 * 1024];
        Assert.NotEqual(0, await stream.ReadAsync(piece));
        piece.AsSpan().Fill((byte)'x');
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {bytes}\r\n\r\n"));
            for (var written = 0; written < bytes; written += piece.Length)
            {
                await stream.WriteAsync(piece);
            }
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private sealed class Names : HostNames
    {
        public IPAddress[] Answer { get; set; } = [];

        public override Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken ct) => Task.FromResult(Answer);
    }
}
