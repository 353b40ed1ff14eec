using System.Data.Common;
using System.Diagnostics.Metrics;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>
/// What waits to be done, as gauges of the meter <c>HeadlessCms</c> (System.Diagnostics.Metrics). Nothing is asked unless
/// somebody collects them, and then one statement for each; what cannot be read then is left out.
/// </summary>
internal sealed partial class Backlog(Database database, IMeterFactory meters, ILogger<Backlog> logger) : IHostedService
{
    private static readonly string[] Waiting = ["pending", "held"];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create("HeadlessCms");
        meter.CreateObservableGauge(
            "headlesscms.changes.lag", () => Read("follower", BacklogStore.LagAsync), "{change}", "Changes that a follower of the change log has yet to be told, by follower.");
        meter.CreateObservableGauge(
            "headlesscms.webhooks.deliveries", () => Read("state", BacklogStore.DeliveriesAsync, Waiting), "{delivery}", "Deliveries that wait to be sent (pending), or for their webhook to be enabled (held).");
        meter.CreateObservableGauge(
            "headlesscms.webhooks.unwell", () => Read("state", BacklogStore.WebhooksAsync), "{webhook}", "Webhooks whose last call failed (failing), or that were disabled for it (disabled).");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Whoever collects waits on a thread of its own, and cannot wait otherwise.
    private IEnumerable<Measurement<long>> Read(
        string tag, Func<Database, CancellationToken, Task<IReadOnlyList<BacklogRow>>> ask, params string[] names)
    {
        try
        {
            var rows = Task.Run(() => ask(database, CancellationToken.None)).GetAwaiter().GetResult().ToDictionary(row => row.Name, row => row.Amount);
            return [.. names.Union(rows.Keys).Select(name => new Measurement<long>(rows.GetValueOrDefault(name), KeyValuePair.Create(tag, (object?)name)))];
        }
        catch (DbException fault)
        {
            ReadFailed(fault);
            return [];
        }
    }

    [LoggerMessage(LogLevel.Warning, "What waits could not be read for those who collect it")]
    private partial void ReadFailed(Exception why);
}
