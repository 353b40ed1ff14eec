using System.Reflection;
using System.Text.Json.Nodes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
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
        var (article, tag) = await ReadAsync(httpContext, write.Row!);
        IResult answer = created
            ? new CreatedAt<JsonObject>(article["links"]!["self"]!.GetValue<string>(), article, tag)
            : new Written<JsonObject>(article, tag);
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

    private static async Task<(JsonObject Article, string Tag)> ReadAsync(HttpContext context, ArticleRow row)
    {
        var services = context.RequestServices;
        var reader = services.GetRequiredService<ArticleReader>();
        // What was written is durable: the answer is worth finishing even if the caller hangs up.
        return await services.GetRequiredService<Database>().ReadAsync(async session =>
        {
            var around = await Revisions.ReadAsync(session, CancellationToken.None);
            var articles = await reader.ReadAsync(session, [row], ArticleSelection.Whole, CancellationToken.None);
            return (articles[0], ArticleTags.OfDraft(row, around));
        }, CancellationToken.None);
    }
}
