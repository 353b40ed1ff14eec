using System.Threading.Channels;
using HeadlessCms.Access;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>
/// Notes what came of calls. All that wait are noted in one transaction, however many there are: a slow disk makes the batches
/// larger, and no webhook waits for another's.
/// </summary>
internal sealed partial class DeliveryRecorder(Database database, AuditLog audit, TimeProvider clock, ILogger<DeliveryRecorder> logger)
{
    private const string Gone = "gone";
    private const string Failing = "failing";
    private const int StatusGone = 410;
    private const int MostAtOnce = 200;
    private const int MostAttempts = 20;

    private static readonly Actor Self = Actor.Program("webhooks");

    private readonly Channel<(Made Call, TaskCompletionSource Noted)> _waiting =
        Channel.CreateUnbounded<(Made, TaskCompletionSource)>(new() { SingleReader = true });

    /// <summary>Notes it; done once that is durable.</summary>
    /// <param name="row">What was sent.</param>
    /// <param name="url">To which address.</param>
    /// <param name="outcome">What came of it.</param>
    public Task NoteAsync(DeliveryRow row, string url, CallOutcome outcome)
    {
        var noted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((new(row, url, outcome), noted));
        return noted.Task;
    }

    /// <summary>Notes what comes, until it is stopped and nothing waits.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await _waiting.Reader.WaitToReadAsync(ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await NoteSomeAsync();
        }
    }

    private async Task NoteSomeAsync()
    {
        List<(Made Call, TaskCompletionSource Noted)> batch = [];
        while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var next))
        {
            batch.Add(next);
        }
        try
        {
            // Not cancellable: the calls were made, and what came of them is worth more than a quick stop.
            await database.WriteAsync(async session =>
            {
                await WebhookStore.LockAsync(session, CancellationToken.None);
                foreach (var (call, _) in batch)
                {
                    await NoteAsync(session, call, CancellationToken.None);
                }
                return 0;
            }, CancellationToken.None);
            batch.ForEach(one => one.Noted.SetResult());
        }
        catch (Exception fault)
        {
            batch.ForEach(one => one.Noted.SetException(fault)); // it stays pending, and is sent again
        }
    }

    private async Task NoteAsync(Session session, Made call, CancellationToken ct)
    {
        var (sent, outcome) = (call.Row, call.Outcome);
        // As it is by now: it may have been held, put in line again, or deleted with its webhook meanwhile.
        if (await DeliveryStore.FindAsync(session, sent.WebhookId, sent.Id, ct) is not { } row)
        {
            return;
        }
        var now = clock.GetUtcNow();
        if (!outcome.IsTaken && !row.IsTest && await WebhookStore.UrlAsync(session, row.WebhookId, ct) != call.Url)
        {
            // What the address of before answered says nothing of the present one, which has yet to get it.
            await DeliveryStore.SaveAsync(session, row with { Attempts = With(row, outcome, now), DueAt = row.DueAt is null ? null : now }, ct);
            return;
        }
        var noted = After(row, outcome, now);
        await DeliveryStore.SaveAsync(session, noted, ct);
        if (row.IsTest)
        {
            return;
        }
        await (noted.DueAt is { } next ? DeliveryStore.HoldBackAsync(session, row, next, ct) : DeliveryStore.LetGoAsync(session, row, now, ct));
        if (outcome.IsTaken)
        {
            await WebhookStore.SucceededAsync(session, row.WebhookId, now, ct);
            return;
        }
        var failures = await WebhookStore.FailedAsync(session, row.WebhookId, now, ct);
        if (RetrySchedule.PauseAfter(failures.Failures, outcome.RetryAfter) is { } pause)
        {
            await WebhookStore.PauseAsync(session, row.WebhookId, now + pause, ct);
        }
        var reason = outcome.Status == StatusGone ? Gone : now - failures.FailingSince > RetrySchedule.Patience ? Failing : null;
        if (reason is not null && await WebhookStore.DisableAsync(session, row.WebhookId, reason, now, ct))
        {
            await DeliveryStore.HoldAsync(session, row.WebhookId, isHeld: true, now, ct);
            audit.Append(session, Self, "webhook.disable", row.WebhookId.ToString(), new { Enabled = true }, new { Enabled = false, Reason = reason });
            Disabled(row.WebhookId, reason);
        }
    }

    private static DeliveryRow After(DeliveryRow row, CallOutcome outcome, DateTimeOffset now)
    {
        var tries = row.Tries + 1;
        var isLast = outcome.IsTaken || row.IsTest || outcome.Status == StatusGone;
        var rest = isLast ? null : RetrySchedule.RestAfter(tries, outcome.RetryAfter, Random.Shared.NextDouble());
        return row with
        {
            State = outcome.IsTaken ? DeliveryState.Delivered : rest is null ? DeliveryState.Failed : row.State,
            Tries = tries,
            Attempts = With(row, outcome, now),
            DueAt = row.State == DeliveryState.Held ? null : now + rest, // null without one
            FinishedAt = rest is null ? now : null,
        };
    }

    private static string With(DeliveryRow row, CallOutcome outcome, DateTimeOffset now)
    {
        var attempt = new StoredAttempt { At = now, Status = outcome.Status, Error = outcome.Error, Milliseconds = outcome.Milliseconds, Response = outcome.Response };
        return StoredJson.Write(StoredJson.Read<StoredAttempt[]>(row.Attempts).Append(attempt).TakeLast(MostAttempts));
    }

    // A call that was made, with the address as it then was.
    private sealed record Made(DeliveryRow Row, string Url, CallOutcome Outcome);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} was disabled: {Reason}")]
    private partial void Disabled(Guid webhook, string reason);
}
