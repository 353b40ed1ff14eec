using HeadlessCms.Platform.Storage;
using HeadlessCms.Webhooks.Deliveries;

namespace HeadlessCms.Webhooks;

/// <summary>
/// Sees to it that what is due is sent. Of all instances on one database one does it at a time; when that one ends, however it
/// ends, another goes on: what was under way is still pending, and is sent again.
/// </summary>
internal sealed partial class WebhookDispatcher : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Database _database;
    private readonly DeliveryLanes _lanes;
    private readonly DeliveryRecorder _recorder;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebhookDispatcher> _logger;
    private volatile TaskCompletionSource _wake = New();

    public WebhookDispatcher(Database database, DeliveryLanes lanes, DeliveryRecorder recorder, TimeProvider clock, ILogger<WebhookDispatcher> logger)
    {
        (_database, _lanes, _recorder, _clock, _logger) = (database, lanes, recorder, clock, logger);
        _database.Signalled += OnSignal;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _database.Signalled -= OnSignal;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Database.MarkBackgroundWork();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var lead = await _database.LeadAsync("webhooks", stoppingToken);
                if (lead is null)
                {
                    await Task.Delay(Interval, _clock, stoppingToken);
                    continue;
                }
                await LeadAsync(lead, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                DispatchFailed(fault);
                await Task.Delay(Pause, _clock, stoppingToken);
            }
        }
    }

    // Ends when it is stopped, when the lead is lost, or when something fails; then no call of its own is under way any more.
    private async Task LeadAsync(ILead lead, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var giveUp = new CancellationTokenSource();
        using var noMore = new CancellationTokenSource();
        var recording = _recorder.RunAsync(noMore.Token);
        var running = new Dictionary<Guid, Task<bool>>();
        try
        {
            while (!ct.IsCancellationRequested && await lead.IsHeldAsync(ct))
            {
                var wake = _wake = New(); // before looking: whoever commits while it looks wakes it again
                await StartAsync(running, over.Token, giveUp.Token);
                // A lane that found nothing to send is looked at again at the next turn, and not at once.
                await Task.WhenAny([wake.Task, Task.Delay(Interval, _clock, ct), .. running.Values.Select(WhenSentAsync)]);
            }
        }
        finally
        {
            await over.CancelAsync();
            giveUp.CancelAfter(Grace); // real time, as calls take
            await Task.WhenAll(running.Values);
            await noMore.CancelAsync();
            await recording;
        }
    }

    private async Task StartAsync(Dictionary<Guid, Task<bool>> running, CancellationToken stopping, CancellationToken giveUp)
    {
        foreach (var (id, _) in running.Where(one => one.Value.IsCompleted).ToList())
        {
            running.Remove(id);
        }
        foreach (var id in await _database.ReadAsync(session => DeliveryStore.DueWebhooksAsync(session, _clock.GetUtcNow(), stopping), stopping))
        {
            if (!running.ContainsKey(id))
            {
                running[id] = Task.Run(() => RunLaneAsync(id, stopping, giveUp), CancellationToken.None);
            }
        }
    }

    private async Task<bool> RunLaneAsync(Guid webhook, CancellationToken stopping, CancellationToken giveUp)
    {
        try
        {
            return await _lanes.RunAsync(webhook, stopping, giveUp);
        }
        catch (Exception) when (giveUp.IsCancellationRequested)
        {
            return false; // what was under way is still pending
        }
        catch (Exception fault)
        {
            LaneFailed(webhook, fault);
            return false;
        }
    }

    private static async Task WhenSentAsync(Task<bool> lane)
    {
        if (!await lane)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }

    private void OnSignal(string name)
    {
        if (name == DeliveryStore.Signal)
        {
            _wake.TrySetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} could not be called; it is tried again in a moment")]
    private partial void LaneFailed(Guid webhook, Exception why);

    [LoggerMessage(LogLevel.Warning, "Webhooks could not be called; it is tried again in a few seconds")]
    private partial void DispatchFailed(Exception why);
}
