using System.Diagnostics;
using HeadlessCms.Tests.Contract;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>A receiver as anybody would write it, with the library of Standard Webhooks.</summary>
public sealed class StandardWebhooksTests
{
    [Fact]
    public async Task The_library_standardwebhooks_verifies_what_a_real_receiver_gets()
    {
        ClientTools.SkipWhereMissing();
        using var process = Process.Start(new ProcessStartInfo("node", [Repository.Locate($"{ClientTools.Folder}/webhook-receiver.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!; // null only with UseShellExecute
        try
        {
            var address = await LineAsync(process);
            // The library looks at the real time, so the portal goes by it.
            // On one engine: what is sent is tried on both in WebhookDeliveryTests.
            await using var portal = new Portal(Engine.Sqlite, new Dictionary<string, string> { ["Cms:Webhooks:AllowedNetworks:0"] = "127.0.0.0/8" });
            var webhook = await portal.WebhookAsync(address);
            await process.StandardInput.WriteLineAsync(webhook.Json.Text("secret"));
            Assert.Equal("ready", await LineAsync(process));
            var article = await portal.NewsAsync(await portal.CategoryAsync());
            Assert.Equal("verified category.changed", await LineAsync(process));
            Assert.Equal($"verified article.published {article}", await LineAsync(process));
            await portal.DeliveryAsync(webhook.Id(), "delivered", attempts: 1);

            // Who has the secret from before a rotation verifies as well, until it ends.
            await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/rotate", new { overlap = 600 });
            await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");
            Assert.Equal("verified webhook.test", await LineAsync(process));
            await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/rotate", new { overlap = 0 });
            await portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");
            Assert.Equal("refused", await LineAsync(process));
            Assert.Equal(400, (await portal.DeliveryAsync(webhook.Id(), "failed", attempts: 1)).Json.GetProperty("attempts")[0].GetProperty("status").GetInt32());
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<string> LineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException("The receiver ended.");
}
