using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>Makes an enumeration of what <see cref="AllowedValuesAttribute"/> says of an answer's property, or of each item of it; of what is sent, rules say it.</summary>
internal sealed class SchemaWords : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if ((context.JsonPropertyInfo?.AttributeProvider as MemberInfo)?.GetCustomAttribute<AllowedValuesAttribute>() is { } words)
        {
            var word = schema.Items as OpenApiSchema ?? schema;
            word.Enum = [.. words.Values.Select(value => value is string text ? (JsonNode)text : JsonNullSentinel.JsonNull)];
        }
        return Task.CompletedTask;
    }
}
