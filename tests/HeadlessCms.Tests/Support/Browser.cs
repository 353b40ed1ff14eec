using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>A page in Chromium, without a window, that reaches no other machine than this one: driven by the Chrome DevTools Protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>The program's name, which is its Debian package's too.</summary>
    public const string Program = "chromium-headless-shell";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryDirectory _profile = new();
    private readonly ClientWebSocket _page = new();
    private readonly Process _process;
    private int _calls;

    private Browser()
    {
        _process = Process.Start(new ProcessStartInfo(Program,
        [
            "--no-sandbox", // else it refuses to run as root
            "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0", $"--user-data-dir={_profile.Path}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true })!; // null only with UseShellExecute
        _ = _process.StandardOutput.ReadToEndAsync(); // it waits for ever when a pipe is full
    }

    /// <summary>Opens a page.</summary>
    public static async Task<Browser> OpenAsync(Uri address)
    {
        var browser = new Browser();
        try
        {
            await browser.ConnectAsync(address).WaitAsync(Patience);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>What an expression of JavaScript comes to on the page; a promise is waited for.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await TryEvaluateAsync(expression);
        Assert.True(answer.TryGetProperty("result", out var outcome) && !outcome.TryGetProperty("exceptionDetails", out _), answer.ToString());
        return outcome.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private async Task ConnectAsync(Uri address)
    {
        const string said = "DevTools listening on ";
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException($"{Program} ended before it listened.");
        }
        while (!line.StartsWith(said, StringComparison.Ordinal));
        _ = _process.StandardError.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = new UriBuilder(line[said.Length..]) { Scheme = "http", Path = "/" }.Uri };
        using var opened = await http.PutAsync($"json/new?{Uri.EscapeDataString(address.ToString())}", null);
        var page = await opened.Content.ReadFromJsonAsync<JsonElement>();
        await _page.ConnectAsync(new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), CancellationToken.None);
        // What is asked on the way from the empty page to this one comes to an error.
        await Eventually.IsSoAsync($"{address} is loaded", Patience, async () =>
            (await TryEvaluateAsync("location.pathname + document.readyState")).ToString().Contains($"{address.AbsolutePath}complete", StringComparison.Ordinal));
    }

    private async Task<JsonElement> TryEvaluateAsync(string expression)
    {
        using var patience = new CancellationTokenSource(Patience);
        var id = ++_calls;
        var call = new { id, method = "Runtime.evaluate", @params = new { expression, awaitPromise = true, returnByValue = true } };
        await _page.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            var message = await ReceiveAsync(patience.Token);
            if (message.TryGetProperty("id", out var of) && of.GetInt32() == id)
            {
                return message;
            }
        }
    }

    private async Task<JsonElement> ReceiveAsync(CancellationToken ct)
    {
        using var whole = new MemoryStream();
        var part = new byte[64 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _page.ReceiveAsync(part.AsMemory(), ct);
            whole.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonElement.Parse(whole.ToArray());
    }
}
