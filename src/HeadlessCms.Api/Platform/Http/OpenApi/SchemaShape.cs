using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>What the generator does not see of a type: that files are bytes, and what may be left out.</summary>
internal static class SchemaShape
{
    /// <summary>Says that words are text, and that what is left out when null is never null.</summary>
    public static void Finish(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }
        foreach (var property in type.Properties.Where(property => schema.Properties?.ContainsKey(property.Name) is true))
        {
            if (property.PropertyType == typeof(IFormFile))
            {
                var file = SchemaParts.Bytes(schema.Properties![property.Name].Description);
                file.MinLength = 1; // an empty file is none
                schema.Properties[property.Name] = file;
            }
            if (property.PropertyType == typeof(JsonNode))
            {
                schema.Properties![property.Name] = new OpenApiSchema { Description = SchemaParts.DescriptionOf(schema.Properties[property.Name]) }; // any JSON, null too
            }
            if (IsLeftOut(property))
            {
                schema.Properties![property.Name] = WithoutNull(schema.Properties[property.Name]);
            }
        }
    }

    /// <summary>The same, but never null.</summary>
    public static IOpenApiSchema WithoutNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { Type: { } type } inline)
        {
            inline.Type = type & ~JsonSchemaType.Null;
        }
        return schema is OpenApiSchema { OneOf: { Count: > 0 } choices }
            ? choices.OfType<OpenApiSchemaReference>().FirstOrDefault() ?? schema
            : schema;
    }

    /// <summary>The same, or null.</summary>
    public static IOpenApiSchema WithNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchemaReference)
        {
            return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, schema] };
        }
        if (schema is OpenApiSchema { Type: { } type } inline)
        {
            inline.Type = type | JsonSchemaType.Null;
        }
        return schema;
    }

    private static bool IsLeftOut(JsonPropertyInfo property) => property.AttributeProvider is MemberInfo member
        && member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.WhenWritingNull };
}
