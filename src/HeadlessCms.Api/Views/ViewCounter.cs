using System.Threading.Channels;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Views;

/// <summary>
/// Counts views: all that wait are counted in one transaction, and while it is committed the next ones gather (group
/// commit). Each is answered after its commit. So a commit's wait for the disk is shared by as many as there are, and an
/// editor's write waits for one of them at most, or for the log of them to be added up, from time to time and in a transaction of its own.
/// </summary>
internal sealed partial class ViewCounter(
    Database database, ViewBatch batches, IOptions<CmsOptions> options, ILogger<ViewCounter> logger) : IHostedService
{
    /// <summary>Views that one transaction counts at most, so that it stays short.</summary>
    public const int MaximumBatch = 1024;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(options.Value.Views.Queue) { SingleReader = true });

    private Task _counting = Task.CompletedTask;
    private int _logged;
    private DateTimeOffset _foldedMinute; // none: what an earlier process left is added up first

    /// <summary>Counts one view; what became of it, once it is durable. Refused at once when too many wait.</summary>
    public Task<CountOutcome> CountAsync(PendingView view)
    {
        var waiting = new Waiting(view, new TaskCompletionSource<CountOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(waiting) ? waiting.Outcome.Task : Task.FromResult(CountOutcome.Refused);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _counting = Task.Run(CountAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes no more, and counts what waits.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return _counting.WaitAsync(cancellationToken);
    }

    private async Task CountAsync()
    {
        var batch = new List<Waiting>(MaximumBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaximumBatch && _queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }
            await FoldAsync(batch[^1].View.At);
            var outcomes = await CommitAsync([.. batch.Select(waiting => waiting.View)]);
            for (var n = 0; n < batch.Count; n++)
            {
                batch[n].Outcome.SetResult(outcomes[n]);
            }
            batch.Clear();
        }
    }

    private async Task<CountOutcome[]> CommitAsync(IReadOnlyList<PendingView> views)
    {
        try
        {
            // Not cancellable: it is done for all who wait, whoever of them hangs up.
            var counted = await database.WriteAsync(session => batches.CountAsync(session, views, CancellationToken.None), CancellationToken.None);
            _logged += counted.Logged;
            return counted.Outcomes;
        }
        catch (Exception fault)
        {
            BatchFailed(views.Count, fault);
            return [.. views.Select(_ => CountOutcome.Refused)];
        }
    }

    // No job is needed: while nobody reads, nothing grows. What fails is tried again before the next views.
    private async Task FoldAsync(DateTimeOffset now)
    {
        var minute = BucketGrain.Minute.BucketOf(now);
        if (_logged < ViewLogStore.MaximumRows && minute == _foldedMinute)
        {
            return;
        }
        try
        {
            Database.MarkBackgroundWork();
            await database.WriteAsync(session => ViewBatch.FoldAsync(session, now, CancellationToken.None), CancellationToken.None);
            (_logged, _foldedMinute) = (0, minute);
        }
        catch (Exception fault)
        {
            FoldFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Views} views could not be counted; their senders were told to send them again")]
    private partial void BatchFailed(int views, Exception why);

    [LoggerMessage(LogLevel.Error, "The log of views could not be added up; they are counted, and it is tried again before the next ones")]
    private partial void FoldFailed(Exception why);

    private sealed record Waiting(PendingView View, TaskCompletionSource<CountOutcome> Outcome);
}
