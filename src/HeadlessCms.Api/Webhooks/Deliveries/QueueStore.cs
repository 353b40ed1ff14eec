using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>SQL of putting in line: messages, and who is to have them.</summary>
internal static class QueueStore
{
    private const int RowsAtOnce = 500;

    /// <summary>The messages of these changes that there are, by change.</summary>
    public static async Task<Dictionary<long, Guid>> MessagesAsync(Session session, IReadOnlyCollection<long> seqs, CancellationToken ct) =>
        (await session.ListAsync<Message>(
            "SELECT id, seq FROM webhook_messages WHERE seq IN @seqs", new { seqs = new InList<long>(seqs) }, ct)).ToDictionary(row => row.Seq, row => row.Id);

    /// <summary>Keeps what is said.</summary>
    public static Task AddMessagesAsync(
        Session session, IReadOnlyCollection<(Guid Id, long? Seq, string Body)> messages, DateTimeOffset now, CancellationToken ct) =>
        messages.Count == 0 ? Task.CompletedTask : session.ExecuteAsync(
            "INSERT INTO webhook_messages (id, seq, body, created_at) VALUES @rows",
            new { rows = new RowList(messages.Select(message => new object?[] { message.Id, message.Seq, message.Body, now })) }, ct);

    /// <summary>
    /// Puts deliveries in line; what is there already is sent again, from the start of its retries. None is due before what
    /// waits before it of the same subject.
    /// </summary>
    public static async Task AddAsync(Session session, IReadOnlyCollection<DeliveryRow> rows, CancellationToken ct)
    {
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            await session.ExecuteAsync(
                """
                INSERT INTO webhook_deliveries (id, webhook_id, message_id, event, subject_id, seq, state, tries, attempts, due_at, created_at)
                VALUES @rows
                ON CONFLICT (webhook_id, message_id) DO UPDATE SET state = excluded.state, tries = 0, due_at = excluded.due_at, finished_at = NULL
                """,
                new
                {
                    rows = new RowList(chunk.Select(row => new object?[]
                    {
                        row.Id, row.WebhookId, row.MessageId, row.Event, row.SubjectId, row.Seq, row.State, row.Tries, row.Attempts, row.DueAt, row.CreatedAt,
                    })),
                }, ct);
            await session.ExecuteAsync(
                """
                UPDATE webhook_deliveries
                SET due_at =
                (
                    SELECT MAX(e.due_at)
                    FROM webhook_deliveries AS e
                    WHERE e.webhook_id = webhook_deliveries.webhook_id AND e.subject_id = webhook_deliveries.subject_id AND e.due_at IS NOT NULL
                        AND e.seq <= webhook_deliveries.seq
                )
                WHERE id IN @ids AND due_at IS NOT NULL
                """, new { ids = new InList<Guid>(chunk.Select(row => row.Id)) }, ct);
        }
    }

    /// <summary>
    /// Forgets some of the deliveries that came to their end before a time, or that are held since before it, and the messages that
    /// nobody has any more; how many of both. What is to be sent is not forgotten, however old it is.
    /// </summary>
    public static async Task<long> ForgetAsync(Session session, DateTimeOffset before, int limit, CancellationToken ct)
    {
        var deliveries = await session.ExecuteAsync(
            """
            DELETE FROM webhook_deliveries
            WHERE id IN
            (
                SELECT id
                FROM webhook_deliveries
                WHERE due_at IS NULL AND COALESCE(finished_at, created_at) < @before
                ORDER BY COALESCE(finished_at, created_at), id
                LIMIT @limit
            )
            """, new { before, limit }, ct);
        return deliveries + await session.ExecuteAsync(
            """
            DELETE FROM webhook_messages
            WHERE id IN
            (
                SELECT m.id
                FROM webhook_messages AS m
                WHERE m.created_at < @before AND NOT EXISTS (SELECT 1 FROM webhook_deliveries AS d WHERE d.message_id = m.id)
                ORDER BY m.created_at, m.id
                LIMIT @limit
            )
            """, new { before, limit }, ct);
    }

    private sealed record Message
    {
        public required Guid Id { get; init; }

        public required long Seq { get; init; }
    }
}
