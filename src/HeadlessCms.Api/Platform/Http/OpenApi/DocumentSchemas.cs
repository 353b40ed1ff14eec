using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>
/// Finishes the document's components once all operations are known: rules and bounds in the schemas, the schemas of
/// merge patches, the problems and headers that operations refer to. In alphabetical order, so that changes read well.
/// </summary>
internal sealed class DocumentSchemas(IOptions<JsonOptions> json) : IOpenApiDocumentTransformer
{
    /// <inheritdoc/>
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var components = document.Components ??= new OpenApiComponents();
        var schemas = components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        var descriptions = context.DescriptionGroups.SelectMany(group => group.Items)
            .Where(description => ContractServices.IsIn(description, context.DocumentName)).ToList();
        var types = new SchemaTypes(json.Value.SerializerOptions, descriptions);

        if (!schemas.ContainsKey(nameof(ProblemDocument)))
        {
            document.AddComponent(nameof(ProblemDocument), await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), null, cancellationToken));
        }
        foreach (var (name, type) in types.All.Where(type => schemas.ContainsKey(type.Key)))
        {
            SchemaShape.Finish((OpenApiSchema)schemas[name], type);
            if (context.ApplicationServices.GetService(typeof(IValidator<>).MakeGenericType(type.Type)) is IValidator rules)
            {
                new SchemaRules(schemas, json.Value.SerializerOptions).Apply(rules, (OpenApiSchema)schemas[name]);
            }
        }
        schemas.Remove(nameof(IFormFile)); // bytes, said where they stand
        schemas.Remove(nameof(JsonNode)); // anything, said likewise
        foreach (var (name, schema) in schemas)
        {
            SchemaBounds.Apply(schema, isInput: types.Inputs.Contains(name));
            if (types.Inputs.Contains(name) && schema is OpenApiSchema { Properties.Count: > 0, AdditionalProperties: null } input)
            {
                input.AdditionalPropertiesAllowed = false; // what nobody knows is refused
            }
        }
        new PatchSchemas(document).Add(types.Patched);
        types.OnlyPatched.ToList().ForEach(name => schemas.Remove(name));
        Prose.Unwrap(document);

        components.Responses = ProblemAnswers.For(document);
        components.Headers = HeaderCatalogue.All
            .Where(header => IsReferredTo(header.Key, document))
            .ToDictionary(header => header.Key, IOpenApiHeader (header) => header.Value);
        components.Schemas = schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary();
    }

    private static bool IsReferredTo(string header, OpenApiDocument document) => document.Paths.Values
        .SelectMany(path => path.Operations!.Values)
        .SelectMany(operation => operation.Responses!.Values)
        .Concat(document.Components!.Responses!.Values)
        .Any(answer => answer.Headers?.ContainsKey(header) is true);
}
