using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Architecture;

/// <summary>Who may know whom: for each folder, the folders its files may mention.</summary>
internal sealed class Dependencies(IReadOnlyDictionary<string, string[]> arrows)
{
    private readonly Regex _mention = Mention(arrows.Keys);

    /// <summary>Each place where a file mentions a folder that no arrow leads to, and each folder without arrows.</summary>
    public IReadOnlyList<string> Violations(IEnumerable<SourceFile> files) => [.. files.SelectMany(Violations)];

    /// <summary>The folders a file mentions, its own left out.</summary>
    public IEnumerable<string> MentionedBy(SourceFile file) => _mention.Matches(file.Text)
        .Select(match => match.Groups["folder"].Value)
        .Distinct()
        .Where(folder => folder != House.FolderOf(file));

    /// <summary>The folders that can reach themselves along the arrows; none, when the arrows go one way.</summary>
    public IReadOnlyList<string> Cycles() => [.. arrows.Keys.Where(folder => Reachable(folder).Contains(folder))];

    private IEnumerable<string> Violations(SourceFile file)
    {
        var folder = House.FolderOf(file);
        return arrows.TryGetValue(folder, out var allowed)
            ? MentionedBy(file).Except(allowed).Select(other => $"{file.Path}: {folder} may not know {other}")
            : [$"{file.Path}: {folder} has no line in the table of arrows"];
    }

    private HashSet<string> Reachable(string start)
    {
        var reached = new HashSet<string>();
        var next = new Queue<string>(arrows[start]);
        while (next.TryDequeue(out var folder))
        {
            if (reached.Add(folder))
            {
                Array.ForEach(arrows.GetValueOrDefault(folder, []), next.Enqueue);
            }
        }

        return reached;
    }

    // Within HeadlessCms.* the compiler takes "Articles.Article" for HeadlessCms.Articles.Article: both are mentions.
    private static Regex Mention(IEnumerable<string> folders)
    {
        var names = string.Join('|', folders.Where(folder => folder != House.Root).Select(Regex.Escape));
        return new Regex($@"(?<![\w.])(?:HeadlessCms\.(?<folder>{names})\b|(?<folder>{names})\.[A-Z])");
    }
}
