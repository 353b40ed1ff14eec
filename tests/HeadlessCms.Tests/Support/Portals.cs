using System.Collections.Concurrent;
using Xunit;

[assembly: AssemblyFixture(typeof(HeadlessCms.Tests.Support.Portals))]

namespace HeadlessCms.Tests.Support;

/// <summary>One running API per engine, shared by the whole run: tests name their own slugs and look at their own data.</summary>
public sealed class Portals : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Engine, Lazy<Portal>> _portals = new();

    /// <summary>The shared portal. A test that must own all data makes a <see cref="Portal"/> of its own.</summary>
    public Portal On(Engine engine) => _portals.GetOrAdd(engine, _ => new(() => new Portal(engine))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var portal in _portals.Values.Where(portal => portal.IsValueCreated))
        {
            await portal.Value.DisposeAsync();
        }
        PostgresServer.DropTemplate();
    }
}
