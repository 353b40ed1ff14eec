using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Architecture;

/// <summary>One statement that writes: the file it stands in, the folder of that file, the table it names.</summary>
internal sealed record TableWrite(string Path, string Folder, string Table);

/// <summary>A table has one writing folder; any store may join it for reading.</summary>
internal static partial class TableOwners
{
    /// <summary>Each table that more than one folder writes, and each write that hides its table's name in an interpolation.</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<SourceFile> files)
    {
        var writes = Writes(files);
        return
        [
            .. writes.Where(write => write.Table.StartsWith('{'))
                .Select(write => $"{write.Path} writes {write.Table}: a table's name is written out, so that its owner can be found"),
            .. writes.GroupBy(write => write.Table)
                .Where(table => table.Select(write => write.Folder).Distinct().Count() > 1)
                .Select(table => $"{table.Key} is written by {string.Join(", ", table.Select(write => write.Path).Distinct())}"),
        ];
    }

    /// <summary>Every writing statement in the strings of these files.</summary>
    public static IReadOnlyList<TableWrite> Writes(IEnumerable<SourceFile> files) =>
        [.. from file in files
            from literal in CSharpText.Strings(file.Text)
            from Match write in Statements().Matches(literal)
            select new TableWrite(file.Path, House.FolderOf(file), write.Groups["table"].Value)];

    // Case tells a table from a word of SQL: "DO UPDATE SET" and "FOR UPDATE SKIP LOCKED" name none.
    [GeneratedRegex(@"\b(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE|MERGE)\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+(?<table>[a-z_]\w*|\{[^}]*\}+)")]
    private static partial Regex Statements();
}
