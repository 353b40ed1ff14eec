using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>The steps of an article's life, each one transaction.</summary>
internal sealed class ArticleLife(Database database, TimeProvider clock)
{
    /// <summary>Shows the working copy to the public now; nothing changes when it is shown already.</summary>
    public Task<ArticleWrite> PublishAsync(Guid id, string? changeNote, CancellationToken ct) => StepAsync(id, async (session, row, now) =>
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
    public Task<ArticleWrite> WithdrawAsync(Guid id, string reason, string? note, CancellationToken ct) =>
        StepAsync(id, async (session, row, now) =>
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
    public Task<ArticleWrite> TrashAsync(Guid id, IfMatch ifMatch, bool mayHide, CancellationToken ct) =>
        StepAsync(id, async (session, row, now) =>
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
    public Task<ArticleWrite> RestoreAsync(Guid id, CancellationToken ct) => StepAsync(id, async (session, row, _) =>
    {
        if (row.State != "trashed")
        {
            return new ConflictProblem("The article is not in the trash.");
        }
        await ArticleStateStore.MoveAsync(session, id, await ArticleStateStore.WasPublicAsync(session, id, ct) ? "withdrawn" : "draft", ct);
        return null;
    }, ct);

    /// <summary>Erases it for good, leaving 410 at its address if the public knew it.</summary>
    public Task<ArticleWrite> EraseAsync(Guid id, IfMatch ifMatch, CancellationToken ct) => StepAsync(id, async (session, row, now) =>
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
        Guid id, Func<Session, ArticleRow, DateTimeOffset, Task<IResult?>> step, CancellationToken ct) =>
        database.WriteAsync(async session =>
        {
            await session.LockAsync($"article {id}", ct);
            if (await ArticleStore.FindAsync(session, id, "draft", ct) is not { } before)
            {
                return ArticleWrite.Refused(PublicArticles.NotFound(id.ToString()));
            }
            if (await step(session, before, clock.GetUtcNow()) is { } problem)
            {
                session.Undo();
                return ArticleWrite.Refused(problem);
            }
            return ArticleWrite.Of(await ArticleStore.FindAsync(session, id, "draft", ct) ?? before);
        }, ct);
}
