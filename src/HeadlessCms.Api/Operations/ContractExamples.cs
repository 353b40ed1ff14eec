using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.OpenApi;

namespace HeadlessCms.Operations;

/// <summary>
/// What operations take and answer, by example. The examples lie in <c>examples.json</c>, by operation, then
/// <c>path</c>, <c>request</c> or the status: a test records them from the sample portal, and fails when they are no longer what it answers.
/// </summary>
internal sealed class ContractExamples : IOpenApiOperationTransformer
{
    private const string Path = "path";
    private const string Request = "request";

    private static readonly Lazy<JsonObject> Recorded = new(Read);

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is { } id && Recorded.Value[id] is JsonObject recorded)
        {
            Show((string?)recorded[Path], context.Description.RelativePath, operation.Parameters);
            Show(recorded[Request], operation.RequestBody?.Content);
            foreach (var (status, answer) in operation.Responses ?? [])
            {
                Show(recorded[status], answer.Content);
            }
        }
        return Task.CompletedTask;
    }

    // What stood in the path where the template has a name.
    private static void Show(string? path, string? template, IList<IOpenApiParameter>? parameters)
    {
        var values = new RouteValueDictionary();
        if (path is null || template is null || !new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch(path, values))
        {
            return;
        }
        foreach (var parameter in (parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
        {
            var value = (string?)values[parameter.Name!]; // the template names it too
            parameter.Example = parameter.Schema?.Type is JsonSchemaType.Integer ? JsonNode.Parse(value!) : value;
        }
    }

    private static void Show(JsonNode? example, IDictionary<string, OpenApiMediaType>? content)
    {
        foreach (var (type, media) in content ?? new Dictionary<string, OpenApiMediaType>())
        {
            // What is no JSON was recorded as it is.
            if (example is not null && IsJson(type) == (example.GetValueKind() is not JsonValueKind.String))
            {
                media.Example = example.DeepClone();
            }
        }
    }

    private static bool IsJson(string type) => type.EndsWith("/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal);

    private static JsonObject Read()
    {
        using var file = typeof(ContractExamples).Assembly.GetManifestResourceStream("examples.json")!; // embedded by the project
        return JsonNode.Parse(file)!.AsObject(); // an object, or the test that writes it is wrong
    }
}
