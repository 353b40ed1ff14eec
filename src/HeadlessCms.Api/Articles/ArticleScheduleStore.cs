using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of what happens to articles at a set time: at most one plan an article, due at its next time.</summary>
internal static class ArticleScheduleStore
{
    /// <summary>What <see cref="Database.Signalled"/> says when a plan was made.</summary>
    public const string Signal = "schedules";

    /// <summary>The plan whose turn is next, in the order of times and then of ids; after another one, if that is named.</summary>
    public static Task<DueRow?> NextAsync(Database database, DueRow? after, CancellationToken ct) =>
        database.FirstOrDefaultAsync<DueRow>(
            $"""
            SELECT article_id, due_at
            FROM article_schedules
            {(after is null ? "" : "WHERE (due_at, article_id) > (@DueAt, @ArticleId)")}
            ORDER BY due_at, article_id
            LIMIT 1
            """, after, ct);

    /// <summary>An article's plan, or null.</summary>
    public static Task<ScheduleRow?> FindAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<ScheduleRow>(
            """
            SELECT version, slug, publish_at, withdraw_at, public_until, correction, change_note
            FROM article_schedules
            WHERE article_id = @id
            """, new { id }, ct);

    /// <summary>Sets what is wanted, in place of what was set; nothing, if no time is wanted.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="row">The version that is to be public; without <see cref="Publication.At"/> the one that is.</param>
    /// <param name="wanted">When, and until when.</param>
    /// <param name="ct">Cancels the write.</param>
    public static async Task PutAsync(Session session, ArticleRow row, Publication wanted, CancellationToken ct)
    {
        if (wanted.At is null && wanted.PublicUntil is null)
        {
            await RemoveAsync(session, row, ct);
            return;
        }
        await session.ExecuteAsync("DELETE FROM article_schedules WHERE article_id = @ArticleId", new { row.ArticleId }, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO article_schedules
                (article_id, version, slug, publish_at, withdraw_at, public_until, due_at, correction, change_note)
            VALUES (@ArticleId, @Version, @Slug, @At, @Until, @PublicUntil, @Due, @Correction, @ChangeNote)
            """,
            new
            {
                row.ArticleId,
                row.Version,
                row.Slug,
                wanted.At,
                Until = wanted.At is null ? null : wanted.Until,
                wanted.PublicUntil,
                Due = new[] { wanted.At, wanted.PublicUntil }.Min(), // nulls do not count
                Correction = wanted.At is null ? null : wanted.Correction,
                ChangeNote = wanted.At is null ? null : wanted.ChangeNote,
            }, ct);
        await SettleAsync(session, row.ArticleId, wanted.At is not null, ct);
        session.Signal(Signal);
    }

    /// <summary>Forgets an article's plan, if it has one; who was to be public for the first time is a draft again.</summary>
    public static async Task RemoveAsync(Session session, ArticleRow row, CancellationToken ct)
    {
        if (await session.ExecuteAsync("DELETE FROM article_schedules WHERE article_id = @ArticleId", new { row.ArticleId }, ct) > 0)
        {
            await SettleAsync(session, row.ArticleId, isSet: false, ct);
        }
    }

    /// <summary>Forgets the end of what was public; what is set to follow it stays.</summary>
    public static async Task ForgetEndAsync(Session session, ArticleRow row, CancellationToken ct)
    {
        if (row.PublishAt is null)
        {
            await RemoveAsync(session, row, ct);
            return;
        }
        await session.ExecuteAsync(
            "UPDATE article_schedules SET public_until = NULL, due_at = publish_at WHERE article_id = @ArticleId", new { row.ArticleId }, ct);
    }

    /// <summary>Says on the article why it could not be published when it was due; the end of what is public stays set.</summary>
    public static async Task FailAsync(Session session, ArticleRow row, PublishFault fault, CancellationToken ct)
    {
        var shown = await ArticleStore.FindAsync(session, row.ArticleId, "public", ct);
        await PutAsync(session, shown ?? row, new Publication { PublicUntil = row.PublicUntil }, ct);
        await session.ExecuteAsync(
            "UPDATE articles SET publish_fault = @fault WHERE id = @ArticleId",
            new { row.ArticleId, fault = StoredJson.Write(fault) }, ct);
    }

    // The state follows the plan, a fault told before is settled by a new one, and slugs that were kept for the old plan are free.
    private static async Task SettleAsync(Session session, Guid id, bool isSet, CancellationToken ct)
    {
        var (from, to) = isSet ? ("draft", "scheduled") : ("scheduled", "draft");
        await session.ExecuteAsync(
            """
            UPDATE articles
            SET state = CASE WHEN state = @from THEN @to ELSE state END, revision = revision + 1,
                publish_fault = CASE WHEN @isSet THEN NULL ELSE publish_fault END
            WHERE id = @id
            """, new { id, from, to, isSet }, ct);
        await session.ExecuteAsync(
            "UPDATE article_copies SET state = @to WHERE copy = 'draft' AND article_id = @id AND state = @from",
            new { id, from, to }, ct);
        var kept = await session.FirstOrDefaultAsync<string>(
            "SELECT slug FROM article_copies WHERE copy = 'draft' AND article_id = @id", new { id }, ct);
        await ArticleWriteStore.ReleaseSlugsAsync(session, id, kept!, ct);
    }
}

/// <summary>Whose turn it is, and when.</summary>
internal sealed record DueRow
{
    public required Guid ArticleId { get; init; }

    public required DateTimeOffset DueAt { get; init; }
}

/// <summary>What happens to an article at a set time.</summary>
internal sealed record ScheduleRow
{
    public required long Version { get; init; }

    public required string Slug { get; init; }

    /// <summary>Null once it is public.</summary>
    public required DateTimeOffset? PublishAt { get; init; }

    /// <summary>Null when it stays.</summary>
    public required DateTimeOffset? WithdrawAt { get; init; }

    /// <summary>The end of what is public now; null when it stays.</summary>
    public required DateTimeOffset? PublicUntil { get; init; }

    public required string? Correction { get; init; }

    public required string? ChangeNote { get; init; }
}
