using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What subscribers ask our hub, and what it then knows.</summary>
internal static class WebSubSamples
{
    /// <summary>Asks as a subscriber does, by a form.</summary>
    public static Task<Answer> AskHubAsync(this Portal portal, string mode, string topic, string callback, params (string Name, string Value)[] more) =>
        portal.Anonymous.SendAsync(HttpMethod.Post, "/websub", new FormUrlEncodedContent(
        [
            new("hub.mode", mode), new("hub.topic", topic), new("hub.callback", callback), .. more.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]));

    /// <summary>Until there are so many subscriptions, and nothing that waits to be verified.</summary>
    public static Task SubscribedAsync(this Portal portal, int count, FakeTimeProvider clock) => Eventually.IsSoAsync($"{count} subscriptions", TimeSpan.FromSeconds(30), async () =>
    {
        clock.Advance(TimeSpan.FromMilliseconds(200)); // who is about to look at it may have just missed its being set
        return await portal.CountAsync("SELECT COUNT(*) FROM websub_subscriptions") == count && await portal.CountAsync("SELECT COUNT(*) FROM websub_requests") == 0;
    });

    /// <summary>What a statement counts.</summary>
    public static Task<long> CountAsync(this Portal portal, string sql) =>
        portal.Database.FirstOrDefaultAsync<long>(sql, null, CancellationToken.None);
}
