using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>
/// What an operation answers: media types and headers of its own answers, and every problem by reference: those its
/// metadata names, and those the layers around every handler can give.
/// </summary>
internal sealed class OperationAnswers : IOpenApiOperationTransformer
{
    private static readonly int[] OfAnyOperation = [401, 414, 429, 431, 500, 503];

    private static readonly Dictionary<int, string> Meanings = new()
    {
        [200] = "What was asked for.",
        [201] = "It was created; `Location` says where it lies.",
        [204] = "It is done.",
        [206] = "The part that was asked for.",
        [304] = "The copy at hand is current.",
        [308] = "It lies elsewhere now; `Location` says where. Repeat the request there.",
    };

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var answers = metadata.OfType<IProducesResponseTypeMetadata>().ToLookup(answer => answer.StatusCode);
        var own = operation.Responses ?? [];
        var statuses = answers.Select(group => group.Key)
            .Concat(OfAnyOperation)
            .Concat(HasContent(answers) ? [406] : [])
            .Concat(operation.RequestBody is null ? [] : [408]);
        operation.Responses = [];
        foreach (var status in statuses.Distinct().Order())
        {
            var key = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var described = own.GetValueOrDefault(key) as OpenApiResponse ?? new OpenApiResponse();
            operation.Responses[key] = status >= StatusCodes.Status400BadRequest
                ? Problem(status, described, context.Document)
                : Answer(status, described, answers[status], metadata, context.Document);
        }
        return Task.CompletedTask;
    }

    // A sentence the handler's comment has for this status replaces the general one.
    private static OpenApiResponseReference Problem(int status, OpenApiResponse described, OpenApiDocument? document) =>
        new(ProblemAnswers.NameOf(status), document) { Description = Said(status, described) };

    private static OpenApiResponse Answer(
        int status, OpenApiResponse described, IEnumerable<IProducesResponseTypeMetadata> answers, IList<object> metadata, OpenApiDocument? document)
    {
        var headers = metadata.OfType<AnswerHeaders>().Where(answer => answer.StatusCode == status).SelectMany(answer => answer.Names)
            .Concat(answers.Any(IsPage) ? ["Link"] : [])
            .Concat(PublicCors.IsOpen(metadata) ? HeaderCatalogue.OfCors : [])
            .Concat(HeaderCatalogue.OfLimits)
            .Concat(HeaderCatalogue.OfAll);
        var content = described.Content ?? new Dictionary<string, OpenApiMediaType>();
        // The framework takes the last of several types of one status; what they hold is the same.
        var schema = content.Values.FirstOrDefault()?.Schema;
        foreach (var type in answers.SelectMany(answer => answer.ContentTypes).Where(IsJson))
        {
            content.TryAdd(type, new OpenApiMediaType { Schema = schema });
        }
        foreach (var type in answers.SelectMany(answer => answer.ContentTypes).Where(type => !IsJson(type)))
        {
            content[type] = new OpenApiMediaType { Schema = IsText(type) ? SchemaParts.Text(0, SchemaBounds.MaximumText) : SchemaParts.Bytes() };
        }
        return new OpenApiResponse
        {
            Description = Said(status, described) ?? Meanings.GetValueOrDefault(status, ReasonPhrases.GetReasonPhrase(status)),
            Headers = HeaderCatalogue.References(headers, document),
            Content = content.Count > 0 ? content : null,
        };
    }

    private static string? Said(int status, OpenApiResponse described) =>
        string.IsNullOrEmpty(described.Description) || described.Description == ReasonPhrases.GetReasonPhrase(status) ? null : described.Description;

    // What has no content, or any, is acceptable to everybody.
    private static bool HasContent(ILookup<int, IProducesResponseTypeMetadata> answers) =>
        answers.Any(group => group.Key is >= 200 and < 300 && group.Any(answer => answer.ContentTypes.Any(type => type != "*/*")));

    private static bool IsPage(IProducesResponseTypeMetadata answer) =>
        answer.Type is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Page<>);

    private static bool IsJson(string type) => type.EndsWith("json", StringComparison.Ordinal);

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal) || type.EndsWith("yaml", StringComparison.Ordinal);
}
