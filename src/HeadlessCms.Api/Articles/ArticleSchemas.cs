using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Articles;

/// <summary>
/// Says in the contract which properties an article has where: one type is answered whole, and in lists without what
/// <c>include</c> adds. What is only on demand or for editors is never promised.
/// </summary>
internal sealed class ArticleSchemas : IOpenApiDocumentTransformer
{
    private const string Summary = "ArticleSummary";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var schemas = document.Components!.Schemas!;
        var article = (OpenApiSchema)schemas[nameof(Article)];
        var summary = (OpenApiSchema)article.CreateShallowCopy();
        summary.Description = "An article in a list: `include` adds what is left out, `fields` trims.";
        summary.Properties = article.Properties!.ToDictionary(property => property.Key, property => property.Value.CreateShallowCopy());
        summary.Required = ArticleSelection.Item.Names.ToHashSet();
        article.Required = ArticleSelection.Always.ToHashSet();
        document.AddComponent(Summary, summary);

        var reference = new OpenApiSchemaReference(Summary, document);
        ((OpenApiSchema)((OpenApiSchema)schemas[$"{nameof(Article)}{nameof(Page<>)}"]).Properties!["items"]).Items = reference;
        var neighbours = ((OpenApiSchema)schemas[nameof(Neighbours)]).Properties!;
        foreach (var name in neighbours.Keys.ToList())
        {
            neighbours[name] = new OpenApiSchema
            {
                Description = neighbours[name].Description,
                OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference],
            };
        }
        return Task.CompletedTask;
    }
}
