using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Publishing;

/// <summary>Into the public's sight and out of it: <c>/v1/articles/{id}/publish</c>, <c>/withdraw</c>, <c>/restore</c>.</summary>
internal static class PublishingEndpoints
{
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services
        .AddSingleton<IValidator<PublishRequest>, PublishRules>()
        .AddSingleton<IValidator<WithdrawRequest>, WithdrawRules>();

    public static void MapPublishing(this IEndpointRouteBuilder v1)
    {
        var article = v1.MapGroup("/articles/{id}").WithTags("Publishing");

        article.MapPost("/publish", PublishArticle).RequireScope(Scopes.ArticlesPublish)
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        article.MapPost("/withdraw", WithdrawArticle).RequireScope(Scopes.ArticlesPublish)
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        article.MapPost("/restore", RestoreArticle).RequireScope(Scopes.ArticlesPublish)
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    /// <summary>Publish an article</summary>
    /// <remarks>
    /// The public sees the working copy from the very next read on. Refused, with every fault and its place, while a
    /// picture lacks its words. Publishing what is public unchanged changes nothing.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> PublishArticle(
        string id, OptionalBody<PublishRequest> body, Actor actor, ArticleIds ids, ArticleLife life, CancellationToken ct) =>
        ids.ForWritingAsync(id, known => life.PublishAsync(known, body.Value.ChangeNote, actor, ct), ct);

    /// <summary>Withdraw an article</summary>
    /// <remarks>Its address answers 410 from now on, with the reason; the note is for the editors alone.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> WithdrawArticle(
        string id, Body<WithdrawRequest> body, Actor actor, ArticleIds ids, ArticleLife life, CancellationToken ct) =>
        ids.ForWritingAsync(id, known => life.WithdrawAsync(known, body.Value.Reason!, body.Value.Note, actor, ct), ct);

    /// <summary>Restore an article from the trash</summary>
    /// <remarks>What was public comes back withdrawn, what was not as a draft.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> RestoreArticle(
        string id, Actor actor, ArticleIds ids, ArticleLife life, CancellationToken ct) =>
        ids.ForWritingAsync(id, known => life.RestoreAsync(known, actor, ct), ct);
}
