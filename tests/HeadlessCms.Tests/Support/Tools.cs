using System.Diagnostics;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>Programs that are not ours, asked for a second opinion on what we make.</summary>
internal static class Tools
{
    /// <summary>Skips the test, by the tool's name; in CI, where everything is installed, its absence is a failure.</summary>
    public static void SkipUnless(string name)
    {
        var reason = $"{name} is not installed";
        if (Ci.Runs)
        {
            Assert.True(Tool.Exists(name), reason);
        }
        Assert.SkipUnless(Tool.Exists(name), reason);
    }

    /// <summary>What it wrote to its standard output; anything but exit code 0 fails the test with its own words.</summary>
    public static async Task<byte[]> RunAsync(string name, string[] arguments, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // null only with UseShellExecute
        using var output = new MemoryStream();

        // All at once: a program waits for ever when one of its pipes is full.
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        var complaints = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await Task.WhenAll(reading, complaints, process.WaitForExitAsync());
        Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}: {await complaints}");
        return output.ToArray();
    }
}
