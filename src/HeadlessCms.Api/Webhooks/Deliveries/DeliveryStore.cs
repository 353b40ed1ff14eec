using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>SQL of deliveries: what is to be sent, and what came of it.</summary>
internal static class DeliveryStore
{
    /// <summary>What <see cref="Database.Signalled"/> says when there is something to send.</summary>
    public const string Signal = "deliveries";

    private const string Columns =
        """
        d.id, d.webhook_id, d.message_id, d.event, d.subject_id, d.seq, d.state, d.tries, d.attempts, d.due_at, d.created_at, d.finished_at, m.body
        """;

    private const string Deliveries = "webhook_deliveries AS d JOIN webhook_messages AS m ON m.id = d.message_id";

    /// <summary>A webhook's delivery, or null.</summary>
    public static Task<DeliveryRow?> FindAsync(Session session, Guid webhook, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<DeliveryRow>(
            $"SELECT {Columns} FROM {Deliveries} WHERE d.id = @id AND d.webhook_id = @webhook", new { webhook, id }, ct);

    /// <summary>The newest first, one more than the limit when there are more.</summary>
    public static Task<IReadOnlyList<DeliveryRow>> ListAsync(
        Session session, Guid webhook, string? state, Guid? article, Guid? before, int limit, CancellationToken ct) =>
        session.ListAsync<DeliveryRow>(
            $"""
            SELECT {Columns}
            FROM {Deliveries}
            WHERE d.webhook_id = @webhook{(state is null ? "" : " AND d.state = @state")}{(article is null ? "" : " AND d.subject_id = @article")}
                {(before is null ? "" : "AND d.id < @before")}
            ORDER BY d.id DESC
            LIMIT @limit + 1
            """, new { webhook, state, article, before, limit }, ct);

    /// <summary>
    /// What may be sent to a webhook now, the longest due first: of each subject the first that is pending, and nothing of a subject
    /// of which a call is under way.
    /// </summary>
    public static Task<IReadOnlyList<DeliveryRow>> DueAsync(
        Session session, Guid webhook, IReadOnlyCollection<Guid> underWay, DateTimeOffset now, int limit, CancellationToken ct) =>
        session.ListAsync<DeliveryRow>(
            $"""
            SELECT {Columns}
            FROM {Deliveries}
            WHERE d.webhook_id = @webhook AND d.due_at <= @now{(underWay.Count == 0 ? "" : " AND d.subject_id NOT IN @underWay")}
                AND NOT EXISTS
                (
                    SELECT 1
                    FROM webhook_deliveries AS e
                    WHERE e.webhook_id = d.webhook_id AND e.subject_id = d.subject_id AND e.due_at IS NOT NULL AND (e.seq, e.id) < (d.seq, d.id)
                )
            ORDER BY d.due_at, d.seq, d.id
            LIMIT @limit
            """, new { webhook, underWay = new InList<Guid>(underWay), now, limit }, ct);

    /// <summary>The tests of a webhook that are due, a few at a time; each is a subject of its own.</summary>
    public static Task<IReadOnlyList<DeliveryRow>> DueTestsAsync(
        Session session, Guid webhook, IReadOnlyCollection<Guid> underWay, DateTimeOffset now, CancellationToken ct) =>
        session.ListAsync<DeliveryRow>(
            $"""
            SELECT {Columns}
            FROM {Deliveries}
            WHERE d.webhook_id = @webhook AND d.event = 'test' AND d.due_at <= @now{(underWay.Count == 0 ? "" : " AND d.subject_id NOT IN @underWay")}
            ORDER BY d.due_at, d.id
            LIMIT 3
            """, new { webhook, underWay = new InList<Guid>(underWay), now }, ct);

    /// <summary>The webhooks for which something is due, those that are left alone for now only for a test.</summary>
    public static Task<IReadOnlyList<Guid>> DueWebhooksAsync(Session session, DateTimeOffset now, CancellationToken ct) =>
        session.ListAsync<Guid>(
            """
            SELECT w.id
            FROM webhooks AS w
            WHERE ((w.paused_until IS NULL OR w.paused_until <= @now)
                AND EXISTS (SELECT 1 FROM webhook_deliveries AS d WHERE d.webhook_id = w.id AND d.due_at <= @now))
                OR EXISTS (SELECT 1 FROM webhook_deliveries AS t WHERE t.webhook_id = w.id AND t.event = 'test' AND t.due_at <= @now)
            """, new { now }, ct);

    /// <summary>Notes what came of a call.</summary>
    public static Task SaveAsync(Session session, DeliveryRow row, CancellationToken ct) => session.ExecuteAsync(
        """
        UPDATE webhook_deliveries
        SET state = @State, tries = @Tries, attempts = @Attempts, due_at = @DueAt, finished_at = @FinishedAt
        WHERE id = @Id
        """, row, ct);

    /// <summary>What comes behind it of the same subject is not due before it is itself.</summary>
    public static Task HoldBackAsync(Session session, DeliveryRow row, DateTimeOffset until, CancellationToken ct) => session.ExecuteAsync(
        """
        UPDATE webhook_deliveries
        SET due_at = @until
        WHERE webhook_id = @WebhookId AND subject_id = @SubjectId AND due_at < @until AND id <> @Id
        """, new { row.WebhookId, row.SubjectId, row.Id, until }, ct);

    /// <summary>What comes behind it of the same subject waits for it no longer.</summary>
    public static Task LetGoAsync(Session session, DeliveryRow row, DateTimeOffset now, CancellationToken ct) => session.ExecuteAsync(
        "UPDATE webhook_deliveries SET due_at = @now WHERE webhook_id = @WebhookId AND subject_id = @SubjectId AND due_at > @now",
        new { row.WebhookId, row.SubjectId, now }, ct);

    /// <summary>Puts it in line again, from the start of its retries.</summary>
    public static Task AgainAsync(Session session, Guid id, string state, DateTimeOffset now, CancellationToken ct) => session.ExecuteAsync(
        "UPDATE webhook_deliveries SET state = @state, tries = 0, due_at = CASE WHEN @state = 'pending' THEN @now END, finished_at = NULL WHERE id = @id",
        new { id, state, now }, ct);

    /// <summary>Holds all that is pending but tests, or lets it go on, from the start of its retries.</summary>
    public static Task HoldAsync(Session session, Guid webhook, bool isHeld, DateTimeOffset now, CancellationToken ct) => session.ExecuteAsync(
        """
        UPDATE webhook_deliveries
        SET state = CASE WHEN @isHeld THEN 'held' ELSE 'pending' END, due_at = CASE WHEN @isHeld THEN NULL ELSE @now END,
            tries = CASE WHEN @isHeld THEN tries ELSE 0 END
        WHERE webhook_id = @webhook AND state = CASE WHEN @isHeld THEN 'pending' ELSE 'held' END AND event <> 'test'
        """, new { webhook, isHeld, now }, ct);

    /// <summary>The log's changes in a stretch of time.</summary>
    public static Task<IReadOnlyList<LoggedChange>> ChangesBetweenAsync(
        Session session, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken ct) =>
        session.ListAsync<LoggedChange>(
            """
            SELECT seq, kind, article_id, category_id, version, reason, occurred_at
            FROM changes
            WHERE occurred_at >= @from AND occurred_at < @to
            ORDER BY occurred_at, seq
            LIMIT @limit
            """, new { from, to, limit }, ct);

    /// <summary>Which of the changes from one to another the followers of these categories are to be told of.</summary>
    public static async Task<ILookup<long, Guid>> TouchedAsync(
        Session session, IReadOnlyCollection<Guid> categories, long first, long last, CancellationToken ct)
    {
        var rows = categories.Count == 0 ? [] : await session.ListAsync<Touch>(
            "SELECT seq, category_id FROM change_categories WHERE category_id IN @categories AND seq BETWEEN @first AND @last",
            new { categories = new InList<Guid>(categories), first, last }, ct);
        return rows.ToLookup(row => row.Seq, row => row.CategoryId);
    }

    /// <summary>Of which of these changes a delivery was given up.</summary>
    public static async Task<IReadOnlySet<long>> FailedAsync(Session session, Guid webhook, IReadOnlyCollection<long> seqs, CancellationToken ct) =>
        (await session.ListAsync<long>(
            """
            SELECT d.seq
            FROM webhook_messages AS m
            JOIN webhook_deliveries AS d ON d.message_id = m.id AND d.webhook_id = @webhook
            WHERE m.seq IN @seqs AND d.state = 'failed'
            """, new { webhook, seqs = new InList<long>(seqs) }, ct)).ToHashSet();

    /// <summary>What messages tell of articles that are public.</summary>
    public static Task<IReadOnlyList<PublicArticle>> PublicArticlesAsync(Session session, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        session.ListAsync<PublicArticle>(
            """
            SELECT c.article_id, c.slug, c.version, c.category_id, c.published_at, a.created_at, a.public_revision, g.revision AS group_revision
            FROM article_copies AS c
            JOIN articles AS a ON a.id = c.article_id
            LEFT JOIN article_groups AS g ON g.copy = 'public' AND g.id = c.translation_of
            WHERE c.copy = 'public' AND c.article_id IN @ids
            """, new { ids = new InList<Guid>(ids) }, ct);

    private sealed record Touch
    {
        public required long Seq { get; init; }

        public required Guid CategoryId { get; init; }
    }
}
