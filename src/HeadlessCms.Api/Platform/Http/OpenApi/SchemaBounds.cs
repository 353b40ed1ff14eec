using System.Globalization;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>Bounds for what no rule bounds, so that a client knows what the worst is.</summary>
internal static class SchemaBounds
{
    /// <summary>The greatest integer that every JSON reader keeps exactly (RFC 7493 section 2.2).</summary>
    public const long MaximumInteger = 9_007_199_254_740_991;

    /// <summary>Characters of a text: what a body can hold.</summary>
    public const int MaximumText = JsonBodies.MaximumBytes;

    private const int MaximumItems = 100_000;

    /// <summary>The greatest length of a text of this format.</summary>
    public static int LengthOf(string? format) => format switch
    {
        "uuid" => 36,
        "date" => 10,
        "date-time" => 64,
        "uri" or "uri-reference" => 2048,
        _ => MaximumText,
    };

    /// <summary>Bounds a schema and all it holds. What we answer counts something, and is never negative.</summary>
    public static void Apply(IOpenApiSchema? schema, bool isInput)
    {
        if (schema is not OpenApiSchema inline)
        {
            return;
        }
        Bound(inline, isInput);
        Apply(inline.Items, isInput);
        Apply(inline.AdditionalProperties, isInput);
        foreach (var part in (IEnumerable<IOpenApiSchema>)
            [.. inline.Properties?.Values ?? [], .. inline.OneOf ?? [], .. inline.AnyOf ?? [], .. inline.AllOf ?? []])
        {
            Apply(part, isInput);
        }
    }

    private static void Bound(OpenApiSchema schema, bool isInput)
    {
        if (schema is { Type: null, Enum.Count: > 0 })
        {
            schema.Type = JsonSchemaType.String; // the generator leaves it out
        }
        if (schema.Type is not { } type)
        {
            return;
        }
        if (type.HasFlag(JsonSchemaType.String) && schema is { Format: not "binary", Enum: null or [] })
        {
            schema.MaxLength ??= LengthOf(schema.Format);
        }
        if (type.HasFlag(JsonSchemaType.Integer))
        {
            var greatest = schema.Format == "int32" ? int.MaxValue : MaximumInteger;
            schema.Minimum ??= (isInput ? -greatest : 0).ToString(CultureInfo.InvariantCulture);
            schema.Maximum ??= greatest.ToString(CultureInfo.InvariantCulture);
        }
        if (type.HasFlag(JsonSchemaType.Array))
        {
            schema.MaxItems ??= MaximumItems;
        }
    }
}
