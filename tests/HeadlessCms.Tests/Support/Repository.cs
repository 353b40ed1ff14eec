namespace HeadlessCms.Tests.Support;

/// <summary>One file of the tree: its path from the repository's root, with '/', and what it says.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    // Failing assertions print what they looked at: the path is enough.
    public override string ToString() => Path;
}

/// <summary>The working tree these tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Where a path of the repository lies on this disk.</summary>
    public static string Locate(string path) => Path.Combine(Root, path);

    /// <summary>Every C# file below a folder, in the order of its path.</summary>
    public static IReadOnlyList<SourceFile> SourceFiles(string folder) =>
        [.. Directory.EnumerateFiles(Locate(folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(Root, file).Replace('\\', '/'), File: file))
            .Where(found => !found.Path.Contains("/node_modules/", StringComparison.Ordinal))
            .OrderBy(found => found.Path, StringComparer.Ordinal)
            .Select(found => new SourceFile(found.Path, File.ReadAllText(found.File)))];

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has HeadlessCms.sln"),
        _ when File.Exists(Path.Combine(folder.FullName, "HeadlessCms.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
