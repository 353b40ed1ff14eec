using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// Into the public's sight, now or at a set time, and down again at another. What is set is one version: what is saved
/// later is not in it until it is published or set anew.
/// </summary>
internal sealed class ArticlePublication(ArticleSteps steps, TimeProvider clock)
{
    private const string Expired = "expired";

    /// <summary>Publishes the working copy, or sets its time. Nothing changes when the public sees it already.</summary>
    public Task<ArticleWrite> PublishAsync(Guid id, Publication wanted, IfMatch ifMatch, Actor actor, CancellationToken ct)
    {
        var at = wanted.At > clock.GetUtcNow() ? wanted.At : null;
        var what = new LifeStep(actor, at is null ? "article.publish" : "article.schedule")
        {
            IsCorrection = wanted.Correction is not null,
            Remark = new { wanted.ChangeNote, wanted.Correction },
        };
        return steps.TakeAsync(id, async (session, row, now) =>
        {
            if (row.State == "trashed")
            {
                return what.Refused(new ConflictProblem("The article is in the trash. Restore it first."));
            }
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return what.Refused(new PreconditionFailedProblem(ArticleTags.Own(row)));
            }
            if (row.PublicVersion == row.Version && wanted.Correction is null)
            {
                // Nothing is pending but, perhaps, another end.
                return await EndAsync(session, row, wanted.Until, ct) ? what : what.Refused(TooEarly());
            }
            if (wanted.Correction is not null && !await ArticleStateStore.WasPublicAsync(session, id, ct))
            {
                return what.Refused(new InvalidProblem([Fault.At("/correction", "not_allowed", "Nobody has seen the article yet: there is nothing to correct in public.")]));
            }
            if (await Readiness.FaultsOfAsync(session, row, at ?? now, ct) is { Count: > 0 } faults)
            {
                return what.Refused(new NotReadyProblem("The article cannot be published yet; `errors` names what is missing.", faults));
            }
            var until = wanted.Until ?? row.WithdrawAt ?? row.PublicUntil; // what was set stays
            if (!await PlanAsync(session, row, wanted with { At = at, Until = until, PublicUntil = at is null ? until : row.PublicUntil }, ct))
            {
                return what.Refused(TooEarly());
            }
            if (at is null)
            {
                await ShowAsync(session, row, wanted, at: now, now, ct);
            }
            return what;
        }, ct);
    }

    /// <summary>Cancels what is set: neither a publication nor an end happens by itself any longer.</summary>
    public Task<ArticleWrite> CancelAsync(Guid id, IfMatch ifMatch, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, _) =>
        {
            var what = new LifeStep(actor, "article.unschedule");
            if (!ifMatch.NamesOwn(ArticleTags.Own(row)))
            {
                return what.Refused(new PreconditionFailedProblem(ArticleTags.Own(row)));
            }
            if (row.ScheduledVersion is null)
            {
                return what.Refused(new NotFoundProblem("The article has no schedule."));
            }
            await ArticleScheduleStore.RemoveAsync(session, row, ct);
            return what;
        }, ct);

    /// <summary>Does what is due of an article: whoever comes second finds nothing left to do.</summary>
    public Task<ArticleWrite> RunDueAsync(Guid id, Actor actor, CancellationToken ct) =>
        steps.TakeAsync(id, async (session, row, now) => row switch
        {
            _ when row.PublishAt <= now => await PublishDueAsync(session, row, actor, now, ct),
            _ when row.PublicUntil <= now => await WithdrawDueAsync(session, row, actor, now, ct),
            _ => new LifeStep(actor, "article.publish"),
        }, ct);

    private static async Task<LifeStep> PublishDueAsync(
        Session session, ArticleRow row, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var plan = (await ArticleScheduleStore.FindAsync(session, row.ArticleId, ct))!;
        var set = plan.Version == row.Version ? row : (await ArticleVersionStore.FindRowAsync(session, row.ArticleId, plan.Version, ct))!;
        if (await FaultsAsync(session, set, plan, now, ct) is { Count: > 0 } faults)
        {
            await ArticleScheduleStore.FailAsync(session, row, new PublishFault { At = now, Errors = faults }, ct);
            if (plan.WithdrawAt <= now && row.PublicVersion is not null)
            {
                await HideAsync(session, row, now, ct); // by now nothing was to be public, neither the set version nor the one before
                await ArticleScheduleStore.ForgetEndAsync(session, row with { PublishAt = null }, ct);
            }
            return new LifeStep(actor, "article.publishFault") { Reason = Expired, Remark = new { plan.Version, errors = faults } };
        }
        var wanted = new Publication { PublicUntil = plan.WithdrawAt, Correction = plan.Correction, ChangeNote = plan.ChangeNote };
        await ShowAsync(session, set, wanted, at: plan.PublishAt!.Value, now, ct);
        await ArticleScheduleStore.PutAsync(session, set, wanted, ct);
        return new LifeStep(actor, "article.publish") { IsCorrection = plan.Correction is not null, Remark = new { plan.ChangeNote, plan.Correction } };
    }

    private static async Task<LifeStep> WithdrawDueAsync(
        Session session, ArticleRow row, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (row.PublicVersion is not null)
        {
            await HideAsync(session, row, now, ct);
        }
        await ArticleScheduleStore.ForgetEndAsync(session, row, ct);
        return new LifeStep(actor, "article.withdraw") { Reason = Expired, Remark = new { reason = Expired } };
    }

    private static Task HideAsync(Session session, ArticleRow row, DateTimeOffset now, CancellationToken ct) =>
        ArticleStateStore.HideAsync(session, row.ArticleId, "withdrawn", Expired, note: null, now, ct);

    // What may have changed since its time was set: it is over, as no server was running; its category went; another article
    // took its slug; an image lost its words.
    private static async Task<IReadOnlyList<Fault>> FaultsAsync(
        Session session, ArticleRow set, ScheduleRow plan, DateTimeOffset now, CancellationToken ct)
    {
        if (plan.WithdrawAt <= now)
        {
            return [Fault.At("/until", "over", "Its end had come before it could be published.")];
        }
        List<Fault> faults = [.. await Readiness.FaultsOfAsync(session, set, now, ct)];
        if (set.Version != set.LatestVersion && set.CategoryId != Guid.Parse(set.Draft.CategoryId!))
        {
            faults.Add(Fault.At("/categoryId", "unknown", "The category it was to be published in is no more."));
        }
        if (!await ArticleWriteStore.ClaimSlugAsync(session, set.ArticleId, plan.Slug, ct))
        {
            faults.Add(Fault.At("/slug", "taken", $"Another article has, or had, the slug '{plan.Slug}'."));
        }
        return faults;
    }

    private static async Task ShowAsync(
        Session session, ArticleRow row, Publication how, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        await ArticleStateStore.ShowAsync(session, row, at, now, ct);
        if (how.Correction is not null)
        {
            await ArticleStateStore.CorrectAsync(session, row, new Correction { At = now, Text = how.Correction }, ct);
        }
        await ArticleStateStore.NoteAsync(session, row, how.ChangeNote, ct);
    }

    // Another end of what is public, and of what is set to follow it; what was set stays when none is named.
    private static async Task<bool> EndAsync(Session session, ArticleRow row, DateTimeOffset? until, CancellationToken ct)
    {
        var plan = row.PublishAt is null ? null : await ArticleScheduleStore.FindAsync(session, row.ArticleId, ct);
        return until is null || await PlanAsync(session, row, new Publication
        {
            At = plan?.PublishAt,
            Until = until,
            PublicUntil = until,
            Correction = plan?.Correction,
            ChangeNote = plan?.ChangeNote,
        }, ct);
    }

    // False: the end that is set already would come before the beginning.
    private static async Task<bool> PlanAsync(Session session, ArticleRow row, Publication wanted, CancellationToken ct)
    {
        if (wanted.Until <= wanted.At)
        {
            return false;
        }
        if ((row.PublishAt, row.PublicUntil) != (wanted.At, wanted.PublicUntil) || wanted.At is not null)
        {
            await ArticleScheduleStore.PutAsync(session, row, wanted, ct);
        }
        return true;
    }

    private static InvalidProblem TooEarly() => new([Fault.At(
        "/until", "not_after", "The end that is set for the article does not lie after `at`: name another, or cancel the schedule first.")]);
}

/// <summary>How to publish: null of <see cref="At"/> is now, null of an end is for good.</summary>
internal sealed record Publication
{
    public DateTimeOffset? At { get; init; }

    /// <summary>The end of what becomes public then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The end of what is public now; of what is published now, its own.</summary>
    public DateTimeOffset? PublicUntil { get; init; }

    public string? Correction { get; init; }

    public string? ChangeNote { get; init; }
}
