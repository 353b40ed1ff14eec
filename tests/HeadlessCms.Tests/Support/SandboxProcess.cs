using System.Diagnostics;
using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>The program as a sandbox, as a partner's tests start it.</summary>
public sealed class SandboxProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Command = ["sandbox", "--port", "0"];

    private readonly Process _process;

    /// <summary>Of the built program.</summary>
    public SandboxProcess()
        : this(Executable.StartBuilt(Command))
    {
    }

    internal SandboxProcess(ProcessStartInfo start) => _process = new Process { StartInfo = start };

    /// <summary>Of the built program.</summary>
    /// <param name="directory">Where it works, and what it takes for home and for the place of temporary files.</param>
    internal static SandboxProcess In(TemporaryDirectory directory)
    {
        var start = Executable.StartBuilt(Command);
        start.WorkingDirectory = start.Environment["HOME"] = start.Environment["TMPDIR"] = directory.Path;
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // the runtime's own pipes, which a kill leaves behind
        return new(start);
    }

    /// <summary>Of a published program.</summary>
    /// <param name="directory">Where it was published to.</param>
    internal static SandboxProcess From(string directory) =>
        new(Executable.StartAt(Path.Combine(directory, OperatingSystem.IsWindows() ? "HeadlessCms.Api.exe" : "HeadlessCms.Api"), Command));

    /// <summary>The key that everybody knows.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!; // set before anybody sees it

    /// <summary>From its start to its first answer.</summary>
    public TimeSpan FirstAnswer { get; private set; }

    /// <summary>A caller of the API without a key, held to the contract.</summary>
    public Api Anonymous { get; private set; } = null!; // likewise

    /// <summary>A caller of the API with every right, held to the contract.</summary>
    public Api Admin { get; private set; } = null!; // likewise

    /// <summary>A caller of what only a sandbox has, which the contract does not know.</summary>
    public Api Sandbox { get; private set; } = null!; // likewise

    public async ValueTask InitializeAsync()
    {
        var began = Stopwatch.GetTimestamp();
        _process.Start();
        _process.StandardInput.Close();
        var complaints = _process.StandardError.ReadToEndAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException($"The sandbox did not start: {await complaints}");
        var said = JsonElement.Parse(line);
        (Address, Key) = (new Uri(said.GetProperty("address").GetString()!), said.GetProperty("key").GetString()!);
        Sandbox = new Api(new HttpClient(Handler()) { BaseAddress = Address }, key: null);
        (await Sandbox.GetAsync("/v1/articles?limit=1")).Expect(HttpStatusCode.OK);
        FirstAnswer = Stopwatch.GetElapsedTime(began);
        Anonymous = new Api(Guarded(), key: null);
        Admin = new Api(Guarded(), Key);
    }

    /// <summary>As it was at its start.</summary>
    public async Task ResetAsync() => (await Sandbox.PostAsync("/sandbox/reset")).Expect(HttpStatusCode.NoContent);

    /// <summary>As nothing can defend itself against: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
    }

    private HttpClient Guarded() => new(new ContractGuard { InnerHandler = Handler() }) { BaseAddress = Address };

    private static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false };
}
