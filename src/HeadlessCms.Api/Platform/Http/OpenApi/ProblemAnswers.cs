using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>The problems as answers that operations refer to, one a status, with all its kinds.</summary>
internal static class ProblemAnswers
{
    private static readonly Dictionary<int, string[]> Headers = new()
    {
        [401] = ["WWW-Authenticate"],
        [403] = ["X-Robots-Tag"],
        [405] = ["Allow"],
        [409] = ["Retry-After"],
        [412] = ["ETag"],
        [415] = ["Accept"],
        [416] = ["Content-Range"],
        [429] = ["Retry-After"],
        [503] = ["Retry-After"],
    };

    /// <summary>The component's name: that of the first kind of the status, <c>NotFound</c>.</summary>
    public static string NameOf(int status) => string.Concat(
        ProblemKinds.ForStatus(status).Slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>One for each status that an operation of the document answers.</summary>
    public static Dictionary<string, IOpenApiResponse> For(OpenApiDocument document) => ProblemKinds.All
        .GroupBy(kind => kind.Status)
        .Where(kinds => IsReferredTo(NameOf(kinds.Key), document))
        .ToDictionary(kinds => NameOf(kinds.Key), IOpenApiResponse (kinds) => Answer(kinds, document));

    private static bool IsReferredTo(string name, OpenApiDocument document) => document.Paths.Values
        .SelectMany(path => path.Operations!.Values)
        .SelectMany(operation => operation.Responses!.Values)
        .Any(answer => answer is OpenApiResponseReference reference && reference.Reference.Id == name);

    // All operations refer to the same problems.
    private static bool HasDeprecated(OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations!.Values).Any(operation => operation.Deprecated);

    private static OpenApiResponse Answer(IGrouping<int, ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join("\n\n", kinds.Select(kind => $"`{kind.Address}`: {kind.Title}. {kind.Meaning}")),
        Headers = HeaderCatalogue.References(
            [.. Headers.GetValueOrDefault(kinds.Key, []), .. HasDeprecated(document) ? Deprecation.Headers : [], "Cache-Control", "Vary", .. HeaderCatalogue.OfCors, .. HeaderCatalogue.OfLimits, .. HeaderCatalogue.OfAll], document),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemWriter.MediaType] = new()
            {
                Schema = new OpenApiSchemaReference(nameof(ProblemDocument), document),
                Example = Example(kinds.First()),
            },
        },
    };

    private static JsonObject Example(ProblemKind kind)
    {
        var problem = new JsonObject
        {
            ["type"] = kind.Address,
            ["title"] = kind.Title,
            ["status"] = kind.Status,
            ["detail"] = kind.Detail,
            ["instance"] = "/v1/articles",
            ["traceId"] = "0af7651916cd43dd8448eb211c80319c",
        };
        if (kind.Status == StatusCodes.Status400BadRequest)
        {
            problem["errors"] = new JsonArray(new JsonObject
            {
                ["parameter"] = "limit",
                ["code"] = "not_allowed",
                ["detail"] = "It must be a whole number from 1 to 100.",
            });
        }
        return problem;
    }
}
