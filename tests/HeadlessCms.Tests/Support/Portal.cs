using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Contract.Guard;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace HeadlessCms.Tests.Support;

/// <summary>The whole API in this process, on an empty database and data directory of its own.</summary>
public sealed class Portal : WebApplicationFactory<Program>
{
    /// <summary>The key with full rights of every portal under test.</summary>
    public const string AdminKey = "test-admin-key-0123456789-0123456789";

    /// <summary>Settings with which nothing is answered from memory, to see what an answer costs.</summary>
    public static IReadOnlyDictionary<string, string> Unkept { get; } = new Dictionary<string, string> { ["Cms:Cache:MaximumBytes"] = "0" };

    private readonly string _name = $"portal_{Guid.CreateVersion7():n}";
    private readonly Engine _engine;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Action<IServiceCollection>? _services;

    /// <param name="engine">What it stores in.</param>
    /// <param name="settings">More settings, such as <c>Cms:PublicMaxAge</c>.</param>
    /// <param name="services">Replaces services, such as the clock.</param>
    public Portal(Engine engine, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null)
    {
        (_engine, _settings, _services) = (engine, settings ?? new Dictionary<string, string>(), services);
        Directory.CreateDirectory(DataDirectory);
        Anonymous = With(key: null);
        Admin = With(AdminKey);
    }

    /// <summary>A caller without a key.</summary>
    public Api Anonymous { get; }

    /// <summary>A caller with every right.</summary>
    public Api Admin { get; }

    /// <summary>A caller with this key, or none; held to the contract.</summary>
    public Api With(string? key) => new(CreateDefaultClient(new ContractGuard()), key);

    /// <summary>Takes a turn of a job, after the one that it takes itself at the start.</summary>
    internal async Task RunAsync<TJob>() where TJob : PeriodicJob
    {
        var job = Services.GetRequiredService<TJob>();
        await job.FirstTurn.WaitAsync(TimeSpan.FromSeconds(30));
        await job.RunOnceAsync(CancellationToken.None);
    }

    /// <summary>Where its database file and blobs lie.</summary>
    public string DataDirectory => Path.Combine(Path.GetTempPath(), "HeadlessCms.Tests", _name);

    /// <summary>What it stores in, to count statements and to look at what lies in a column.</summary>
    internal Database Database => Services.GetRequiredService<Database>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder
            .UseSetting("Cms:DataDirectory", DataDirectory)
            .UseSetting("Cms:AdminKey", AdminKey)
            .UseSetting("Cms:SampleContent", "false")
            .UseSetting("Cms:RateLimits:FailedLogins", "") // all tests call from one address; limits have portals of their own
            .UseSetting("Logging:LogLevel:Default", "Warning");
        if (_engine is Engine.Postgres)
        {
            builder.UseSetting("ConnectionStrings:Cms", PostgresServer.CreateMigrated(_name));
        }
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<HostNames>(new NoHostNames());
            _services?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
        if (_engine is Engine.Postgres)
        {
            PostgresServer.Drop(_name);
        }
    }
}
