using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace HeadlessCms.Sandbox;

/// <summary>
/// The sandbox behind its port. A reset is a new application behind the same port, so that nothing of what was before can
/// be left in any corner of it.
/// </summary>
/// <param name="open">Makes and starts a portal as it is at the start.</param>
internal sealed class SandboxServer(Func<ISandboxReset, CancellationToken, Task<SandboxPortal>> open) : IHttpApplication<IVisit>, ISandboxReset, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SandboxPortal? _present;
    private long _traces;

    /// <inheritdoc/>
    public async Task ResetAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var next = await open(this, ct);
            Activity.TraceIdGenerator = NextTrace;
            Interlocked.Exchange(ref _traces, 0);
            // Not waited for: the request that asked for the reset is one of its visitors.
            _ = Interlocked.Exchange(ref _present, next)?.CloseAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _present, null) is { } last)
        {
            await last.CloseAsync();
        }
        _gate.Dispose();
    }

    /// <inheritdoc/>
    public IVisit CreateContext(IFeatureCollection contextFeatures)
    {
        while (true)
        {
            var portal = Volatile.Read(ref _present) ?? throw new InvalidOperationException("The sandbox has ended.");
            if (portal.TryEnter(contextFeatures) is { } visit)
            {
                return visit;
            }
        }
    }

    /// <inheritdoc/>
    public Task ProcessRequestAsync(IVisit context) => context.ProcessAsync();

    /// <inheritdoc/>
    public void DisposeContext(IVisit context, Exception? exception) => context.End(exception);

    private ActivityTraceId NextTrace()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Interlocked.Increment(ref _traces));
        return ActivityTraceId.CreateFromBytes(bytes);
    }
}
