using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Contract.Guard;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>
/// The built program as a process of its own, on real sockets, for what cannot be seen from within: what survives its
/// end, how it ends, and what a second one says.
/// </summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _said = new();

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The server ended before it listened."));
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A caller without a key.</summary>
    public Api Anonymous { get; private set; } = null!; // set before anybody sees the server

    /// <summary>A caller with every right.</summary>
    public Api Admin { get; private set; } = null!; // likewise

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!; // likewise

    /// <summary>All it wrote so far, to either output.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>The most memory it ever had resident, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>What it has had of the processors since its start, over all of its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it on a data directory, and waits until it answers.</summary>
    public static Task<ServerProcess> StartAsync(string dataDirectory, params string[] settings) =>
        StartAsync(StartOf(dataDirectory, settings));

    /// <summary>The same with no more memory for its objects than so many bytes.</summary>
    public static Task<ServerProcess> StartInHeapAsync(int bytes, string dataDirectory) => StartAsync(Executable.InHeap(bytes, StartOf(dataDirectory, [])));

    /// <summary>The same on a machine whose clock shows this zone's time.</summary>
    public static Task<ServerProcess> StartInZoneAsync(string zone, string dataDirectory, params string[] settings)
    {
        var start = StartOf(dataDirectory, settings);
        start.Environment["TZ"] = zone;
        return StartAsync(start);
    }

    /// <summary>As a loss of power would end it: SIGKILL, nothing is finished.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As an operator ends it: SIGTERM. Gives the exit code.</summary>
    public Task<int> StopAsync()
    {
        Terminate();
        return EndAsync();
    }

    /// <summary>Sends SIGTERM and does not wait.</summary>
    public void Terminate() => Assert.Equal(0, Signal(_process.Id, SigTerm));

    /// <summary>Waits for its end and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        Anonymous?.Http.Dispose();
        Admin?.Http.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartOf(string dataDirectory, string[] settings) => Executable.Start(
        ["serve", "--urls", "http://127.0.0.1:0", $"--Cms:DataDirectory={dataDirectory}", $"--Cms:AdminKey={Portal.AdminKey}", .. settings]);

    /// <summary>Starts it without a key in its settings.</summary>
    public static Task<ServerProcess> StartWithoutKeyAsync(string dataDirectory) =>
        StartAsync(WithoutKey(dataDirectory));

    /// <summary>The same as whoever develops a front end starts it.</summary>
    public static Task<ServerProcess> StartInDevelopmentAsync(string dataDirectory)
    {
        var start = WithoutKey(dataDirectory);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        return StartAsync(start);
    }

    private static ProcessStartInfo WithoutKey(string dataDirectory) =>
        Executable.Start("serve", "--urls", "http://127.0.0.1:0", $"--Cms:DataDirectory={dataDirectory}");

    private static async Task<ServerProcess> StartAsync(ProcessStartInfo start)
    {
        var server = new ServerProcess(start);
        try
        {
            server.Address = await server._address.Task.WaitAsync(Patience);
            server.Anonymous = new Api(server.Client(), key: null);
            server.Admin = new Api(server.Client(), Portal.AdminKey);
            (await server.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
            return server;
        }
        catch (Exception fault)
        {
            var said = server.Said;
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not start: {said}", fault);
        }
    }

    private HttpClient Client() =>
        new(new ContractGuard { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } }) { BaseAddress = Address };

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }
        _said.Enqueue(line);
        if (Listening().Match(line) is { Success: true } found)
        {
            _address.TrySetResult(new Uri(found.Groups["address"].Value));
        }
    }

    // .NET sends no other signal than SIGKILL.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex Listening();
}
