namespace HeadlessCms.Platform.Storage;

/// <summary>
/// One read for all who ask while the one before runs: it begins after the last of them came, so each is answered with what
/// was there when it asked, or newer, and however many ask, one connection does.
/// </summary>
internal sealed class SharedRead<T>(Func<Task<T>> read)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<T>? _next;
    private bool _isRunning;

    /// <summary>What is there now.</summary>
    public Task<T> AskAsync()
    {
        TaskCompletionSource<T> asked;
        lock (_lock)
        {
            if (_isRunning)
            {
                return (_next ??= New()).Task;
            }
            (_isRunning, asked) = (true, New());
        }
        // No reader's own context: it outlives the one who happens to begin it.
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Read.RunAsync(work.Asked), (Read: this, Asked: asked), preferLocal: true);
        return asked.Task;
    }

    private async Task RunAsync(TaskCompletionSource<T>? asked)
    {
        while (asked is not null)
        {
            try
            {
                asked.SetResult(await read());
            }
            catch (Exception fault)
            {
                asked.SetException(fault);
            }
            lock (_lock)
            {
                (asked, _next) = (_next, null);
                _isRunning = asked is not null;
            }
        }
    }

    private static TaskCompletionSource<T> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
