using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Architecture;

/// <summary>The production project as the rules see it: files in folders, a slice per folder.</summary>
internal static class House
{
    public const string Project = "src/HeadlessCms.Api/";

    /// <summary>The name the rules give to files that lie in no folder: <c>Program.cs</c>, <c>ApiHost.cs</c>.</summary>
    public const string Root = "the root";

    public const string Platform = "Platform";

    public static IReadOnlyList<SourceFile> Files => Repository.SourceFiles(Project);

    /// <summary>The top-level folder a file of the project belongs to.</summary>
    public static string FolderOf(SourceFile file)
    {
        var path = file.Path[Project.Length..];
        return path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : Root;
    }
}
