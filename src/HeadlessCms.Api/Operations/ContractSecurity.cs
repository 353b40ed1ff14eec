using HeadlessCms.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Operations;

/// <summary>Which key an operation needs. A key may be sent to any operation, and is looked at wherever it is sent.</summary>
internal sealed class ContractSecurity : IOpenApiOperationTransformer
{
    private const string Scheme = "bearer";

    /// <summary>Names the scheme that operations refer to.</summary>
    public static void AddScheme(OpenApiDocument document) => document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        Description = "A key of this server (RFC 6750 section 2.1). What it allows are its scopes; each operation names the one it needs.",
    });

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var bearer = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] };
        var needed = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().LastOrDefault();
        operation.Security = needed is null ? [new OpenApiSecurityRequirement(), bearer] : [bearer];
        operation.Description = string.Join("\n\n", new[]
        {
            operation.Description ?? $"{operation.Summary}.",
            needed is null ? null : $"Needs a key with the scope `{needed.Scope}`.",
        }.OfType<string>());
        return Task.CompletedTask;
    }
}
