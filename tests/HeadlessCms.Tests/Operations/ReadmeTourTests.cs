using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Operations;

/// <summary>The README's tour, typed as it stands there into a shell, on the sample portal.</summary>
public sealed partial class ReadmeTourTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    // What the README shows of what is made anew each time: "…" is anything, and this is the new article's id.
    private const string NewId = "01a20b8d-9620-70b1-a6ee-e4cde8fe2efc";

    [Fact]
    public async Task Each_call_answers_what_it_says()
    {
        Tools.SkipUnless("curl");
        Tools.SkipUnless("zbarimg");
        var readme = await File.ReadAllTextAsync(Repository.Locate("README.md"));
        var calls = Call().Matches(Block().Matches(readme).Select(block => block.Value).Single(block => block.Contains("$ curl", StringComparison.Ordinal)));
        using var folder = new TemporaryDirectory();
        var id = NewId;

        Assert.Equal(6, calls.Count);
        Assert.Equal(readme.Split("$ curl").Length - 1, calls.Count); // there is none beside these
        foreach (var call in calls.Select(found => found.Groups))
        {
            var command = call["command"].Value.Replace("http://127.0.0.1:5080", sandbox.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
            var said = await Tool.RunAsync("bash", "-c", $"cd '{folder.Path}'\nkey={sandbox.Key}\n{command.Replace("curl ", "curl -sS ", StringComparison.Ordinal)}");
            Assert.True(said.ExitCode == 0, $"{command}: {said.Errors}");
            id = id == NewId && call["answer"].Value.Contains(NewId, StringComparison.Ordinal) ? Id().Match(said.Output).Value : id;
            var form = Regex.Escape(call["answer"].Value.Replace(NewId, id, StringComparison.Ordinal)).Replace("…", ".*?", StringComparison.Ordinal);
            Assert.True(Regex.IsMatch(said.Output.TrimEnd('\n'), $"^{form}$", RegexOptions.Singleline), $"{command} answers {said.Output}, the README says {call["answer"]}");
        }
        Assert.NotEqual(NewId, id);
    }

    [GeneratedRegex("^```sh\n.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    // A command goes on after a line that ends with \; its answer is the line below.
    [GeneratedRegex(@"^\$ (?<command>curl (?:.*\\\n)*.*)\n(?<answer>.+)$", RegexOptions.Multiline)]
    private static partial Regex Call();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();
}
