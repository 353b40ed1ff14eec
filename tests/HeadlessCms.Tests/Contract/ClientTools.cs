using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>The mock, the validating proxy and the generators of clients that lie in <c>clients/</c>, installed by npm.</summary>
internal static class ClientTools
{
    public const string Folder = "tests/HeadlessCms.Tests/Contract/clients";

    /// <summary>Skips the test where they are not installed; in CI nothing may be missing.</summary>
    public static void SkipWhereMissing()
    {
        Assert.SkipUnless(Ci.Runs || Tool.Exists("node"), "node is not installed");
        Assert.SkipUnless(
            Ci.Runs || Directory.Exists(Repository.Locate($"{Folder}/node_modules")), $"the clients' tools are not installed: run npm ci in {Folder}");
    }

    /// <summary>Where a program of theirs lies.</summary>
    public static string Locate(string program) => Repository.Locate($"{Folder}/node_modules/{program}");

    /// <summary>What a script says; anything but exit code 0 fails the test with its own words.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var ended = await Tool.RunAsync("node", [script, .. arguments]);
        Assert.True(ended.ExitCode == 0, $"{script} ended with {ended.ExitCode}: {ended.Output}{ended.Errors}");
        return ended.Output;
    }
}
