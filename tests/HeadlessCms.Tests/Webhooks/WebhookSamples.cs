using System.Net;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>Portals that call this machine, webhooks, and what receivers make of them.</summary>
internal static class WebhookSamples
{
    public static readonly DateTimeOffset Moment = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A portal that may call this machine, by a clock that is set.</summary>
    public static Portal PortalOn(Engine engine, FakeTimeProvider clock, params (string Name, string Value)[] settings) => new(
        engine,
        new Dictionary<string, string>(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["Cms:Webhooks:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Cms:PublicUrl"] = "https://api.example.gov.cn",
        },
        services => services.AddSingleton<TimeProvider>(clock));

    /// <summary>A webhook; its representation with its secret.</summary>
    public static async Task<Answer> WebhookAsync(this Portal portal, string url, object? more = null)
    {
        var webhook = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        webhook["url"] = url;
        webhook.TryAdd("events", new System.Text.Json.Nodes.JsonArray("*"));
        return (await portal.Admin.PostAsync("/v1/webhooks", webhook)).Expect(HttpStatusCode.Created);
    }

    /// <summary>An article that is published in a category.</summary>
    public static Task<string> NewsAsync(this Portal portal, string category) =>
        portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });

    /// <summary>The newest delivery of a webhook, once it is in this state after so many attempts.</summary>
    public static async Task<Answer> DeliveryAsync(this Portal portal, string webhook, string state, int attempts)
    {
        Answer? found = null;
        await Eventually.IsSoAsync($"a delivery {state} after {attempts} attempts", TimeSpan.FromSeconds(30), async () =>
        {
            var newest = (await portal.Admin.GetAsync($"/v1/webhooks/{webhook}/deliveries?limit=1")).Ids();
            found = newest.Length == 0 ? null : await portal.Admin.GetAsync($"/v1/webhooks/{webhook}/deliveries/{newest[0]}");
            return found is not null && found.Json.Text("state") == state && found.Json.GetProperty("attempts").GetArrayLength() == attempts;
        });
        return found!;
    }

    /// <summary>The signature that a receiver expects, by the letter of Standard Webhooks.</summary>
    public static string SignatureOf(this ReceivedCall call, string secret) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{call.Id}.{call.Headers["webhook-timestamp"]}.{call.Body}")));
}
