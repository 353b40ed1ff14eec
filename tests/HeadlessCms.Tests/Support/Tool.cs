using System.Diagnostics;

namespace HeadlessCms.Tests.Support;

/// <summary>What a program said before it ended.</summary>
internal sealed record ToolOutcome(int ExitCode, string Output, string Errors);

/// <summary>Programs of the machine that a few tests ask for a second opinion.</summary>
internal static class Tool
{
    /// <summary>Whether a program of that name can be started.</summary>
    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));

    /// <summary>Runs a program in the repository's root to its end, with nothing on its standard input.</summary>
    public static async Task<ToolOutcome> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // null only with UseShellExecute
        process.StandardInput.Close();

        // Both at once: a program waits for ever when one of its pipes is full.
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
