using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Contract;

/// <summary>Prism on <c>openapi.yaml</c>, as a process of its own.</summary>
internal sealed class PrismProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PrismProcess(int port, string[] how)
    {
        var program = ClientTools.Locate("@stoplight/prism-cli/dist/index.js");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("node", [program, .. how[..1], "--host", "127.0.0.1", "--port", $"{port}", .. how[1..]])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("Prism ended before it listened."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>A caller of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Answers by the document alone.</summary>
    public static Task<PrismProcess> MockAsync() => StartAsync("mock", Repository.Locate("openapi.yaml"));

    /// <summary>Passes calls on to a server, and answers 500 where one side breaks the document.</summary>
    public static Task<PrismProcess> ProxyAsync(Uri server) => StartAsync("proxy", "--errors", Repository.Locate("openapi.yaml"), server.ToString());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static async Task<PrismProcess> StartAsync(params string[] how)
    {
        var prism = new PrismProcess(FreePort(), how);
        try
        {
            await prism._listening.Task.WaitAsync(Patience);
            return prism;
        }
        catch
        {
            await prism.DisposeAsync();
            throw;
        }
    }

    private void Hear(string? line)
    {
        if (line?.Contains("Prism is listening", StringComparison.Ordinal) is true)
        {
            _listening.TrySetResult();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
