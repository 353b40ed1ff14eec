using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace HeadlessCms.Sandbox;

/// <summary>A request in a sandbox's portal.</summary>
internal interface IVisit
{
    /// <summary>Answers it.</summary>
    Task ProcessAsync();

    /// <summary>Ends it, after its answer has left.</summary>
    void End(Exception? fault);
}

/// <summary>The server of an application that opens no port: whoever has it hands requests in.</summary>
internal sealed class HandedServer : IServer
{
    private Func<IFeatureCollection, IVisit>? _open;

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Lets a request in.</summary>
    public IVisit Open(IFeatureCollection request) =>
        _open is { } open ? open(request) : throw new InvalidOperationException("The application has not started.");

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
    {
        _open = request => new Visit<TContext>(application, application.CreateContext(request));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Visit<TContext>(IHttpApplication<TContext> application, TContext context) : IVisit where TContext : notnull
    {
        public Task ProcessAsync() => application.ProcessRequestAsync(context);

        public void End(Exception? fault) => application.DisposeContext(context, fault);
    }
}
