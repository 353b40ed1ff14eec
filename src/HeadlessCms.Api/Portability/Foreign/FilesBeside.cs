namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// The files that lie in a folder from elsewhere. Nothing outside it is reached: not by <c>..</c>, not by a link, neither of a file
/// nor of a folder.
/// </summary>
internal sealed class FilesBeside
{
    private readonly string _root;

    /// <param name="folder">Where they lie.</param>
    public FilesBeside(string folder) => _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The full path of a file by its path in the folder, with slashes; null when there is none, or it leads outside.</summary>
    public string? Find(string path)
    {
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length == 0 || steps.Any(step => step is "." or ".." || step.IndexOfAny(['\\', ':', '\0']) >= 0))
        {
            return null;
        }
        var here = _root;
        for (var at = 0; at < steps.Length; at++)
        {
            here = Path.Combine(here, steps[at]);
            FileSystemInfo found = at < steps.Length - 1 ? new DirectoryInfo(here) : new FileInfo(here);
            if (found is not { Exists: true, LinkTarget: null })
            {
                return null;
            }
        }
        return here;
    }

    /// <summary>The file of an address as it stands in a text of which nobody knows where it was shown; null when there is none, or it is a whole address.</summary>
    public string? FindWritten(string address) => Find(Uri.UnescapeDataString(address.Split('?', '#')[0]));

    /// <summary>
    /// The file of a web address: by its whole path, or by an ending of it that still has so many steps, as people keep a part of a
    /// site's folders.
    /// </summary>
    public string? Find(Uri address, int leastSteps)
    {
        var steps = Uri.UnescapeDataString(address.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var from = 0; steps.Length - from >= Math.Min(leastSteps, steps.Length) && from < steps.Length; from++)
        {
            if (Find(string.Join('/', steps[from..])) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    /// <summary>The path of a file in the folder, with slashes.</summary>
    public string NameOf(string file) => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Every file with one of these extensions, in the order of names, a folder's own before those of the folders in it.</summary>
    public IEnumerable<string> All(params string[] extensions) => AllIn(_root, extensions, depth: 0);

    private static IEnumerable<string> AllIn(string folder, string[] extensions, int depth)
    {
        const int Deepest = 64;
        foreach (var file in Sorted(new DirectoryInfo(folder).EnumerateFiles()).Where(file => extensions.Contains(file.Extension.ToLowerInvariant())))
        {
            yield return file.FullName;
        }
        foreach (var below in Sorted(new DirectoryInfo(folder).EnumerateDirectories()).Where(_ => depth < Deepest))
        {
            foreach (var file in AllIn(below.FullName, extensions, depth + 1))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> found) where T : FileSystemInfo => found
        .Where(one => one.LinkTarget is null && !one.Name.StartsWith('.'))
        .OrderBy(one => one.Name, StringComparer.Ordinal);
}
