using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Attachments;

/// <summary>Files: <c>/v1/attachments</c>.</summary>
internal static class AttachmentEndpoints
{
    private static readonly int[] Changing =
    [
        StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed,
    ];

    public static IServiceCollection AddAttachments(this IServiceCollection services) => services
        .AddSingleton<UploadReader>()
        .AddSingleton<AttachmentWriter>()
        .AddJob<OrphanSweeper>()
        .AddSingleton<IValidator<AttachmentDraft>, AttachmentRules>()
        .AddSingleton<IValidator<AttachmentUpload>, AttachmentUploadRules>();

    public static void MapAttachments(this IEndpointRouteBuilder v1)
    {
        var attachments = v1.MapGroup("/attachments").WithTags("Attachments");

        attachments.MapPost("/", UploadAttachment).WithSiteTimes().RequireScope(Scopes.AttachmentsWrite)
            .WithMetadata(new AcceptsMetadata(["multipart/form-data"], typeof(AttachmentUpload)))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(Attachment), ["application/json"]))
            .WithMetadata(new AnswerHeaders(StatusCodes.Status201Created, "Location", "ETag", "Cache-Control", "Vary"))
            .WithProblems(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        attachments.MapGet("/", ListAttachments).WithSiteTimes().RequireScope(Scopes.AttachmentsRead).WithQuery(
            QueryParameter.Text("mediaType", 100, "^[a-z]+/([a-z0-9.+-]+|\\*)$", "a media type such as application/pdf or image/*", "Files of this type, or of all such as `image/*`."),
            QueryParameter.Flag("unused", "true: files that no article uses in any version; false: the others."),
            Paging.Count, Paging.Limit, Cursors.Parameter);
        attachments.MapGet("/{id}", GetAttachment).KeepReady();
        attachments.MapGet("/{id}/content", GetAttachmentContent)
            .WithQuery(
                QueryParameter.Text(
                    "v", 64, "^[0-9a-f]{64}$", "a SHA-256 in lower-case hex", "The file's `sha256`: with `Cms:ImmutableAttachments` the answer may be kept for ever."),
                PreviewDoor.Parameter)
            .WithHeader(
                new HeaderParameter("Range", "Which bytes (RFC 9110 section 14.2).") { Example = "bytes=0-1023" },
                new HeaderParameter("If-Range", "The `ETag` of the part at hand: if it is another file now, the answer is whole (RFC 9110 section 13.1.5)."))
            .WithMetadata(
                new AnswerHeaders(StatusCodes.Status200OK, "X-Robots-Tag"), new AnswerHeaders(StatusCodes.Status206PartialContent, "X-Robots-Tag"),
                new AnswerHeaders(StatusCodes.Status304NotModified, "X-Robots-Tag"));
        attachments.MapGet("/{id}/usage", ListUsage).RequireScope(Scopes.AttachmentsRead).WithQuery(Paging.Limit, Cursors.Parameter);
        attachments.MapPatch("/{id}", ChangeAttachment).WithSiteTimes().RequireScope(Scopes.AttachmentsWrite).WithProblems(Changing)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Attachment), ["application/json"]))
            .WithMetadata(new AnswerHeaders(StatusCodes.Status200OK, "ETag", "Cache-Control", "Vary"));
        attachments.MapDelete("/{id}", DeleteAttachment).RequireScope(Scopes.AttachmentsWrite).WithProblems([.. Changing, StatusCodes.Status409Conflict])
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));
    }

    /// <summary>The same words for what never was and for what nobody may know of.</summary>
    public static NotFoundProblem NotFound(object id) => new($"No attachment has the id '{id}'.");

    /// <summary>Upload a file</summary>
    /// <remarks>
    /// Its type is found from its content; name and declared type must agree with it. The same bytes are kept once, under
    /// as many names as they are uploaded. It is public only while a public article uses it.
    /// </remarks>
    internal static async Task<IResult> UploadAttachment(
        HttpRequest request, Retry retry, Actor actor, UploadReader reader, AttachmentWriter writer, CancellationToken ct)
    {
        await using var upload = await reader.ReadAsync(request, ct);
        return await retry.AnswerAsync(upload.Identity) ?? await writer.AddAsync(upload, actor, ct);
    }

    /// <summary>List files</summary>
    /// <remarks>Newest first; of a key that is limited to a category, those within its reach.</remarks>
    internal static async Task<Results<Conditional<Page<Attachment>>, InvalidProblem>> ListAttachments(
        Query query, Actor actor, HttpContext context, Database database, Cursors cursors, CancellationToken ct)
    {
        var filter = AttachmentFilter.Of(query, actor);
        var after = query.Text("cursor") is { } cursor ? cursors.Read(cursor, $"attachments {filter}") : null;
        if (query.Has("cursor") && after is null)
        {
            return Cursors.Refused();
        }
        var limit = (int)query.Integer("limit");
        async Task<Conditional<Page<Attachment>>> ReadAsync(Session session)
        {
            var rows = await AttachmentStore.ListAsync(session, filter, after?.Id, limit, ct);
            var next = rows.Count > limit ? cursors.Write(new Position("", rows[limit - 1].Id), $"attachments {filter}") : null;
            var total = query.Flag("count") == true ? await AttachmentStore.CountAsync(session, filter, ct) : (long?)null;
            Paging.WriteNextLink(context, next);
            object page = new Page<Attachment> { Items = [.. rows.Take(limit).Select(row => row.ToContract())], NextCursor = next, Total = total };
            return Conditional<Page<Attachment>>.OfBytes(_ => Task.FromResult(page));
        }
        // Counting all of a long list takes a while, and so may finding what little of it a limited key reaches.
        return await (query.Flag("count") == true || filter.Within is not null ? database.SlowReadAsync(ReadAsync, ct) : database.ReadAsync(ReadAsync, ct));
    }

    /// <summary>Get what is said of a file</summary>
    /// <param name="id">Its id.</param>
    internal static async Task<Results<Conditional<Attachment>, NotFoundProblem, ForbiddenProblem>> GetAttachment(
        string id, Actor actor, HttpContext context, Database database, CancellationToken ct) =>
        await FindAsync(id, actor, context, database, ct) switch
        {
            null => NotFound(id),
            { IsWithinReach: false } => AccessRules.OutOfReach(),
            { Row: var row } => await ShowAsync(row, database, ct),
        };

    // Its times carry the site's offset.
    private static async Task<Conditional<Attachment>> ShowAsync(AttachmentRow row, Database database, CancellationToken ct)
    {
        var around = await database.ReadAsync(session => Revisions.ReadAsync(session, ct), ct);
        var changed = around.ChangedAt(Revisions.Site) is { } site && site > row.UpdatedAt ? site : row.UpdatedAt;
        return new(EntityTags.Join(row.Tag, EntityTags.Of(around.Key(Revisions.Site))), changed, _ => Task.FromResult<object>(row.ToContract()));
    }

    /// <summary>Get a file's bytes</summary>
    /// <remarks>
    /// Whole, or a range of them (<c>Range</c>, <c>If-Range</c>). A preview's token opens the files of the version it is for,
    /// and no others.
    /// </remarks>
    /// <param name="id">Its id.</param>
    internal static async Task<Results<AttachmentContent, NotFoundProblem, ForbiddenProblem, PreviewRefusedProblem>> GetAttachmentContent(
        string id, Query query, Actor actor, HttpContext context, Database database, PreviewDoor door, CancellationToken ct)
    {
        if (query.Text(PreviewDoor.Parameter.Name) is { } token)
        {
            return await FindPreviewedAsync(id, token, database, door, ct) is { } previewed
                ? new AttachmentContent(previewed, query.Text("v"))
                : new PreviewRefusedProblem();
        }
        return await FindAsync(id, actor, context, database, ct) switch
        {
            null => NotFound(id),
            { IsWithinReach: false } => AccessRules.OutOfReach(),
            { Row: var row } => new AttachmentContent(row, query.Text("v")),
        };
    }

    /// <summary>List what uses a file</summary>
    /// <remarks>Every version of every article that shows or links it; of a key that is limited to a category, those within its reach.</remarks>
    /// <param name="id">Its id.</param>
    internal static async Task<Results<Conditional<Page<AttachmentUsage>>, NotFoundProblem, ForbiddenProblem, InvalidProblem>> ListUsage(
        string id, Query query, Actor actor, HttpContext context, Database database, Cursors cursors, CancellationToken ct)
    {
        if (await FindAsync(id, actor, context, database, ct) is not { Row: var file, IsWithinReach: var isWithinReach })
        {
            return NotFound(id);
        }
        if (!isWithinReach)
        {
            return AccessRules.OutOfReach();
        }
        var after = query.Text("cursor") is { } cursor ? cursors.Read(cursor, $"usage {file.Id}") : null;
        if (query.Has("cursor") && after is null)
        {
            return Cursors.Refused();
        }
        var limit = (int)query.Integer("limit");
        var rows = await database.ReadAsync(session => AttachmentStore.UsageAsync(session, file.Id, actor.CategoryId, after, limit, ct), ct);
        var last = rows.Count > limit ? rows[limit - 1] : null;
        var next = last is null ? null : cursors.Write(new Position($"{last.Version} {last.Role}", last.ArticleId), $"usage {file.Id}");
        Paging.WriteNextLink(context, next);
        object page = new Page<AttachmentUsage> { Items = [.. rows.Take(limit)], NextCursor = next };
        return Conditional<Page<AttachmentUsage>>.OfBytes(_ => Task.FromResult(page));
    }

    /// <summary>Change what is said of a file</summary>
    /// <remarks>A JSON Merge Patch (RFC 7396). Articles that show the file show the change at once.</remarks>
    /// <param name="id">Its id.</param>
    internal static async Task<IResult> ChangeAttachment(
        string id, IfMatch ifMatch, Patch<AttachmentDraft> patch, Actor actor, AttachmentWriter writer, CancellationToken ct) =>
        IdText.TryRead(id, out var known) ? await writer.ChangeAsync(known, ifMatch, patch, actor, ct) : NotFound(id);

    /// <summary>Delete a file</summary>
    /// <remarks>Refused while any version of an article uses it.</remarks>
    /// <param name="id">Its id.</param>
    internal static async Task<IResult> DeleteAttachment(
        string id, IfMatch ifMatch, Actor actor, AttachmentWriter writer, CancellationToken ct) =>
        IdText.TryRead(id, out var known) ? await writer.RemoveAsync(known, ifMatch, actor, ct) : NotFound(id);

    private static Task<AttachmentRow?> FindPreviewedAsync(
        string id, string token, Database database, PreviewDoor door, CancellationToken ct) =>
        database.ReadAsync(async session =>
            IdText.TryRead(id, out var known) && await door.FindAsync(session, token, ct) is { } preview
                ? await AttachmentStore.FindUsedAsync(session, known, preview.ArticleId, preview.Version, ct)
                : null, ct);

    // Who may read drafts or files sees all that the key reaches; everybody else what is public, and of the rest nothing at all.
    private static Task<FoundFile?> FindAsync(string id, Actor actor, HttpContext context, Database database, CancellationToken ct) =>
        database.ReadAsync(async session =>
        {
            var seesAll = context.User.Has(Scopes.AttachmentsRead) || context.User.Has(Scopes.DraftsRead);
            return IdText.TryRead(id, out var known) && await AttachmentStore.FindAsync(session, known, !seesAll, ct) is { } row
                ? new FoundFile(row, IsWithinReach: !seesAll || await FileReachStore.ReachesAsync(session, actor, [known], ct))
                : null;
        }, ct);

    private sealed record FoundFile(AttachmentRow Row, bool IsWithinReach);
}
