using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Previews;

/// <summary>Links to drafts for people without a key: <c>/v1/articles/{id}/previews</c>.</summary>
internal static class PreviewEndpoints
{
    public static IServiceCollection AddPreviews(this IServiceCollection services) => services
        .AddSingleton<PreviewWriter>()
        .AddJob<PreviewSweeper>()
        .AddSingleton<IValidator<PreviewRequest>, PreviewRules>();

    public static void MapPreviews(this IEndpointRouteBuilder v1)
    {
        var previews = v1.MapGroup("/articles/{id}/previews").WithTags("Previews").WithSiteTimes();

        previews.MapPost("/", CreatePreview).RequireScope(Scopes.ArticlesWrite).ShowsOnce("token", "url")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(Preview), ["application/json"]))
            .WithMetadata(new AnswerHeaders(StatusCodes.Status201Created, "Location", "Cache-Control", "Vary"))
            .WithProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        previews.MapGet("/", ListPreviews).RequireScope(Scopes.DraftsRead).WithQuery(Paging.Limit, Cursors.Parameter);
        previews.MapGet("/{previewId}", GetPreview).RequireScope(Scopes.DraftsRead);
        previews.MapDelete("/{previewId}", RevokePreview).RequireScope(Scopes.ArticlesWrite)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)))
            .WithProblems(StatusCodes.Status404NotFound);
    }

    /// <summary>Create a preview</summary>
    /// <remarks>
    /// A link that shows one version to whoever has it, files included, until it ends or is revoked: nobody needs a key to
    /// look at a draft. It goes on showing that version while the draft moves on, and ends when the article is withdrawn.
    /// Naming a <c>version</c> reads it, and so needs <c>drafts:read</c> as well.
    /// </remarks>
    /// <param name="id">The article's id or slug.</param>
    internal static Task<IResult> CreatePreview(
        string id, OptionalBody<PreviewRequest> body, Actor actor, PreviewWriter writer, CancellationToken ct) =>
        body.Value.Version is null || actor.May(Scopes.DraftsRead)
            ? writer.AddAsync(id, body.Value, actor, ct)
            : Task.FromResult<IResult>(AccessRules.Forbidden(Scopes.DraftsRead));

    /// <summary>List an article's previews</summary>
    /// <remarks>Those that open something, newest first.</remarks>
    /// <param name="id">The article's id or slug.</param>
    internal static async Task<Answers<Page<Preview>, NotFoundProblem>> ListPreviews(
        string id, Query query, Actor actor, HttpContext context, Database database, PreviewWriter writer, Cursors cursors, TimeProvider clock, CancellationToken ct) =>
        new(await database.ReadAsync<IResult>(async session =>
        {
            var found = await ArticleIds.ForEditorAsync(session, id, actor, ct);
            if (found.Address is not { ArticleId: var known })
            {
                return found.Instead!;
            }
            var after = query.Text("cursor") is { } cursor ? cursors.Read(cursor, $"previews {known}") : null;
            if (query.Has("cursor") && after is null)
            {
                return Cursors.Refused();
            }
            var limit = (int)query.Integer("limit");
            var rows = await PreviewStore.ListAsync(session, known, actor.CategoryId, after?.Id, limit, clock.GetUtcNow(), ct);
            var next = rows.Count > limit ? cursors.Write(new Position("", rows[limit - 1].Id), $"previews {known}") : null;
            Paging.WriteNextLink(context, next);
            object page = new Page<Preview> { Items = [.. rows.Take(limit).Select(writer.ToContract)], NextCursor = next };
            return Conditional<Page<Preview>>.OfBytes(_ => Task.FromResult(page));
        }, ct));

    /// <summary>Get a preview</summary>
    /// <remarks>While it opens something.</remarks>
    /// <param name="id">The article's id or slug.</param>
    /// <param name="previewId">The preview's id.</param>
    internal static async Task<Answers<Preview, NotFoundProblem>> GetPreview(
        string id, string previewId, Actor actor, Database database, PreviewWriter writer, TimeProvider clock, CancellationToken ct) =>
        new(await database.ReadAsync<IResult>(async session =>
        {
            var found = await ArticleIds.ForEditorAsync(session, id, actor, ct);
            if (found.Address is not { ArticleId: var known })
            {
                return found.Instead!;
            }
            var row = IdText.TryRead(previewId, out var preview)
                ? await PreviewStore.FindAsync(session, known, preview, actor.CategoryId, clock.GetUtcNow(), ct)
                : null;
            return row is null
                ? PreviewWriter.NotFound(previewId)
                : Conditional<Preview>.OfBytes(_ => Task.FromResult<object>(writer.ToContract(row)));
        }, ct));

    /// <summary>Revoke a preview</summary>
    /// <remarks>Its link opens nothing from the very next read on.</remarks>
    /// <param name="id">The article's id or slug.</param>
    /// <param name="previewId">The preview's id.</param>
    internal static Task<IResult> RevokePreview(
        string id, string previewId, Actor actor, PreviewWriter writer, CancellationToken ct) =>
        writer.RevokeAsync(id, previewId, actor, ct);
}
