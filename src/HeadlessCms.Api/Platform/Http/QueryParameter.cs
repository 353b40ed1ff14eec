using System.Globalization;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// One parameter of a query, said once: it is read, refused and documented by this. Make one with the functions named
/// after its type.
/// </summary>
internal sealed record QueryParameter
{
    /// <summary>As the client writes it.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for the contract.</summary>
    public required string Description { get; init; }

    /// <summary>How its text is read.</summary>
    public required QueryKind Kind { get; init; }

    /// <summary>Least value, or least length in code points.</summary>
    public long Minimum { get; init; }

    /// <summary>Greatest value, length in code points, or number of items.</summary>
    public long Maximum { get; init; }

    /// <summary>What may stand there, for choices and names.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What an absent parameter means, when that can be said.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the operation is refused without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The form of its text, an ECMA 262 regular expression.</summary>
    public string? Pattern { get; init; }

    /// <summary>The form in words, as in "It must be …".</summary>
    public string? Form { get; init; }

    /// <summary>A whole number.</summary>
    public static QueryParameter Integer(string name, long minimum, long maximum, long? standard, string description) => new()
    {
        Name = name,
        Kind = QueryKind.Integer,
        Minimum = minimum,
        Maximum = maximum,
        Description = description,
        Default = standard?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Free text.</summary>
    public static QueryParameter Text(string name, int maximum, string description) =>
        new() { Name = name, Kind = QueryKind.Text, Minimum = 1, Maximum = maximum, Description = description };

    /// <summary>Text of a form that needs no words.</summary>
    public static QueryParameter Text(string name, int maximum, string pattern, string description) =>
        Text(name, maximum, pattern, $"{maximum} characters or less, of the form {pattern}", description);

    /// <summary>Text of a given form, with the words for it.</summary>
    public static QueryParameter Text(string name, int maximum, string pattern, string form, string description) =>
        Text(name, maximum, description) with { Pattern = pattern, Form = form };

    /// <summary>An absolute http or https address, as bodies have them.</summary>
    public static QueryParameter Address(string name, string description) =>
        new() { Name = name, Kind = QueryKind.Address, Minimum = 1, Maximum = WebAddress.MaximumLength, Pattern = WebAddress.Form, Description = description };

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static QueryParameter Flag(string name, string description) =>
        new() { Name = name, Kind = QueryKind.Flag, Description = description };

    /// <summary>RFC 3339 with an offset.</summary>
    public static QueryParameter Time(string name, string description) =>
        new() { Name = name, Kind = QueryKind.Time, Description = description };

    /// <summary>A day, <c>2026-11-23</c>.</summary>
    public static QueryParameter Date(string name, string description) =>
        new() { Name = name, Kind = QueryKind.Date, Description = description };

    /// <summary>One of several words.</summary>
    public static QueryParameter Choice(string name, IReadOnlyList<string> choices, string? standard, string description) =>
        new() { Name = name, Kind = QueryKind.Choice, Choices = choices, Default = standard, Description = description };

    /// <summary>Several of several words, separated by commas.</summary>
    public static QueryParameter Names(string name, IReadOnlyList<string> choices, string description) =>
        new() { Name = name, Kind = QueryKind.Names, Choices = choices, Maximum = choices.Count, Description = description };

    /// <summary>Ids, separated by commas.</summary>
    public static QueryParameter Ids(string name, int maximum, string description) =>
        new() { Name = name, Kind = QueryKind.Ids, Maximum = maximum, Description = description };
}

/// <summary>How the text of a parameter is read.</summary>
internal enum QueryKind
{
    Integer,
    Text,
    Address,
    Flag,
    Time,
    Date,
    Choice,
    Names,
    Ids,
}
