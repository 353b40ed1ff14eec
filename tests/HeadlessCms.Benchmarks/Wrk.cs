using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HeadlessCms.Benchmarks;

/// <summary>The load generator (Debian package <c>wrk</c>): one thread, as it shares two cores with the server.</summary>
internal static partial class Wrk
{
    /// <summary>Whether it is installed.</summary>
    public static bool IsHere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    /// <summary>Answers a second.</summary>
    /// <param name="url">What is asked for.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="connections">At once.</param>
    /// <param name="script">Lua, where requests differ.</param>
    /// <param name="header">One that is sent along.</param>
    public static async Task<double> RateAsync(Uri url, int seconds, int connections = 64, string? script = null, string? header = null)
    {
        string[] arguments =
        [
            "-t1", $"-c{connections}", $"-d{seconds}s",
            .. script is null ? Array.Empty<string>() : ["-s", script],
            .. header is null ? Array.Empty<string>() : ["-H", header],
            url.ToString(),
        ];
        using var process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{url}: {said}");
        }
        return double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();
}
