using HeadlessCms.Access;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Articles;

/// <summary>The steps of an article's life out of the public's sight, to the trash and back, and gone for good.</summary>
internal sealed class ArticleLife(ArticleSteps steps)
{
    /// <summary>Takes it down; the public is told since when and why. What was set for later does not bring it back.</summary>
    public Task<ArticleWrite> WithdrawAsync(Guid id, string reason, string? note, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, now) =>
        {
            var what = new LifeStep(actor, "article.withdraw") { Reason = reason, Remark = new { reason, note } };
            if (row.PublicVersion is null)
            {
                return what.Refused(new ConflictProblem("The article is not public."));
            }
            await ArticleStateStore.HideAsync(session, id, "withdrawn", reason, note, now, ct);
            await ArticleScheduleStore.RemoveAsync(session, row, ct);
            return what;
        }, ct);

    /// <summary>To the trash, and from the public at once.</summary>
    public Task<ArticleWrite> TrashAsync(Guid id, IfMatch ifMatch, bool mayHide, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, now) =>
        {
            var what = new LifeStep(actor, "article.trash") { Reason = "other" };
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return what.Refused(new PreconditionFailedProblem(ArticleTags.Own(row)));
            }
            await ArticleScheduleStore.RemoveAsync(session, row, ct);
            if (row.PublicVersion is null)
            {
                await ArticleStateStore.MoveAsync(session, id, "trashed", ct);
                return what;
            }
            if (!mayHide)
            {
                return what.Refused(new ForbiddenProblem("The article is public: the key lacks the scope 'articles:publish'."));
            }
            await ArticleStateStore.HideAsync(session, id, "trashed", "other", note: null, now, ct);
            return what;
        }, ct);

    /// <summary>Out of the trash: what was public is withdrawn, what was not is a draft.</summary>
    public Task<ArticleWrite> RestoreAsync(Guid id, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, _) =>
        {
            var what = new LifeStep(actor, "article.restore");
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
            await ArticleStateStore.EraseAsync(session, id, now, ct);
            return what;
        }, ct);
}
