using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Sandbox;

/// <summary>The README's lines for a partner's CI, as they stand there, in a shell.</summary>
public sealed partial class ReadmeSandboxTests
{
    // What the lines start, and what a partner's suite asks it.
    private static readonly string Program = $"#!/bin/sh\nexec dotnet '{Executable.Built("HeadlessCms.Api")}' \"$@\"\n";
    private const string Suite = "#!/bin/sh\ncurl -sSf -H \"Authorization: Bearer $KEY\" \"$API/v1/articles?limit=1&state=all\" && echo && echo \"$API\"\n";

    [Fact]
    public async Task They_run_a_suite_twice_and_leave_nothing_running()
    {
        using var folder = await PreparedAsync(Program);

        var addresses = new HashSet<string>();
        for (var turn = 1; turn <= 2; turn++)
        {
            var said = await RunAsync(folder);

            Assert.True(said.ExitCode == 0, said.Errors);
            Assert.StartsWith("{\"items\":[{", said.Output, StringComparison.Ordinal);
            addresses.Add(said.Output.TrimEnd('\n').Split('\n')[^1]);
        }
        Assert.Equal(2, addresses.Count); // the second did not ask the first
        using var http = new HttpClient();
        foreach (var address in addresses)
        {
            await Eventually.IsSoAsync("the sandbox has ended", TimeSpan.FromSeconds(30),
                async () => await Record.ExceptionAsync(() => http.GetAsync(new Uri(address))) is HttpRequestException);
        }
    }

    [Fact]
    public async Task They_end_when_the_sandbox_does_not_start()
    {
        using var folder = await PreparedAsync("#!/bin/sh\nexit 3\n");

        var said = await RunAsync(folder).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((1, ""), (said.ExitCode, said.Output));
    }

    private static async Task<TemporaryDirectory> PreparedAsync(string program)
    {
        foreach (var tool in (string[])["bash", "curl", "jq"])
        {
            Tools.SkipUnless(tool);
        }
        var folder = new TemporaryDirectory();
        foreach (var (path, text) in ((string, string)[])[("out/HeadlessCms.Api", program), ("bin/npm", Suite)])
        {
            var file = Path.Combine(folder.Path, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!); // a file's path has one
            await File.WriteAllTextAsync(file, text);
        }
        return folder;
    }

    private static async Task<ToolOutcome> RunAsync(TemporaryDirectory folder)
    {
        var readme = await File.ReadAllTextAsync(Repository.Locate("README.md"));
        var lines = Block().Matches(readme).Select(block => block.Groups["lines"].Value).Single(text => text.Contains("sandbox --port 0", StringComparison.Ordinal));
        return await Tool.RunAsync("bash", "-c", $"cd '{folder.Path}'; chmod +x out/* bin/*; PATH=\"$PWD/bin:$PATH\"\n{lines}");
    }

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
