using Xunit;

[assembly: AssemblyFixture(typeof(HeadlessCms.Tests.Platform.Http.Workshops))]

namespace HeadlessCms.Tests.Platform.Http;

/// <summary>One workshop with the standard settings, shared by the whole run.</summary>
public sealed class Workshops : IAsyncLifetime
{
    private Workshop? _shared;

    internal Workshop Shared => _shared ?? throw new InvalidOperationException("It is started before any test.");

    public async ValueTask InitializeAsync() => _shared = await Workshop.StartAsync(
        new Dictionary<string, string?> { ["Cms:RateLimits:FailedLogins"] = "" });

    public async ValueTask DisposeAsync() => await Shared.DisposeAsync();
}
