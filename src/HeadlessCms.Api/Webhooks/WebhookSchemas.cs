using HeadlessCms.Changes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Webhooks;

/// <summary>Says in the contract what webhooks are called with: <c>webhooks</c> of OpenAPI 3.1.</summary>
internal sealed class WebhookSchemas : IOpenApiDocumentTransformer
{
    private static readonly (string Name, string Description, string Pattern, string Example)[] Headers =
    [
        ("webhook-id", "Names the message: the same in each try, so that one that comes twice is known.", "^msg_[0-9a-f]{32}$", "msg_0190f3c27b1e7c449a530d3f5d2c8a11"),
        ("webhook-timestamp", "When this try was made, in seconds since 1970. Refuse what is older than a few minutes.", "^[0-9]{1,12}$", "1732492800"),
        ("webhook-signature",
            "`v1,` and the HMAC-SHA256 in base64 of id, timestamp and body, joined by full stops, under the bytes that follow `whsec_` in base64; two of them, by a blank, while a secret is rotated.",
            "^v1,[A-Za-z0-9+/=]{44}( v1,[A-Za-z0-9+/=]{44})?$", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
    ];

    /// <inheritdoc/>
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>();
        await AddAsync<ArticleEvent>(
            "articleChanged", "An article became different for the public",
            $"Of the kinds `{ChangeKind.Published}`, `{ChangeKind.Updated}`, `{ChangeKind.Corrected}`, `{ChangeKind.Withdrawn}` and `{ChangeKind.Deleted}`. Those of one article come in their order.");
        await AddAsync<CategoryEvent>("categoryChanged", "The tree or the site became different", $"Of the kind `{ChangeKind.Category}`.");
        await AddAsync<TestEvent>("webhookTested", "Somebody wants to see whether it arrives", "Asked for by `testWebhook`; made once.");

        async Task AddAsync<T>(string name, string summary, string description)
        {
            if (document.Components?.Schemas?.ContainsKey(typeof(T).Name) is not true)
            {
                document.AddComponent(typeof(T).Name, await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken));
            }
            document.Webhooks[name] = new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation>
                {
                    [HttpMethod.Post] = new()
                    {
                        OperationId = name,
                        Summary = summary,
                        Description = description,
                        Tags = new HashSet<OpenApiTagReference> { new("Webhooks", document) },
                        Security = [new OpenApiSecurityRequirement()],
                        Parameters = [.. Headers.Select(HeaderOf)],
                        RequestBody = new OpenApiRequestBody
                        {
                            Required = true,
                            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(typeof(T).Name, document) } },
                        },
                        Responses = new OpenApiResponses
                        {
                            ["204"] = new OpenApiResponse { Description = "It was taken. Any status from 200 to 299 says so, whatever the body." },
                            ["410"] = new OpenApiResponse { Description = "It is not wanted any more: the webhook is disabled." },
                        },
                    },
                },
            };
        }
    }

    private static IOpenApiParameter HeaderOf((string Name, string Description, string Pattern, string Example) header) => new OpenApiParameter
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Required = true,
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = header.Pattern, MaxLength = 200 },
        Example = header.Example,
    };
}
