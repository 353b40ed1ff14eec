using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Partners;

/// <summary>
/// Who waits for changes, by <c>wait</c> or on a stream. Each holds a connection and reads the log with every change, so
/// there are places for <c>Cms:ChangeWaiters</c> of them and no more.
/// </summary>
internal sealed class ChangeWaiters(IOptions<CmsOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.ChangeWaiters);

    /// <summary>How many there are.</summary>
    public int Count => options.Value.ChangeWaiters - _free.CurrentCount;

    /// <summary>A place, until it is disposed of; null when all are taken.</summary>
    public IDisposable? Enter() => _free.Wait(0) ? new Place(_free) : null;

    /// <summary>What is answered to those for whom there is no place.</summary>
    public static UnavailableProblem Full() => new("As many wait for changes as may. Try again later, or ask without waiting.");

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
