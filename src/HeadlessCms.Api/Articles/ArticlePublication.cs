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
    /// <summary>Publishes the working copy, or sets its time. Nothing changes when the public sees it already.</summary>
    public Task<ArticleWrite> PublishAsync(Guid id, Publication wanted, Actor actor, CancellationToken ct)
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
            if (row.PublicVersion == row.Version && wanted.Correction is null)
            {
                // Nothing is pending but, perhaps, another end.
                return await PlanAsync(session, row, wanted with { At = row.PublishAt, Until = wanted.Until ?? row.WithdrawAt }, ct) ? what : what.Refused(TooEarly());
            }
            if (await Readiness.FaultsOfAsync(session, row, at ?? now, ct) is { Count: > 0 } faults)
            {
                return what.Refused(new NotReadyProblem("The article cannot be published yet; `errors` names what is missing.", faults));
            }
            if (!await PlanAsync(session, row, wanted with { At = at, Until = wanted.Until ?? row.WithdrawAt }, ct))
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
            _ when row.WithdrawAt <= now && row.PublishAt is null => await WithdrawDueAsync(session, row, actor, now, ct),
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
            return new LifeStep(actor, "article.publishFault") { Remark = new { plan.Version, errors = faults } };
        }
        var wanted = new Publication { Until = plan.WithdrawAt, Correction = plan.Correction, ChangeNote = plan.ChangeNote };
        await ShowAsync(session, set, wanted, at: plan.PublishAt!.Value, now, ct);
        await ArticleScheduleStore.PutAsync(session, set, wanted, ct);
        return new LifeStep(actor, "article.publish") { IsCorrection = plan.Correction is not null, Remark = new { plan.ChangeNote, plan.Correction } };
    }

    private static async Task<LifeStep> WithdrawDueAsync(
        Session session, ArticleRow row, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (row.PublicVersion is not null)
        {
            await ArticleStateStore.HideAsync(session, row.ArticleId, "withdrawn", "expired", note: null, now, ct);
        }
        await ArticleScheduleStore.RemoveAsync(session, row, ct);
        return new LifeStep(actor, "article.withdraw") { Reason = "expired", Remark = new { reason = "expired" } };
    }

    // What may have changed since its time was set: its category went, another article took its slug, an image lost its words.
    private static async Task<IReadOnlyList<Fault>> FaultsAsync(
        Session session, ArticleRow set, ScheduleRow plan, DateTimeOffset now, CancellationToken ct)
    {
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

    // False: the end that is set already would come before the beginning.
    private static async Task<bool> PlanAsync(Session session, ArticleRow row, Publication wanted, CancellationToken ct)
    {
        if (wanted.Until <= wanted.At)
        {
            return false;
        }
        if ((row.PublishAt, row.WithdrawAt) != (wanted.At, wanted.Until) || wanted.At is not null)
        {
            await ArticleScheduleStore.PutAsync(session, row, wanted, ct);
        }
        return true;
    }

    private static InvalidProblem TooEarly() => new([Fault.At(
        "/until", "not_after", "The end that is set for the article does not lie after `at`: name another, or cancel the schedule first.")]);
}

/// <summary>How to publish: null of <see cref="At"/> is now, null of <see cref="Until"/> is for good.</summary>
internal sealed record Publication
{
    public DateTimeOffset? At { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Correction { get; init; }

    public string? ChangeNote { get; init; }
}
