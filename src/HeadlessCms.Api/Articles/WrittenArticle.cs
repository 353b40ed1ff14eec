using System.Reflection;
using System.Text.Json.Nodes;
using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Articles;

/// <summary>
/// What every write of an article answers: the working copy with its tag, or why nothing was stored. Endpoints name
/// the problems they can come to in their metadata.
/// </summary>
internal sealed class WrittenArticle(ArticleWrite write, bool created = false) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (write.Instead is not null)
        {
            await write.Instead.ExecuteAsync(httpContext);
            return;
        }
        IResult answer = (write.Article, write.Tag) switch
        {
            ({ } article, { } tag) when created => new CreatedAt<JsonObject>(article["links"]!["self"]!.GetValue<string>(), article, tag),
            ({ } article, { } tag) => new Written<JsonObject>(article, tag),
            _ => TypedResults.NoContent(),
        };
        await answer.ExecuteAsync(httpContext);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        if (method.Name.StartsWith("Create", StringComparison.Ordinal))
        {
            CreatedAt<Article>.PopulateMetadata(method, builder);
        }
        else
        {
            Written<Article>.PopulateMetadata(method, builder);
        }
    }
}
