using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Site;

/// <summary>Changes the site's settings; every address and every tag that follows them is another from the commit on.</summary>
internal sealed class SiteWriter(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>Lays a patch over the settings.</summary>
    public async Task<IResult> ChangeAsync(IfMatch ifMatch, Patch<SiteDraft> patch, Actor actor, CancellationToken ct)
    {
        var answer = await database.WriteAsync(session => ChangeAsync(session, ifMatch, patch, actor, ct), ct);
        await database.ReadAsync(session => Revisions.ReadAsync(session, CancellationToken.None), CancellationToken.None); // the zone follows
        return answer;
    }

    private async Task<IResult> ChangeAsync(Session session, IfMatch ifMatch, Patch<SiteDraft> patch, Actor actor, CancellationToken ct)
    {
        await session.LockAsync(Locks.Content, ct); // an attachment that becomes the logo is not deleted meanwhile
        var before = await SiteStore.GetAsync(session, ct);
        var tag = TagOf(await Revisions.ReadAsync(session, ct));
        if (!ifMatch.NamesOwn(tag))
        {
            return new PreconditionFailedProblem(tag);
        }
        var patched = await patch.ApplyAsync(SiteDraft.Of(before), session);
        if (patched.Value is not { } draft)
        {
            return new InvalidProblem(patched.Faults);
        }
        if (draft.LogoId is { } logo && logo != before.LogoId && await LogoFaultAsync(session, logo, ct) is { } fault)
        {
            return new InvalidProblem([fault]);
        }
        // The example's domain is nobody's: until another is named, ids in feeds are not bound to it.
        var after = draft.ToSettings() with { TagDomain = before.TagDomain ?? (draft.Domain == before.Domain ? null : draft.Domain) };
        if (after == before)
        {
            return new Written<SiteSettings>(before, tag);
        }
        await SiteStore.SaveAsync(session, after, clock.GetUtcNow(), ct);
        audit.AppendDifference(session, actor, "site.update", "site", AuditValues.ToObject(before), AuditValues.ToObject(after));
        return new Written<SiteSettings>(after, TagOf(await Revisions.ReadAsync(session, ct)));
    }

    /// <summary>The settings' tag.</summary>
    public static string TagOf(RevisionSet revisions) => EntityTags.Of("site", revisions.Key(Revisions.Site));

    /// <summary>Why an attachment cannot be the logo; null when it can.</summary>
    public static async Task<Fault?> LogoFaultAsync(Session session, Guid logo, CancellationToken ct) =>
        await SiteStore.MediaTypeAsync(session, logo, ct) switch
        {
            null => Fault.At("/logo", "unknown", $"No attachment has the id '{logo}'."),
            var type when !type.StartsWith("image/", StringComparison.Ordinal) => Fault.At("/logo", "not_an_image", $"The attachment is {type}."),
            _ => null,
        };
}
