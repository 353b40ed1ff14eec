using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Sandbox;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Commands;

/// <summary>Serves the sample portal from memory, the same at every start: for the tests of whoever uses the API.</summary>
internal static class SandboxCommand
{
    /// <summary>Everybody knows it: it opens nothing but sandboxes.</summary>
    public const string Key = "sandbox-key-with-every-right-that-everybody-knows";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    // What would make one sandbox differ from another, or has no meaning in memory.
    private static readonly string[] Fixed = ["ConnectionStrings:Cms", "Cms:DataDirectory", "Cms:SampleContent", "Cms:Secret", "Cms:PreviousSecrets"];

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Cms:AdminKey"] = Key,
        ["Cms:Secret"] = "no secret at all: what a sandbox signs is signed alike by all of them",
        ["Cms:PublicUrl"] = "http://127.0.0.1:5080",
        ["Cms:MaximumUploadBytes"] = $"{64 * 1024 * 1024}", // they lie in memory
        ["Cms:RateLimits:Keys"] = "",
        ["Cms:RateLimits:FailedLogins"] = "",
        ["Logging:LogLevel:Default"] = "Warning",
    };

    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var port = new Option<int>("--port") { Description = "Where on 127.0.0.1 it listens; 0: any that is free.", DefaultValueFactory = _ => 5080 };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, CultureInfo.InvariantCulture, out var number) && number is < 0 or > IPEndPoint.MaxPort)
            {
                result.AddError($"--port: '{number}' is no port, which is a number from 0 to {IPEndPoint.MaxPort}.");
            }
        });
        var image = new Option<string?>("--image") { Description = "Write the prepared database to this file instead of serving: what the build does.", Hidden = true };
        var command = new Command(
            "sandbox",
            "Serve the sample portal from memory: the same ids, times and answers at every start, a clock that stands still, no rate limits, and nothing left behind. "
            + "One line of JSON says where it listens and which key has every right. POST /sandbox/reset brings it back to the start, PUT /sandbox/clock sets "
            + "the clock, PUT /sandbox/faults lets calls go wrong; GET /sandbox/openapi.yaml describes them.")
        {
            port,
            image,
        };
        command.SetAction((parsed, ct) => Refusals.ReportAsync(() => parsed.GetValue(image) is { } file
            ? PrepareAsync(file, ct)
            : RunAsync(Checked(settings), parsed.GetValue(port), ct)));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, int port, CancellationToken ct)
    {
        // A start is little else than compiling what is called for the first time: what does not need the rest is begun beside it.
        var start = Task.Run(async () => await SandboxStart.LoadAsync(new SandboxClock(), ct) ?? await MakeAsync(ct), ct);
        await using var sandbox = new SandboxServer((reset, cancel) => OpenAsync(settings, start, reset, cancel));
        await sandbox.ResetAsync(ct);
        using var logs = LoggerFactory.Create(logging => LogTo(logging).SetMinimumLevel(LogLevel.Warning));
        using var kestrel = Listener(port, logs);
        await kestrel.StartAsync(sandbox, ct);
        var address = kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single(); // it listens at one
        Console.WriteLine(JsonSerializer.Serialize(new { address, key = Key, now = SandboxClock.Start }));
        await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        using var patience = new CancellationTokenSource(Farewell);
        await Task.WhenAll(sandbox.DisposeAsync().AsTask(), kestrel.StopAsync(patience.Token)); // its visitors must leave, and no new ones come
        return 0;
    }

    private static async Task<int> PrepareAsync(string file, CancellationToken ct)
    {
        var start = await MakeAsync(ct);
        var partial = file + ".partial";
        File.Delete(partial);
        await start.Database.SaveAsync(partial, ct);
        File.Move(partial, file, overwrite: true); // whole, or not there
        return 0;
    }

    private static async Task<SandboxStart> MakeAsync(CancellationToken ct)
    {
        // With numbers that no caller gets to, or an id made up by a clock set back to this moment would be one that this has used.
        var clock = new SandboxClock(firstId: 1L << 40) { Now = SandboxClock.Start.AddHours(-1) };
        var start = new SandboxStart(new MemoryDatabase(), new MemoryFileStore(clock));
        var builder = Builder([], clock);
        builder.Services.AddSingleton<Database>(start.Database).AddSingleton<FileStore>(start.Files);
        await using var app = builder.Build();
        await SandboxStart.MakeAsync(app.Services, ct);
        return start;
    }

    private static async Task<SandboxPortal> OpenAsync(string[] settings, Task<SandboxStart> start, ISandboxReset reset, CancellationToken ct)
    {
        var (clock, server) = (new SandboxClock(), new HandedServer());
        var builder = Builder(settings, clock);
        var (stored, files) = await start;
        var database = await stored.CopyAsync(ct);
        builder.Services
            .AddSandbox()
            .AddSingleton(clock)
            .AddSingleton(reset)
            .AddSingleton<Database>(_ => database) // disposed of with the portal
            .AddSingleton<FileStore>(files.Copy(clock))
            .AddSingleton<IServer>(server)
            .AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.UseApi();
        var routes = Task.Run(() => ((IEndpointRouteBuilder)app).DataSources.Sum(source => source.Endpoints.Count), ct); // else the first request waits for them
        await CommandHost.FollowSiteZoneAsync(app.Services, ct);
        await app.StartAsync(ct);
        await routes;
        return new SandboxPortal(app, server);
    }

    // Not the environment: what happens to be set there must change no answer.
    private static WebApplicationBuilder Builder(string[] settings, SandboxClock clock)
    {
        var builder = CommandHost.Builder([]);
        builder.Environment.EnvironmentName = Environments.Production;
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonFile("appsettings.json", optional: false, reloadOnChange: false).AddInMemoryCollection(Defaults).AddCommandLine(settings);
        LogTo(builder.Logging).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that fails is told in our one line
        builder.AddApi();
        builder.Services.AddSingleton<TimeProvider>(clock);
        return builder;
    }

    private static KestrelServer Listener(int port, ILoggerFactory logs)
    {
        var options = new KestrelServerOptions();
        ApiHost.Configure(options);
        options.Listen(IPAddress.Loopback, port);
        return new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
    }

    // The standard output has one line, for whoever starts it.
    private static ILoggingBuilder LogTo(ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static string[] Checked(string[] settings)
    {
        var given = new ConfigurationBuilder().AddCommandLine(settings).Build();
        return Fixed.FirstOrDefault(name => given.GetSection(name).Exists()) is { } name
            ? throw new RefusedException($"{name}: a sandbox has no use for it, since it lies in memory and is the same everywhere.")
            : settings;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
