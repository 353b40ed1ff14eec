using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Architecture;

/// <summary>What may stand in which kind of file.</summary>
internal static partial class FileRules
{
    public const int MaximumLines = 300;

    /// <summary>Each file that is longer than one can hold in mind.</summary>
    public static IReadOnlyList<string> TooLong(IEnumerable<SourceFile> files) =>
        [.. from file in files
            let lines = file.Text.TrimEnd('\n').Split('\n').Length
            where lines > MaximumLines
            select $"{file.Path} has {lines} lines"];

    /// <summary>Each file with SQL in a string that is neither a store, nor an index, nor a job, nor the storage itself.</summary>
    public static IReadOnlyList<string> SqlOutOfPlace(IEnumerable<SourceFile> files) =>
        [.. from file in files
            where !MayHoldSql(file)
            from literal in SqlIn(file)
            select $"{file.Path} holds SQL: {literal.Trim('$', '@', '"', ' ', '\n').Split('\n')[0]}"];

    /// <summary>Each store that knows of HTTP.</summary>
    public static IReadOnlyList<string> HttpOutOfPlace(IEnumerable<SourceFile> files) =>
        [.. from file in files
            where IsStore(file)
            let mention = Http().Match(CSharpText.Code(file.Text))
            where mention.Success
            select $"{file.Path} mentions {mention.Value}"];

    /// <summary>The strings of a file that hold a statement of SQL.</summary>
    public static IEnumerable<string> SqlIn(SourceFile file) =>
        CSharpText.Strings(file.Text).Where(literal => Sql().IsMatch(literal));

    public static bool IsStore(SourceFile file) => file.Name.EndsWith("Store.cs", StringComparison.Ordinal);

    private static bool MayHoldSql(SourceFile file) =>
        IsStore(file)
        || file.Name.EndsWith("Index.cs", StringComparison.Ordinal)
        || file.Path.StartsWith(House.Project + "Platform/Storage/", StringComparison.Ordinal)
        || Job().IsMatch(CSharpText.Code(file.Text));

    [GeneratedRegex(@"\bSELECT\s|\bINSERT\s+(OR\s+\w+\s+)?INTO\s|\bUPDATE\s[\s\S]*?\sSET\s|\bDELETE\s+FROM\s")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\b(HttpContext|HttpRequest|HttpResponse|IResult|TypedResults|StatusCodes)\b")]
    private static partial Regex Http();

    // "class OrphanSweeper(FileStore files) : PeriodicJob(…)", with its parameters over as many lines as it likes.
    [GeneratedRegex(@"\bclass\s+\w+\s*(\([^{;]*\))?\s*:\s*(PeriodicJob|BackgroundService)\b")]
    private static partial Regex Job();
}
