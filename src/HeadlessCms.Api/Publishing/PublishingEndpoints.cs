using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Jobs;

namespace HeadlessCms.Publishing;

/// <summary>Into the public's sight and out of it: <c>/v1/articles/{id}/publish</c>, <c>/schedule</c>, <c>/withdraw</c>, <c>/restore</c>.</summary>
internal static class PublishingEndpoints
{
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services
        .AddJob<Scheduler>()
        .AddSingleton<IValidator<PublishRequest>, PublishRules>()
        .AddSingleton<IValidator<WithdrawRequest>, WithdrawRules>();

    public static void MapPublishing(this IEndpointRouteBuilder v1)
    {
        var article = v1.MapGroup("/articles/{id}").WithTags("Publishing");

        article.MapPost("/publish", PublishArticle).RequireScope(Scopes.ArticlesPublish)
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        article.MapDelete("/schedule", CancelSchedule).RequireScope(Scopes.ArticlesPublish)
            .WithProblems(StatusCodes.Status404NotFound);
        article.MapPost("/withdraw", WithdrawArticle).RequireScope(Scopes.ArticlesPublish)
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        article.MapPost("/restore", RestoreArticle).RequireScope(Scopes.ArticlesWrite)
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    /// <summary>Publish an article</summary>
    /// <remarks>
    /// The public sees the working copy from the very next read on, or from <c>at</c> on; once more with another <c>at</c>
    /// moves it, and publishing now takes the place of what was set. Refused, with every fault and its place, while a
    /// picture lacks its words or an embargo is not over by then. Publishing what is public unchanged changes nothing but,
    /// with <c>until</c>, its end. What cannot be published when its time has come says so in <c>publishFault</c>. No
    /// <c>If-Match</c> is needed; one that is sent is compared with the working copy, so that nobody publishes what they have not seen.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> PublishArticle(
        string id, OptionalIfMatch ifMatch, OptionalBody<PublishRequest> body, Actor actor,
        ArticleIds ids, ArticlePublication publication, CancellationToken ct) =>
        ids.ForWritingAsync(id, actor, known => publication.PublishAsync(known, Wanted(body.Value), ifMatch.Value, actor, ct), ct);

    /// <summary>Cancel an article's schedule</summary>
    /// <remarks>
    /// Neither a publication nor an end happens by itself any longer; what is public stays so. A schedule has no tag of its
    /// own, so that no <c>If-Match</c> is needed; one that is sent is compared with the working copy.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    /// <response code="200">The working copy.</response>
    internal static Task<WrittenArticle> CancelSchedule(
        string id, OptionalIfMatch ifMatch, Actor actor, ArticleIds ids, ArticlePublication publication, CancellationToken ct) =>
        ids.ForWritingAsync(id, actor, known => publication.CancelAsync(known, ifMatch.Value, actor, ct), ct);

    /// <summary>Withdraw an article</summary>
    /// <remarks>
    /// Its address answers 410 from now on, with the reason; the note is for the editors alone. What was set for later is
    /// cancelled, so that nothing comes back by itself. An <c>If-Match</c> that is sent is compared with the working copy.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> WithdrawArticle(
        string id, OptionalIfMatch ifMatch, Body<WithdrawRequest> body, Actor actor,
        ArticleIds ids, ArticleLife life, CancellationToken ct) =>
        ids.ForWritingAsync(id, actor, known => life.WithdrawAsync(known, new(body.Value.Reason!, body.Value.Note), ifMatch.Value, actor, ct), ct);

    /// <summary>Restore an article from the trash</summary>
    /// <remarks>
    /// What was public comes back withdrawn, what was not as a draft. An <c>If-Match</c> that is sent is compared with the working copy.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<WrittenArticle> RestoreArticle(
        string id, OptionalIfMatch ifMatch, Actor actor, ArticleIds ids, ArticleLife life, CancellationToken ct) =>
        ids.ForWritingAsync(id, actor, known => life.RestoreAsync(known, ifMatch.Value, actor, ct), ct);

    private static Publication Wanted(PublishRequest request) => new()
    {
        At = request.At,
        Until = request.Until,
        Correction = request.Correction,
        ChangeNote = request.ChangeNote,
    };
}
