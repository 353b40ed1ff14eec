using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>The steps of an article's life, each one transaction with its trail and what the public is told.</summary>
internal sealed class ArticleLife(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>Shows the working copy to the public now; nothing changes when it is shown already.</summary>
    public Task<ArticleWrite> PublishAsync(Guid id, string? changeNote, Actor actor, CancellationToken ct) =>
        StepAsync(id, new LifeStep(actor, "article.publish") { Remark = new { changeNote } }, async (session, row, now) =>
        {
            if (row.State == "trashed")
            {
                return new ConflictProblem("The article is in the trash. Restore it first.");
            }
            if (row.PublicVersion == row.Version)
            {
                return null;
            }
            if (await Readiness.FaultsOfAsync(session, row, ct) is { Count: > 0 } faults)
            {
                return new NotReadyProblem("The article cannot be published yet; `errors` names what is missing.", faults);
            }
            await ArticleStateStore.ShowAsync(session, row, now, ct);
            await ArticleStateStore.NoteAsync(session, row, changeNote, ct);
            await ArticleWriteStore.TouchTranslationsAsync(session, id, row.TranslationOf, ct);
            return null;
        }, ct);

    /// <summary>Takes it down; the public is told since when and why.</summary>
    public Task<ArticleWrite> WithdrawAsync(Guid id, string reason, string? note, Actor actor, CancellationToken ct) =>
        StepAsync(id, new LifeStep(actor, "article.withdraw") { Reason = reason, Remark = new { reason, note } }, async (session, row, now) =>
        {
            if (row.PublicVersion is null)
            {
                return new ConflictProblem("The article is not public.");
            }
            await ArticleStateStore.HideAsync(session, id, "withdrawn", reason, note, now, ct);
            await ArticleWriteStore.TouchTranslationsAsync(session, id, row.TranslationOf, ct);
            return null;
        }, ct);

    /// <summary>To the trash, and from the public at once.</summary>
    public Task<ArticleWrite> TrashAsync(Guid id, IfMatch ifMatch, bool mayHide, Actor actor, CancellationToken ct) =>
        StepAsync(id, new LifeStep(actor, "article.trash") { Reason = "other" }, async (session, row, now) =>
        {
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return new PreconditionFailedProblem(ArticleTags.Own(row));
            }
            if (row.PublicVersion is null)
            {
                await ArticleStateStore.MoveAsync(session, id, "trashed", ct);
                return null;
            }
            if (!mayHide)
            {
                return new ForbiddenProblem("The article is public: the key lacks the scope 'articles:publish'.");
            }
            await ArticleStateStore.HideAsync(session, id, "trashed", "other", note: null, now, ct);
            await ArticleWriteStore.TouchTranslationsAsync(session, id, row.TranslationOf, ct);
            return null;
        }, ct);

    /// <summary>Out of the trash: what was public is withdrawn, what was not is a draft.</summary>
    public Task<ArticleWrite> RestoreAsync(Guid id, Actor actor, CancellationToken ct) =>
        StepAsync(id, new LifeStep(actor, "article.restore"), async (session, row, _) =>
        {
            if (row.State != "trashed")
            {
                return new ConflictProblem("The article is not in the trash.");
            }
            await ArticleStateStore.MoveAsync(session, id, await ArticleStateStore.WasPublicAsync(session, id, ct) ? "withdrawn" : "draft", ct);
            return null;
        }, ct);

    /// <summary>Erases it for good, leaving 410 at its address if the public knew it.</summary>
    public Task<ArticleWrite> EraseAsync(Guid id, IfMatch ifMatch, Actor actor, CancellationToken ct) =>
        StepAsync(id, new LifeStep(actor, "article.erase"), async (session, row, now) =>
        {
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return new PreconditionFailedProblem(ArticleTags.Own(row));
            }
            await ArticleWriteStore.TouchTranslationsAsync(session, id, row.TranslationOf, ct);
            await ArticleStateStore.EraseAsync(session, id, now, ct);
            return null;
        }, ct);

    private Task<ArticleWrite> StepAsync(
        Guid id, LifeStep what, Func<Session, ArticleRow, DateTimeOffset, Task<IResult?>> step, CancellationToken ct) =>
        database.WriteAsync(async session =>
        {
            await session.LockAsync($"article {id}", ct);
            if (await ArticleStore.FindAsync(session, id, "draft", ct) is not { } before)
            {
                return ArticleWrite.Refused(PublicArticles.NotFound(id.ToString()));
            }
            var now = clock.GetUtcNow();
            var wasPublic = await ArticleStateStore.WasPublicAsync(session, id, ct);
            var seen = await ArticleStore.FindAsync(session, id, "public", ct);
            if (await step(session, before, now) is { } problem)
            {
                session.Undo();
                return ArticleWrite.Refused(problem);
            }
            var after = await ArticleStore.FindAsync(session, id, "draft", ct);
            if (after is null)
            {
                audit.Append(session, what.Actor, what.Action, id.ToString(), ArticleTrail.Of(before), after: null);
                await (wasPublic ? ArticleNews.TellErasedAsync(session, seen, id, now, ct) : Task.CompletedTask);
            }
            else if (after.Revision != before.Revision)
            {
                audit.Append(session, what.Actor, what.Action, id.ToString(), ArticleTrail.Stand(before), what.Trail(after));
                var shown = await ArticleStore.FindAsync(session, id, "public", ct);
                await ArticleNews.TellAsync(session, seen, shown, new PublicNote { Reason = what.Reason, IsCorrection = what.IsCorrection }, now, ct);
            }
            return ArticleWrite.Of(after ?? before);
        }, ct);
}

/// <summary>What a step of an article's life is called, who takes it and what is told of it.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">As the audit trail calls it.</param>
internal sealed record LifeStep(Actor Actor, string Action)
{
    /// <summary>What the public is told when it is no longer public.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the change log calls a new public version a correction.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>What the trail keeps beside where the article stands.</summary>
    public object? Remark { get; init; }

    /// <summary>Where it stands after the step, and the remark.</summary>
    public object Trail(ArticleRow after)
    {
        var state = AuditValues.ToObject(ArticleTrail.Stand(after));
        foreach (var (name, value) in Remark is null ? [] : AuditValues.ToObject(Remark))
        {
            state[name] = value?.DeepClone();
        }
        return state;
    }
}
