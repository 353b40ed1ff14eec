using System.CommandLine;

namespace HeadlessCms.Commands;

/// <summary>How a portal lies outside: as files in a folder, or as lines of JSON in one file.</summary>
internal static class TransferFormat
{
    private const string Folder = "folder";
    private const string Lines = "ndjson";

    /// <summary>The option both verbs have.</summary>
    public static Option<string> Option()
    {
        var format = new Option<string>("--format") { Description = $"'{Folder}': plain files; '{Lines}': one file of lines, as /v1/export and /v1/import have it.", DefaultValueFactory = _ => Folder };
        format.AcceptOnlyFromAmong(Folder, Lines);
        return format;
    }

    /// <summary>Whether lines are wanted.</summary>
    public static bool IsLines(ParseResult parsed, Option<string> format) => parsed.GetValue(format) == Lines;
}
