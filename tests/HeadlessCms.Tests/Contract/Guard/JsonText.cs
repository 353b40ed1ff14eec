using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>JSON as text, and patterns and formats of text as JSON Schema means them.</summary>
internal static partial class JsonText
{
    // A tree of categories is answered as deep as its sections are.
    private const int MaximumDepth = 4096;

    /// <summary>Reads bodies as deep as the API answers them.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MaximumDepth };

    /// <summary>Writes bodies as deep as the API answers them.</summary>
    public static JsonSerializerOptions Writing { get; } = new() { MaxDepth = MaximumDepth };

    /// <summary>An ECMA 262 pattern: there <c>$</c> is the very end, and digits and words are ASCII.</summary>
    public static Regex Pattern(string pattern)
    {
        var own = End().Replace(pattern, @"\z").Replace(@"\d", "[0-9]", StringComparison.Ordinal).Replace(@"\w", "[A-Za-z0-9_]", StringComparison.Ordinal);
        return new Regex(own, RegexOptions.CultureInvariant);
    }

    /// <summary>Whether text is of a format; a format nobody knows is refused.</summary>
    public static Func<string, bool> Format(string format) => format switch
    {
        "uuid" => Uuid().IsMatch,
        "date" => text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text => Time().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uri" => text => Address().IsMatch(text) && Scheme().IsMatch(text),
        "uri-reference" => text => Address().IsMatch(text),
        "email" => text => Mail().IsMatch(text),
        "int32" or "int64" or "double" or "binary" => _ => true, // of numbers, or bytes that are not in JSON
        _ => throw new NotSupportedException($"The validator does not know the format '{format}': teach it to JsonText.cs."),
    };

    [GeneratedRegex(@"(?<!\\)\$")]
    private static partial Regex End();

    [GeneratedRegex(@"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\z", RegexOptions.IgnoreCase)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"^(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.\-]*:.")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)*\z")]
    private static partial Regex Mail();
}
