using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks;

/// <summary>SQL of webhooks.</summary>
internal static class WebhookStore
{
    private const string Columns =
        """
        w.id, w.revision, w.url, w.description, w.events, w.category_id, w.concurrency, w.enabled, w.disabled_reason, w.secret, w.previous_secret, w.previous_until,
        w.since_seq, w.created_at, w.updated_at, w.failures, w.failing_since, w.paused_until, w.last_success_at, w.last_failure_at
        """;

    private const string Waiting =
        """
        (SELECT COUNT(*) FROM (SELECT 1 FROM webhook_deliveries AS d WHERE d.webhook_id = w.id AND d.state IN ('pending', 'held') LIMIT 10001) AS line) AS waiting
        """;

    /// <summary>
    /// Holds off everybody else who changes webhooks or what they are sent: the follower that puts changes in line, whoever
    /// changes a webhook, and whoever notes what came of calls. So none is put in line for a webhook that has just been disabled.
    /// </summary>
    public static Task LockAsync(Session session, CancellationToken ct) => session.LockAsync($"follower {WebhookOutbox.Follower}", ct);

    /// <summary>The webhook with this id, or null.</summary>
    public static Task<WebhookRow?> FindAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<WebhookRow>($"SELECT {Columns}, {Waiting} FROM webhooks AS w WHERE w.id = @id", new { id }, ct);

    /// <summary>The same for who is to call it and need not know how much waits.</summary>
    public static Task<WebhookRow?> FindToCallAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<WebhookRow>($"SELECT {Columns}, 0 AS waiting FROM webhooks AS w WHERE w.id = @id", new { id }, ct);

    /// <summary>Its address; null when it is gone.</summary>
    public static Task<string?> UrlAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<string>("SELECT url FROM webhooks WHERE id = @id", new { id }, ct);

    /// <summary>The newest first, one more than the limit when there are more.</summary>
    public static Task<IReadOnlyList<WebhookRow>> ListAsync(Session session, Guid? before, int limit, CancellationToken ct) =>
        session.ListAsync<WebhookRow>(
            $"""
            SELECT {Columns}, {Waiting}
            FROM webhooks AS w
            {(before is null ? "" : "WHERE w.id < @before")}
            ORDER BY w.id DESC
            LIMIT @limit + 1
            """, new { before, limit }, ct);

    /// <summary>How many there are.</summary>
    public static Task<long> CountAsync(Session session, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM webhooks", null, ct);

    /// <summary>All that are to be told of changes.</summary>
    public static Task<IReadOnlyList<WebhookRow>> ListEnabledAsync(Session session, CancellationToken ct) =>
        session.ListAsync<WebhookRow>($"SELECT {Columns}, 0 AS waiting FROM webhooks AS w WHERE w.enabled ORDER BY w.id", null, ct);

    /// <summary>Adds one.</summary>
    public static Task AddAsync(Session session, WebhookRow row, CancellationToken ct) => session.ExecuteAsync(
        """
        INSERT INTO webhooks (id, revision, url, description, events, category_id, concurrency, enabled, secret, since_seq, created_at, updated_at, failures)
        VALUES (@Id, 1, @Url, @Description, @Events, @CategoryId, @Concurrency, @Enabled, @Secret, @SinceSeq, @CreatedAt, @UpdatedAt, 0)
        """, row, ct);

    /// <summary>Writes what people decide of one; false when somebody else was faster. Enabled anew, it is told of what comes from here on.</summary>
    public static async Task<bool> ChangeAsync(Session session, WebhookRow row, CancellationToken ct) => await session.ExecuteAsync(
        """
        UPDATE webhooks
        SET revision = revision + 1, url = @Url, description = @Description, events = @Events, category_id = @CategoryId,
            concurrency = @Concurrency, enabled = @Enabled, disabled_reason = @DisabledReason, since_seq = @SinceSeq, updated_at = @UpdatedAt,
            failures = @Failures, failing_since = @FailingSince, paused_until = @PausedUntil
        WHERE id = @Id AND revision = @Revision
        """, row, ct) > 0;

    /// <summary>Gives it another secret; the present one signs beside it until then.</summary>
    public static Task RotateAsync(Session session, Guid id, byte[] secret, DateTimeOffset until, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            UPDATE webhooks
            SET revision = revision + 1, previous_secret = CASE WHEN @until > @now THEN secret END, previous_until = CASE WHEN @until > @now THEN @until END,
                secret = @secret, updated_at = @now
            WHERE id = @id
            """, new { id, secret, until, now }, ct);

    /// <summary>It is gone, with all that was to be sent to it.</summary>
    public static Task RemoveAsync(Session session, Guid id, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM webhooks WHERE id = @id", new { id }, ct);

    /// <summary>A call was taken.</summary>
    public static Task SucceededAsync(Session session, Guid id, DateTimeOffset at, CancellationToken ct) => session.ExecuteAsync(
        "UPDATE webhooks SET failures = 0, failing_since = NULL, paused_until = NULL, last_success_at = @at WHERE id = @id", new { id, at }, ct);

    /// <summary>A call was not taken; how many in a row that makes, and since when.</summary>
    public static async Task<WebhookFailures> FailedAsync(Session session, Guid id, DateTimeOffset at, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<WebhookFailures>(
            """
            UPDATE webhooks
            SET failures = failures + 1, failing_since = COALESCE(failing_since, @at), last_failure_at = @at
            WHERE id = @id
            RETURNING failures, failing_since
            """, new { id, at }, ct) ?? new() { Failures = 0, FailingSince = at }; // it was deleted meanwhile

    /// <summary>Leaves it alone until then.</summary>
    public static Task PauseAsync(Session session, Guid id, DateTimeOffset until, CancellationToken ct) =>
        session.ExecuteAsync("UPDATE webhooks SET paused_until = @until WHERE id = @id", new { id, until }, ct);

    /// <summary>Disables it for a reason of its own; false when it is already.</summary>
    public static async Task<bool> DisableAsync(Session session, Guid id, string reason, DateTimeOffset now, CancellationToken ct) => await session.ExecuteAsync(
        "UPDATE webhooks SET revision = revision + 1, enabled = FALSE, disabled_reason = @reason, updated_at = @now WHERE id = @id AND enabled",
        new { id, reason, now }, ct) > 0;
}
