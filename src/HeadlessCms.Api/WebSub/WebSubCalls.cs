using System.Net.Http.Headers;
using System.Security.Cryptography;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Security;
using HeadlessCms.Syndication;
using Microsoft.AspNetCore.WebUtilities;

namespace HeadlessCms.WebSub;

/// <summary>What subscribers are called with, to the letter of W3C WebSub.</summary>
internal sealed class WebSubCalls(OutboundCalls calls, FeedHub hub, Sealing sealing, TimeProvider clock)
{
    private const string Characters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Asks a callback whether it wants this (section 5.3): whether it does.</summary>
    public async Task<CallOutcome> VerifyAsync(WebSubRequestRow row, CancellationToken ct)
    {
        var challenge = clock.NewText(Characters, length: 40);
        var asked = new Dictionary<string, string?> { ["hub.mode"] = row.Mode, ["hub.topic"] = row.Topic, ["hub.challenge"] = challenge };
        if (row.Mode == WebSubForm.Subscribe)
        {
            asked["hub.lease_seconds"] = $"{row.Lease}";
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(row.Callback, asked));
        var outcome = await calls.SendAsync(request, ct);
        return outcome.IsTaken && outcome.Response != challenge ? outcome with { Status = StatusCodes.Status404NotFound } : outcome;
    }

    /// <summary>Tells a callback that there is, or will be, no subscription: the feed is no more (section 5.2). Nothing follows from what it answers.</summary>
    public async Task DenyAsync(string callback, string topic, CancellationToken ct)
    {
        var told = new Dictionary<string, string?> { ["hub.mode"] = "denied", ["hub.topic"] = topic, ["hub.reason"] = "There is no such feed any more." };
        using var request = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(callback, told));
        await calls.SendAsync(request, ct);
    }

    /// <summary>Sends a feed (section 7), signed where the subscriber gave a secret.</summary>
    public Task<CallOutcome> SendAsync(WebSubSubscriptionRow row, FeedDocument feed, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, row.Callback) { Content = new ByteArrayContent(feed.Bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(feed.ContentType);
        request.Headers.Add("Link", $"<{hub.Own}>; rel=\"hub\", <{row.Topic}>; rel=\"self\"");
        if (row.Secret is { } box)
        {
            if (sealing.Open(WebSubRequests.Purpose, row.Id, box) is not { } secret)
            {
                request.Dispose();
                return Task.FromResult(new CallOutcome { Error = "no_secret" });
            }
            request.Headers.Add("X-Hub-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret, feed.Bytes))}");
        }
        return SendAsync(request, ct);
    }

    private async Task<CallOutcome> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            return await calls.SendAsync(request, ct);
        }
    }
}
