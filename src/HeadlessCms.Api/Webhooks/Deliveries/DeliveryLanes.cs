using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>
/// Sends what is due to one webhook: as many at a time as it takes, of each subject one after the other, until nothing is due. Each
/// webhook has a lane of its own, so a slow one holds up nobody.
/// </summary>
internal sealed class DeliveryLanes(
    Database database, WebhookSecrets secrets, OutboundCalls calls, DeliveryRecorder recorder, TimeProvider clock)
{
    private const string NoSecret = "no_secret";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly ProductInfoHeaderValue Agent = new("HeadlessCms", null);

    /// <summary>Sends all that is due; whether anything was.</summary>
    /// <param name="webhookId">To whom.</param>
    /// <param name="stopping">Begins no further call.</param>
    /// <param name="giveUp">Gives up the calls under way; what came of them is not noted, and they are made again.</param>
    public async Task<bool> RunAsync(Guid webhookId, CancellationToken stopping, CancellationToken giveUp)
    {
        var (underWay, hasSent) = (new Dictionary<Guid, Task>(), false); // by subject: of each there is one call at a time
        try
        {
            while (!stopping.IsCancellationRequested && await StartAsync(webhookId, underWay, giveUp))
            {
                hasSent = true;
                // A slow call leaves room that what comes meanwhile may take.
                await Task.WhenAny([.. underWay.Values, Task.Delay(Interval, clock, stopping)]);
                foreach (var (subject, done) in underWay.Where(one => one.Value.IsCompleted).ToList())
                {
                    underWay.Remove(subject);
                    await done;
                }
            }
            return hasSent;
        }
        finally
        {
            await Task.WhenAll(underWay.Values);
        }
    }

    // False when nothing is under way.
    private async Task<bool> StartAsync(Guid webhookId, Dictionary<Guid, Task> underWay, CancellationToken giveUp)
    {
        var now = clock.GetUtcNow();
        var (webhook, due) = await database.ReadAsync<(WebhookRow?, IEnumerable<DeliveryRow>)>(async session =>
        {
            var found = await WebhookStore.FindToCallAsync(session, webhookId, giveUp);
            if (found is null)
            {
                return (found, []);
            }
            var room = RoomOf(found, now) - underWay.Count;
            var rows = room <= 0 ? [] : await DeliveryStore.DueAsync(session, webhookId, underWay.Keys, now, room, giveUp);
            // A test is what shows whether one that fails is up again: it waits neither for its turn nor for what waits before it.
            return (found, rows.Concat(await DeliveryStore.DueTestsAsync(session, webhookId, underWay.Keys, now, giveUp)).DistinctBy(row => row.Id));
        }, giveUp);
        foreach (var row in due.Where(row => webhook!.Enabled || row.IsTest))
        {
            underWay[row.SubjectId] = SendAsync(webhook!, row, giveUp);
        }
        return underWay.Count > 0;
    }

    private static int RoomOf(WebhookRow webhook, DateTimeOffset now) =>
        webhook.PausedUntil > now ? 0 : RetrySchedule.IsProbed(webhook.Failures) ? 1 : (int)webhook.Concurrency;

    private async Task SendAsync(WebhookRow webhook, DeliveryRow row, CancellationToken giveUp)
    {
        var now = clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        var signature = secrets.Sign(webhook, now, row.MessageName, timestamp, row.Body);
        if (signature is null)
        {
            await recorder.NoteAsync(row, webhook.Url, new CallOutcome { Error = NoSecret });
            return;
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(row.Body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("webhook-id", row.MessageName);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        await recorder.NoteAsync(row, webhook.Url, await calls.SendAsync(request, giveUp));
    }
}
