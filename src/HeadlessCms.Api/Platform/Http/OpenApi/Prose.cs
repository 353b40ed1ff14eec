using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>Comments are wrapped for the editor's width; the document's readers wrap them themselves.</summary>
internal static partial class Prose
{
    /// <summary>Unwraps every description of the document's operations and schemas.</summary>
    public static void Unwrap(OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            operation.Description = Unwrap(operation.Description);
            foreach (var parameter in operation.Parameters ?? [])
            {
                parameter.Description = Unwrap(parameter.Description);
            }
            foreach (var answer in operation.Responses!.Values.Where(answer => answer is OpenApiResponse))
            {
                answer.Description = Unwrap(answer.Description);
            }
        }
        foreach (var schema in document.Components!.Schemas!.Values)
        {
            schema.Description = Unwrap(schema.Description);
            foreach (var property in schema.Properties?.Values ?? [])
            {
                property.Description = Unwrap(property.Description);
                foreach (var choice in property.OneOf ?? [])
                {
                    choice.Description = Unwrap(choice.Description);
                }
                Decode(property as OpenApiSchema);
            }
        }
    }

    // The generator takes an <example> as it stands in the XML, with < written &lt;.
    private static void Decode(OpenApiSchema? schema) => schema?.Examples = schema.Examples?
        .Select(example => Decode(example, isText: schema.Type?.HasFlag(JsonSchemaType.String) is true))
        .ToList();

    // It also takes digits for a number, whatever the property is.
    private static JsonNode Decode(JsonNode example, bool isText) => example.GetValueKind() switch
    {
        JsonValueKind.String => JsonValue.Create(WebUtility.HtmlDecode(example.GetValue<string>())),
        JsonValueKind.Number when isText => JsonValue.Create(example.ToJsonString()),
        _ => example,
    };

    private static string? Unwrap(string? text) => text is null ? null : Wrap().Replace(text.Trim(), " ");

    // A line break alone; an empty line parts paragraphs and stays.
    [GeneratedRegex(@"(?<!\n)\n(?!\n)")]
    private static partial Regex Wrap();
}
