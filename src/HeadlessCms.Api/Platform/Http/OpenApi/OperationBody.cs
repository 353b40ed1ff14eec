using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>What an operation takes as its body; a merge patch gets a schema of its own, in which all may be left out.</summary>
internal sealed class OperationBody : IOpenApiOperationTransformer
{
    private const string Multipart = "multipart/form-data";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<AnyBody>().FirstOrDefault() is { } any)
        {
            operation.RequestBody = Any(any);
        }
        else if (operation.RequestBody is OpenApiRequestBody { Content: { } content } body)
        {
            Describe(body, content, metadata, context.Document);
        }
        return Task.CompletedTask;
    }

    private static OpenApiRequestBody Any(AnyBody any) => new()
    {
        Description = any.Description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["*/*"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", MaxLength = any.MaximumBytes } },
        },
    };

    private static void Describe(
        OpenApiRequestBody body, IDictionary<string, OpenApiMediaType> content, IList<object> metadata, OpenApiDocument? document)
    {
        body.Required = metadata.OfType<IAcceptsMetadata>().LastOrDefault() is not { IsOptional: true };
        var isPatch = metadata.OfType<MethodInfo>().FirstOrDefault()?.GetParameters().Any(IsPatch) ?? false;
        body.Description ??= isPatch
            ? "A JSON Merge Patch (RFC 7396): what is left out stays, null takes away."
            : content.ContainsKey(Multipart) ? "The parts of a form (RFC 7578)." : "The whole of it.";
        foreach (var media in content.Values.Where(_ => isPatch))
        {
            media.Schema = SchemaParts.ReferenceOf(media.Schema) is { } whole
                ? new OpenApiSchemaReference(PatchSchemas.NameOf(whole), document)
                : media.Schema;
        }
    }

    /// <summary>Whether a handler's parameter is a body sent whole.</summary>
    public static bool IsWhole(ParameterInfo parameter) =>
        parameter.ParameterType is { IsGenericType: true } type
        && (type.GetGenericTypeDefinition() == typeof(Body<>) || type.GetGenericTypeDefinition() == typeof(OptionalBody<>));

    /// <summary>Whether a handler's parameter is a merge patch.</summary>
    public static bool IsPatch(ParameterInfo parameter) =>
        parameter.ParameterType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Patch<>);
}
