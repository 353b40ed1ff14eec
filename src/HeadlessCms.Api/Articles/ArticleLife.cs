using HeadlessCms.Access;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Articles;

/// <summary>The steps of an article's life out of the public's sight, to the trash and back, and gone for good.</summary>
internal sealed class ArticleLife(ArticleSteps steps)
{
    /// <summary>Takes it down; the public is told since when and why. What was set for later does not bring it back.</summary>
    public Task<ArticleWrite> WithdrawAsync(Guid id, Withdrawal why, IfMatch ifMatch, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, now) =>
        {
            var what = new LifeStep(actor, "article.withdraw") { Reason = why.Reason, Remark = why };
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return what.Refused(new PreconditionFailedProblem(ArticleTags.Own(row)));
            }
            if (row.PublicVersion is null)
            {
                return what.Refused(new ConflictProblem("The article is not public."));
            }
            await ArticleStateStore.HideAsync(session, id, "withdrawn", why.Reason, why.Note, now, ct);
            await ArticleScheduleStore.RemoveAsync(session, row, ct);
            return what;
        }, ct);

    /// <summary>To the trash, and from the public at once.</summary>
    public Task<ArticleWrite> TrashAsync(Guid id, IfMatch ifMatch, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, now) =>
        {
            var what = new LifeStep(actor, "article.trash") { Reason = "other" };
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return what.Refused(new PreconditionFailedProblem(ArticleTags.Own(row)));
            }
            if (HeldBack(row, actor) is { } held)
            {
                return what.Refused(held);
            }
            await ArticleScheduleStore.RemoveAsync(session, row, ct);
            if (row.PublicVersion is null)
            {
                await ArticleStateStore.MoveAsync(session, id, "trashed", ct);
                return what;
            }
            await ArticleStateStore.HideAsync(session, id, "trashed", "other", note: null, now, ct);
            return what;
        }, ct);

    /// <summary>Out of the trash: what was public is withdrawn, what was not is a draft.</summary>
    public Task<ArticleWrite> RestoreAsync(Guid id, IfMatch ifMatch, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, _) =>
        {
            var what = new LifeStep(actor, "article.restore");
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return what.Refused(new PreconditionFailedProblem(ArticleTags.Own(row)));
            }
            if (row.State != "trashed")
            {
                return what.Refused(new ConflictProblem("The article is not in the trash."));
            }
            await ArticleStateStore.MoveAsync(session, id, await ArticleStateStore.WasPublicAsync(session, id, ct) ? "withdrawn" : "draft", ct);
            return what;
        }, ct);

    /// <summary>Erases it for good, leaving 410 at its address if the public knew it.</summary>
    public Task<ArticleWrite> EraseAsync(Guid id, IfMatch ifMatch, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, now) =>
        {
            var what = new LifeStep(actor, "article.erase");
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return what.Refused(new PreconditionFailedProblem(ArticleTags.Own(row)));
            }
            if (HeldBack(row, actor) is { } held)
            {
                return what.Refused(held);
            }
            await ArticleStateStore.EraseAsync(session, id, now, ct);
            return what;
        }, ct);

    // Who may not publish neither takes down what others did, nor cancels what they have set.
    private static ForbiddenProblem? HeldBack(ArticleRow row, Actor actor) =>
        (row.PublicVersion ?? row.ScheduledVersion) is null || actor.May(Scopes.ArticlesPublish)
            ? null
            : new($"The article is public, or set to be: the key lacks the scope '{Scopes.ArticlesPublish}'.");
}

/// <summary>Why it is taken down.</summary>
/// <param name="Reason">The public is told.</param>
/// <param name="Note">The public is not.</param>
internal sealed record Withdrawal(string Reason, string? Note);
