using Microsoft.AspNetCore.Http.Features;

namespace HeadlessCms.Sandbox;

/// <summary>One life of a sandbox, from its start or a reset to the next: a whole application, and who visits it.</summary>
internal sealed class SandboxPortal(WebApplication app, HandedServer server)
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside = 1; // itself, until it closes

    /// <summary>Lets a request in; null when it has closed and emptied.</summary>
    public IVisit? TryEnter(IFeatureCollection request)
    {
        for (var inside = Volatile.Read(ref _inside); inside > 0; inside = Volatile.Read(ref _inside))
        {
            if (Interlocked.CompareExchange(ref _inside, inside + 1, inside) == inside)
            {
                return new Guest(this, server.Open(request));
            }
        }
        return null;
    }

    /// <summary>Ends it once its last visitor has left; those who wait for news are sent away.</summary>
    public async Task CloseAsync()
    {
        app.Lifetime.StopApplication();
        Leave();
        await _empty.Task;
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0)
        {
            _empty.SetResult();
        }
    }

    private sealed class Guest(SandboxPortal portal, IVisit visit) : IVisit
    {
        public Task ProcessAsync() => visit.ProcessAsync();

        public void End(Exception? fault)
        {
            visit.End(fault);
            portal.Leave();
        }
    }
}
