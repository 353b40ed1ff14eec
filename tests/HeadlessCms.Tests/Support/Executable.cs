using System.Diagnostics;
using System.Globalization;

namespace HeadlessCms.Tests.Support;

/// <summary>The built program, run as an operator runs it.</summary>
internal static class Executable
{
    // The reference copies the whole program beside the tests, with what it needs to start.
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "HeadlessCms.Api.dll");

    /// <summary>How to start it, with nothing of the settings and environment the tests themselves run in.</summary>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments) =>
        StartAt(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [Program, .. arguments]);

    /// <summary>The same of any program.</summary>
    public static ProcessStartInfo StartAt(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Cms__", StringComparison.OrdinalIgnoreCase) || name is "ASPNETCORE_URLS" or "URLS").ToList())
        {
            start.Environment.Remove(name);
        }
        return start;
    }

    /// <summary>The same with no more memory for its objects than so many bytes: whatever needs more ends it.</summary>
    public static ProcessStartInfo InHeap(int bytes, ProcessStartInfo start)
    {
        start.Environment["DOTNET_GCHeapHardLimit"] = bytes.ToString("x", CultureInfo.InvariantCulture);
        return start;
    }

    /// <summary>The same from where it was built, beside which lies what the build prepares for it.</summary>
    public static ProcessStartInfo StartBuilt(params IEnumerable<string> arguments)
    {
        var start = Start(arguments);
        start.ArgumentList[0] = Built("HeadlessCms.Api");
        return start;
    }

    /// <summary>Where a project's program was built.</summary>
    public static string Built(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory); // bin/<project>/<configuration>
        return Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<ToolOutcome> RunAsync(params string[] arguments) => RunAsync(Start(arguments));

    /// <summary>The same, started so.</summary>
    public static async Task<ToolOutcome> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!; // null only with UseShellExecute
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
