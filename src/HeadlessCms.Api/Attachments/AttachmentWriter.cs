using System.Text.Json.Nodes;
using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Attachments;

/// <summary>
/// Takes uploads in. First the bytes are safe, then the row says so: a crash at any point leaves at worst a file that no
/// row names, which <see cref="OrphanSweeper"/> collects.
/// </summary>
internal sealed class AttachmentWriter(
    Database database, IValidator<AttachmentDraft> rules, AuditLog audit, TimeProvider clock)
{
    /// <summary>Keeps the file and adds its row, or says why not.</summary>
    public async Task<IResult> AddAsync(Upload upload, Actor actor, CancellationToken ct)
    {
        if (upload.Instead is not null)
        {
            return upload.Instead;
        }
        var broken = (await rules.ValidateAsync(upload.Draft, ct)).Errors
            .Where(fault => upload.File is not null || fault.PropertyName != nameof(AttachmentDraft.FileName)) // no file, no name
            .Select(fault => Fault.At(Pointers.FromProperty(fault.PropertyName), RuleCodes.Of(fault.ErrorCode), fault.ErrorMessage));
        List<Fault> faults = [.. upload.Faults, .. broken];
        if (upload.File is null || faults.Count > 0)
        {
            return new InvalidProblem(faults);
        }
        var inspection = Inspect(upload);
        if (!inspection.IsAccepted)
        {
            return new UnsupportedMediaTypeProblem(inspection.Detail);
        }
        await upload.File.KeepAsync(ct);
        var row = RowOf(upload, inspection, actor);
        await database.WriteAsync(session =>
        {
            audit.Append(session, actor, "attachment.create", row.Id.ToString(), before: null, TrailOf(row));
            return AttachmentStore.AddAsync(session, row, ct);
        }, ct);
        return new CreatedAt<Attachment>($"/v1/attachments/{row.Id}", row.ToContract(), row.Tag);
    }

    /// <summary>Says something else of a file.</summary>
    public Task<IResult> ChangeAsync(Guid id, IfMatch ifMatch, Patch<AttachmentDraft> patch, Actor actor, CancellationToken ct) =>
        database.WriteAsync<IResult>(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            if (await AttachmentStore.FindAsync(session, id, onlyPublic: false, ct) is not { } before)
            {
                return AttachmentEndpoints.NotFound(id);
            }
            if (!await FileReachStore.MayChangeAsync(session, actor, id, ct))
            {
                return AccessRules.OutOfReach();
            }
            if (!ifMatch.NamesOwn(before.Tag))
            {
                return new PreconditionFailedProblem(before.Tag);
            }
            var patched = await patch.ApplyAsync(before.ToDraft(), session);
            if (patched.Value is not { } draft)
            {
                return new InvalidProblem(patched.Faults);
            }
            if (!MediaTypes.Accepted.Single(type => type.Type == before.MediaType).Extensions.Contains(Path.GetExtension(draft.FileName!).ToLowerInvariant()))
            {
                return new InvalidProblem([Fault.At("/fileName", "wrong_form", $"The name must end as {before.MediaType} does.")]);
            }
            if (draft == before.ToDraft())
            {
                return new Written<Attachment>(before.ToContract(), before.Tag);
            }
            var now = clock.GetUtcNow();
            if (!await AttachmentStore.ChangeAsync(session, before, draft, now, ct))
            {
                session.Undo();
                return new PreconditionFailedProblem(before.Tag);
            }
            var after = (await AttachmentStore.FindAsync(session, id, onlyPublic: false, ct))!;
            audit.AppendDifference(session, actor, "attachment.update", id.ToString(), TrailOf(before), TrailOf(after));
            ChangeLog.Append(session, [.. await AttachmentStore.PublicUsersAsync(session, id, now, ct)]);
            return new Written<Attachment>(after.ToContract(), after.Tag);
        }, ct);

    /// <summary>Takes a file away that nothing uses; its bytes go with the next sweep.</summary>
    public Task<IResult> RemoveAsync(Guid id, IfMatch ifMatch, Actor actor, CancellationToken ct) =>
        database.WriteAsync<IResult>(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            if (await AttachmentStore.FindAsync(session, id, onlyPublic: false, ct) is not { } before)
            {
                return AttachmentEndpoints.NotFound(id);
            }
            if (!await FileReachStore.MayChangeAsync(session, actor, id, ct))
            {
                return AccessRules.OutOfReach();
            }
            if (!ifMatch.NamesOwn(before.Tag))
            {
                return new PreconditionFailedProblem(before.Tag);
            }
            if (!await AttachmentStore.RemoveAsync(session, id, ct))
            {
                return new ConflictProblem($"It is in use; /v1/attachments/{id}/usage says where.");
            }
            audit.Append(session, actor, "attachment.delete", id.ToString(), TrailOf(before), after: null);
            return TypedResults.NoContent();
        }, ct);

    private static JsonObject TrailOf(AttachmentRow row) => AuditValues.ToObject(new
    {
        row.FileName,
        row.MediaType,
        row.Size,
        row.Sha256,
        row.Alt,
        row.Caption,
        row.Credit,
        row.Decorative,
    });

    private static MediaInspection Inspect(Upload upload)
    {
        using var content = upload.File!.OpenRead();
        return MediaTypes.Inspect(content, upload.FileName!, upload.DeclaredType);
    }

    private AttachmentRow RowOf(Upload upload, MediaInspection inspection, Actor actor)
    {
        var now = clock.GetUtcNow();
        return new AttachmentRow
        {
            Id = clock.NewId(now),
            Sha256 = upload.File!.Sha256,
            MediaType = inspection.Accepted!.Type,
            FileName = upload.FileName!,
            Size = upload.File.Size,
            Width = inspection.Size?.Width,
            Height = inspection.Size?.Height,
            Alt = upload.Draft.Alt,
            Caption = upload.Draft.Caption,
            Credit = upload.Draft.Credit,
            Decorative = upload.Draft.Decorative ?? false,
            CategoryId = actor.CategoryId,
            Revision = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
