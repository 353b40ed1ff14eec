using System.Text.Json;
using System.Text.RegularExpressions;

namespace HeadlessCms.Platform.Http;

/// <summary>JSON Pointers (RFC 6901), and how the words of our libraries become one.</summary>
internal static partial class Pointers
{
    /// <summary>A name as a part of a pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>FluentValidation's <c>Attachments[2].Id</c> is <c>/attachments/2/id</c>.</summary>
    public static string FromProperty(string path) => path.Length == 0 ? "" : "/" + string.Join('/', path
        .Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
        .Split('.', StringSplitOptions.RemoveEmptyEntries)
        .Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>The serializer's <c>$.attachments[2].id</c> or <c>$['odd name']</c> is a pointer too.</summary>
    public static string FromPath(string? path) => string.Concat(Part().Matches(path ?? "").Select(part =>
        "/" + Escape(part.Groups.Values.Skip(1).First(group => group.Success).Value)));

    [GeneratedRegex(@"\.([^.\[]+)|\[(\d+)\]|\['(.*?)'\]")]
    private static partial Regex Part();
}

/// <summary>FluentValidation calls its rules by class names; clients get words that stay.</summary>
internal static class RuleCodes
{
    /// <summary>The public code; one that a rule chose itself stays.</summary>
    public static string Of(string code) => code switch
    {
        "NotEmptyValidator" or "NotNullValidator" => "required",
        "MaximumLengthValidator" => "too_long",
        "MinimumLengthValidator" => "too_short",
        "LengthValidator" or "ExactLengthValidator" => "wrong_length",
        "RegularExpressionValidator" => "wrong_form",
        "InclusiveBetweenValidator" or "ExclusiveBetweenValidator" or "GreaterThanValidator"
            or "GreaterThanOrEqualValidator" or "LessThanValidator" or "LessThanOrEqualValidator" => "out_of_range",
        _ when code.EndsWith("Validator", StringComparison.Ordinal) => "not_allowed",
        _ => code,
    };
}
