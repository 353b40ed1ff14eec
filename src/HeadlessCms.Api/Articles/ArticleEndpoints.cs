using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.OpenApi;
using HeadlessCms.Platform.Http.Ready;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;

namespace HeadlessCms.Articles;

/// <summary>Writing, and the way from an address to its article: <c>/v1/articles</c>.</summary>
internal static class ArticleEndpoints
{
    private static readonly int[] Changing =
    [
        StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed,
        StatusCodes.Status428PreconditionRequired,
    ];

    public static IServiceCollection AddArticles(this IServiceCollection services) => services
        .AddSingleton<ArticleReader>()
        .AddSingleton<WorkingCopies>()
        .AddSingleton<ArticleWriter>()
        .AddSingleton<ArticleIds>()
        .AddSingleton<ArticleSteps>()
        .AddSingleton<ArticleLife>()
        .AddSingleton<ArticlePublication>()
        .AddSingleton<ICategoryContent, CategoryContentStore>()
        .AddSingleton<IValidator<ArticleDraft>, ArticleRules>()
        .AddSingleton<IReferences<ArticleDraft>, DraftReferences>()
        .Configure<OpenApiOptions>(ContractServices.DocumentName, options => options.AddDocumentTransformer<ArticleSchemas>());

    public static void MapArticles(this IEndpointRouteBuilder v1)
    {
        var articles = v1.MapGroup("/articles").WithTags("Articles");

        articles.MapGet("/", ArticleReading.ListArticles).WithQuery(ArticleQuery.Parameters).KeepReady().WithProblems(StatusCodes.Status403Forbidden);
        articles.MapGet("/{id}", ArticleReading.GetArticle).WithQuery(ArticleReading.OneParameters).KeepReady()
            .WithProblems(StatusCodes.Status403Forbidden).WithMetadata(
                new AnswerHeaders(StatusCodes.Status200OK, "X-Robots-Tag"), new AnswerHeaders(StatusCodes.Status304NotModified, "X-Robots-Tag"));
        articles.MapGet("/{id}/neighbours", ArticleReading.GetNeighbours).KeepReady();
        articles.MapGet("/{id}/related", ArticleReading.ListRelated).WithQuery(Paging.Limit).KeepReady();
        articles.MapPost("/", CreateArticle).RequireScope(Scopes.ArticlesWrite)
            .WithProblems(StatusCodes.Status409Conflict);
        articles.MapPut("/{id}", ReplaceArticle).RequireScope(Scopes.ArticlesWrite).WithProblems(Changing);
        articles.MapPatch("/{id}", ChangeArticle).RequireScope(Scopes.ArticlesWrite).WithProblems(Changing);
        articles.MapDelete("/{id}", DeleteArticle).RequireScope(Scopes.ArticlesWrite).WithProblems([.. Changing.Except([StatusCodes.Status409Conflict])])
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)))
            .WithQuery(QueryParameter.Flag("permanent", "true: erase it for good, leaving 410 at its address (needs `site:manage`)."));
        v1.MapTags();
    }

    /// <summary>Create an article</summary>
    /// <remarks>It is a draft, and unknown to the public until it is published.</remarks>
    /// <response code="201">The working copy, at the address in <c>Location</c>.</response>
    internal static async Task<WrittenArticle> CreateArticle(
        Body<ArticleDraft> body, Actor actor, ArticleWriter writer, CancellationToken ct) =>
        new(await writer.CreateAsync(body.Value, actor, ct), created: true);

    /// <summary>Replace an article's working copy</summary>
    /// <remarks>A new version; the public goes on seeing the published one. A slug left out stays as it is.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> ReplaceArticle(
        string id, IfMatch ifMatch, Body<ArticleDraft> body, Actor actor, ArticleIds ids, ArticleWriter writer, CancellationToken ct) =>
        ids.ForWritingAsync(id, actor, known => writer.ChangeAsync(
            known, ifMatch, _ => Task.FromResult(new Checked<ArticleDraft>(body.Value, [])), actor, ct), ct);

    /// <summary>Change an article's working copy</summary>
    /// <remarks>A JSON Merge Patch (RFC 7396) over the working copy: what is not named stays, null takes away.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> ChangeArticle(
        string id, IfMatch ifMatch, Patch<ArticleDraft> patch, Actor actor, ArticleIds ids, ArticleWriter writer, CancellationToken ct) =>
        ids.ForWritingAsync(id, actor, known => writer.ChangeAsync(known, ifMatch, current => patch.ApplyAsync(current), actor, ct), ct);

    /// <summary>Delete an article</summary>
    /// <remarks>
    /// To the trash, from where it can be restored, and from the public at once. What is public, or set to be, needs
    /// <c>articles:publish</c> as well, also to be erased.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    /// <response code="200">The working copy, now in the trash.</response>
    /// <response code="204">It is erased for good.</response>
    internal static async Task<Results<WrittenArticle, ForbiddenProblem>> DeleteArticle(
        string id, IfMatch ifMatch, Query query, Actor actor, ArticleIds ids, ArticleLife life, CancellationToken ct)
    {
        if (query.Flag("permanent") != true)
        {
            return await ids.ForWritingAsync(id, actor, known => life.TrashAsync(known, ifMatch, actor, ct), ct);
        }
        return actor.May(Scopes.SiteManage)
            ? await ids.ForWritingAsync(id, actor, known => life.EraseAsync(known, ifMatch, actor, ct), ct)
            : AccessRules.Forbidden(Scopes.SiteManage);
    }
}
