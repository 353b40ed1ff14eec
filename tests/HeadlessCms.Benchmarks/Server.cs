using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HeadlessCms.Benchmarks;

/// <summary>A server in a process of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process _process;

    private Server(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>Where it listens, on the loopback.</summary>
    public int Port { get; }

    /// <summary>Its memory, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Its base address.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>The product on this data directory, once it answers.</summary>
    public static Task<Server> ProductAsync(string directory, params string[] settings)
    {
        var port = FreePort();
        return StartAsync("HeadlessCms.Api.dll", port, "/v1/articles?limit=1",
            ["serve", "--urls", $"http://127.0.0.1:{port}", "--Cms:DataDirectory", directory, "--Logging:LogLevel:Default", "Warning", .. settings]);
    }

    /// <summary>Bare Kestrel with these bytes, and Dapper on this directory's database.</summary>
    public static Task<Server> BareAsync(string bytes, string directory)
    {
        var port = FreePort();
        return StartAsync("HeadlessCms.Benchmarks.dll", port, "/empty", ["bare", $"{port}", bytes, Path.Combine(directory, "cms.db")]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<Server> StartAsync(string program, int port, string probe, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var server = new Server(Process.Start(start)!, port);
        _ = server._process.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync(probe);
                answer.EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException) when (tries < 6000 && !server._process.HasExited)
            {
                await Task.Delay(5);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
