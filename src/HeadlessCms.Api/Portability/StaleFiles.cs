using System.Text.RegularExpressions;

namespace HeadlessCms.Portability;

/// <summary>
/// What an earlier export left in a folder and this one does not write: articles' files, told by how they begin, and the
/// files that the list of media there names. All else in the folder is somebody else's and stays.
/// </summary>
internal sealed partial class StaleFiles
{
    private const int LongestHead = 64;

    private readonly string _folder;
    private readonly HashSet<string> _earlier;

    /// <summary>Looks at what lies there before anything is written.</summary>
    public StaleFiles(string folder)
    {
        _folder = folder;
        _earlier = [.. ArticlesIn(folder), .. MediaIn(folder)];
    }

    /// <summary>Whether there are any, as far as is known.</summary>
    public bool Any => _earlier.Count > 0;

    /// <summary>Says that a file belongs to this export.</summary>
    public void Keep(string below, string name) => _earlier.Remove(Path.Combine(below, name));

    /// <summary>Removes what is left; their names in the folder.</summary>
    public IReadOnlyList<string> Remove()
    {
        var stale = _earlier.Order(StringComparer.Ordinal).ToList();
        stale.ForEach(name => File.Delete(Path.Combine(_folder, name)));
        return stale;
    }

    private static IEnumerable<string> ArticlesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "articles"))
            .Where(path => Path.GetExtension(path) is ".html" or ".md" && FrontMatter().IsMatch(HeadOf(path)))
            .Select(path => Path.Combine("articles", Path.GetFileName(path)));

    private static IEnumerable<string> MediaIn(string folder) =>
        new PortalReader(folder, new ImportFaults()).ReadMedia()
            .Where(entry => entry.IsSound)
            .Select(entry => Path.Combine("media", entry.File));

    private static string HeadOf(string path)
    {
        using var reader = new StreamReader(path);
        var head = new char[LongestHead];
        return new(head, 0, reader.ReadBlock(head, 0, head.Length));
    }

    [GeneratedRegex(@"\A---\r?\nid: [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\r?\n")]
    private static partial Regex FrontMatter();
}
