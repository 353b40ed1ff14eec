using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>What our own converters write: the generator does not look into them, and would leave the type open.</summary>
internal sealed class WrittenTypes : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type);
        if (WrittenAs(plain ?? type) is { } written)
        {
            schema.Type = written | (plain is null ? default : JsonSchemaType.Null);
        }
        if (schema.AdditionalProperties is OpenApiSchema { Type: null } element && context.JsonTypeInfo.ElementType is { } inner)
        {
            element.Type = WrittenAs(inner); // of a dictionary, which is not asked for by itself
        }
        return Task.CompletedTask;
    }

    private static JsonSchemaType? WrittenAs(Type type) => type switch
    {
        _ when type == typeof(DateTimeOffset) => JsonSchemaType.String,
        _ when type == typeof(long) || type == typeof(int) => JsonSchemaType.Integer,
        _ => null,
    };
}
