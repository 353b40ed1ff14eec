using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>What one sees first on opening the repository is all that must be understood first.</summary>
public sealed class TopLevelTests
{
    private static readonly string[] Names =
        ["Directory.Build.props", "HeadlessCms.sln", "README.md", "openapi.yaml", "seeds", "src", "tests"];

    [Fact]
    public async Task The_top_level_holds_what_everyone_looks_for_and_dotfiles()
    {
        Assert.SkipUnless(Ci.Runs || Tool.Exists("git"), "git is not installed");

        // In a container the files often belong to another user, which git refuses unless told.
        var listed = await Tool.RunAsync("git", "-c", "safe.directory=*", "ls-files", "-z");

        Assert.SkipUnless(Ci.Runs || listed.ExitCode == 0, $"git cannot list this tree: {listed.Errors}");
        Assert.Equal((0, ""), (listed.ExitCode, listed.Errors));
        Assert.Empty(Faults(TopLevel(listed.Output)));
    }

    [Fact]
    public void A_stranger_and_a_gap_are_found()
    {
        Assert.Empty(Faults([".editorconfig", .. Names]));
        Assert.Equal(["notes.txt is not one of the top level's names"], Faults(["notes.txt", .. Names]));
        Assert.Equal(["README.md is missing"], Faults([.. Names.Where(name => name != "README.md")]));
    }

    private static IReadOnlyCollection<string> TopLevel(string paths) =>
        [.. paths.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => path.Split('/')[0]).Distinct()];

    private static IReadOnlyList<string> Faults(IReadOnlyCollection<string> names) =>
    [
        .. names.Where(name => !name.StartsWith('.')).Except(Names).Select(name => $"{name} is not one of the top level's names"),
        .. Names.Except(names).Select(name => $"{name} is missing"),
    ];
}
