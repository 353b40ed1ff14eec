using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>Schemas of what is no JSON type of ours: parameters, headers, files.</summary>
internal static class SchemaParts
{
    /// <summary>What a file is in a document: bytes.</summary>
    public static OpenApiSchema Bytes(string? description = null) =>
        new() { Type = JsonSchemaType.String, Format = "binary", MaxLength = int.MaxValue, Description = description };

    /// <summary>A whole number within bounds.</summary>
    public static OpenApiSchema Integer(long minimum, long maximum) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = maximum > int.MaxValue || minimum < int.MinValue ? "int64" : "int32",
        Minimum = minimum.ToString(CultureInfo.InvariantCulture),
        Maximum = maximum.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Text within bounds.</summary>
    public static OpenApiSchema Text(long minimum, long maximum, string? pattern = null) => new()
    {
        Type = JsonSchemaType.String,
        MinLength = minimum > 0 ? (int)minimum : null,
        MaxLength = (int)maximum,
        Pattern = pattern,
    };

    /// <summary>Text of a format of fixed or known length.</summary>
    public static OpenApiSchema Formatted(string format) => new()
    {
        Type = JsonSchemaType.String,
        Format = format,
        MaxLength = SchemaBounds.LengthOf(format),
    };

    /// <summary>One of several words.</summary>
    public static OpenApiSchema Choice(IEnumerable<string> words) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. words.Select(word => (JsonNode)word)],
    };

    /// <summary>Several of these.</summary>
    public static OpenApiSchema List(OpenApiSchema items, long maximum, bool unique = true) => new()
    {
        Type = JsonSchemaType.Array,
        Items = items,
        MinItems = 1,
        MaxItems = (int)maximum,
        UniqueItems = unique ? true : null,
    };

    /// <summary>What is said of a schema, also where null may stand in its place.</summary>
    public static string? DescriptionOf(IOpenApiSchema schema) =>
        schema.Description ?? schema.OneOf?.Select(choice => choice.Description).FirstOrDefault(said => said is not null);

    /// <summary>The component a schema refers to, also where null may stand in its place; null when it refers to none.</summary>
    public static string? ReferenceOf(IOpenApiSchema? schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id,
        OpenApiSchema { OneOf: { Count: > 0 } choices } => choices.OfType<OpenApiSchemaReference>().FirstOrDefault()?.Reference.Id,
        _ => null,
    };
}
