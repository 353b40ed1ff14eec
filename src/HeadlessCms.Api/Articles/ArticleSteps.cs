using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>Takes a step of an article's life: one transaction with its trail and what the public is told.</summary>
internal sealed class ArticleSteps(Database database, WorkingCopies workingCopies, AuditLog audit, TimeProvider clock)
{
    /// <summary>Takes it, for the working copy it is handed at the moment it is handed.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="step">Names what was done, or why nothing is.</param>
    /// <param name="ct">Cancels until the commit begins.</param>
    public Task<ArticleWrite> TakeAsync(
        Guid id, Func<Session, ArticleRow, DateTimeOffset, Task<LifeStep>> step, CancellationToken ct) =>
        database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            if (await ArticleStore.FindAsync(session, id, "draft", ct) is not { } before)
            {
                return ArticleWrite.Refused(PublicArticles.NotFound(id.ToString()));
            }
            var now = clock.GetUtcNow();
            var wasPublic = await ArticleStateStore.WasPublicAsync(session, id, ct);
            var seen = await ArticleStore.FindAsync(session, id, "public", ct);
            var what = await step(session, before, now);
            var covers = await SubtreeStore.CoversAsync(session, what.Actor, ct, [before.CategoryId, seen?.CategoryId ?? before.CategoryId]);
            if ((covers ? what.Problem : AccessRules.OutOfReach()) is { } problem)
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
                if (seen?.PublicRevision != shown?.PublicRevision)
                {
                    await ArticleNews.TellAsync(session, seen, shown, new PublicNote { Reason = what.Reason, IsCorrection = what.IsCorrection }, now, ct);
                }
            }
            return after is null ? ArticleWrite.Erased : await workingCopies.ShowAsync(session, id, what.Actor);
        }, ct);
}

/// <summary>What a step of an article's life is called, who takes it and what is told of it.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">As the audit trail calls it.</param>
internal sealed record LifeStep(Actor Actor, string Action)
{
    /// <summary>Why it cannot be taken: then nothing is done.</summary>
    public IResult? Problem { get; init; }

    /// <summary>What the public is told when it is no longer public.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the change log calls a new public version a correction.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>What the trail keeps beside where the article stands.</summary>
    public object? Remark { get; init; }

    /// <summary>It cannot be taken.</summary>
    public LifeStep Refused(IResult problem) => this with { Problem = problem };

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
