using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>SQL of what was delivered to whom, and confirmed.</summary>
internal static class PartnerStore
{
    private const string Takedowns = "('withdrawn', 'deleted')";

    /// <summary>Knows a partner from its first reading on.</summary>
    public static Task MeetAsync(Session session, string id, Guid? keyId, string name, long seq, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO change_partners (id, key_id, name, first_seq, delivered_seq, acknowledged_seq)
            VALUES (@id, @keyId, @name, @seq, 0, 0)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name
            """, new { id, keyId, name, seq }, ct);

    /// <summary>Whether all up to a change was delivered to it before.</summary>
    public static async Task<bool> HasAsync(Session session, string id, long seq, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<long?>("SELECT delivered_seq FROM change_partners WHERE id = @id", new { id }, ct) >= seq;

    /// <summary>All up to a change was delivered.</summary>
    public static async Task DeliveredAsync(Session session, string id, long seq, DateTimeOffset now, CancellationToken ct)
    {
        await session.ExecuteAsync(
            "UPDATE change_partners SET delivered_seq = @seq, delivered_at = @now WHERE id = @id AND delivered_seq < @seq",
            new { id, seq, now }, ct);
        await AddAsync(session, id, "delivered", seq, now, ct);
    }

    /// <summary>All up to a change was applied.</summary>
    public static async Task AcknowledgedAsync(Session session, string id, long seq, DateTimeOffset now, CancellationToken ct)
    {
        await session.ExecuteAsync(
            "UPDATE change_partners SET acknowledged_seq = @seq, acknowledged_at = @now WHERE id = @id AND acknowledged_seq <= @seq",
            new { id, seq, now }, ct);
        await AddAsync(session, id, "acknowledged", seq, now, ct);
    }

    /// <summary>One takedown was carried out.</summary>
    public static async Task ConfirmedAsync(Session session, string id, long seq, DateTimeOffset now, CancellationToken ct)
    {
        await session.ExecuteAsync("UPDATE change_partners SET acknowledged_at = @now WHERE id = @id", new { id, now }, ct);
        await AddAsync(session, id, "confirmed", seq, now, ct);
    }

    /// <summary>An article's last takedown; null when none is remembered.</summary>
    public static Task<long?> TakedownAsync(Session session, Guid articleId, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long?>(
            $"SELECT MAX(seq) FROM changes WHERE article_id = @articleId AND kind IN {Takedowns}", new { articleId }, ct);

    /// <summary>Partners by id, with how far each is.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="only">This one alone.</param>
    /// <param name="takedown">The change that is asked about.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Cancels the read.</param>
    public static Task<IReadOnlyList<PartnerRow>> ListAsync(
        Session session, string? only, long? takedown, string after, int limit, CancellationToken ct) =>
        session.ListAsync<PartnerRow>(
            $"""
            SELECT p.id, p.key_id, p.name, p.delivered_at, p.acknowledged_at,
                (SELECT g.occurred_at FROM changes AS g WHERE g.seq = p.delivered_seq) AS delivered_up_to,
                (SELECT g.occurred_at FROM changes AS g WHERE g.seq = p.acknowledged_seq) AS acknowledged_up_to,
                (
                    SELECT COUNT(*)
                    FROM changes AS g
                    WHERE g.kind IN {Takedowns} AND g.seq > p.first_seq AND g.seq > p.acknowledged_seq AND NOT EXISTS
                    (
                        SELECT 1 FROM change_receipts AS r
                        WHERE r.partner_id = p.id AND r.kind = 'confirmed' AND r.seq = g.seq
                    )
                ) AS pending_takedowns,
                (SELECT g.occurred_at FROM changes AS g WHERE g.seq = @takedown) AS taken_down_at,
                (
                    SELECT r.at FROM change_receipts AS r
                    WHERE r.partner_id = p.id AND r.kind = 'delivered' AND r.seq >= @takedown
                    ORDER BY r.seq LIMIT 1
                ) AS takedown_delivered_at,
                (
                    SELECT r.at FROM change_receipts AS r
                    WHERE r.partner_id = p.id AND r.kind = 'acknowledged' AND r.seq >= @takedown
                    ORDER BY r.seq LIMIT 1
                ) AS takedown_acknowledged_at,
                (
                    SELECT r.at FROM change_receipts AS r
                    WHERE r.partner_id = p.id AND r.kind = 'confirmed' AND r.seq = @takedown
                ) AS takedown_confirmed_at
            FROM change_partners AS p
            WHERE {(only is null ? "p.id > @after" : "p.id = @only")}
            ORDER BY p.id
            LIMIT @limit
            """, new { only, takedown = takedown ?? -1L, after, limit }, ct);

    private static Task AddAsync(Session session, string id, string kind, long seq, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO change_receipts (partner_id, kind, seq, at)
            VALUES (@id, @kind, @seq, @now)
            ON CONFLICT (partner_id, kind, seq) DO NOTHING
            """, new { id, kind, seq, now }, ct);
}

/// <summary>A partner as it is stored, with what follows from the log.</summary>
internal sealed record PartnerRow
{
    public required string Id { get; init; }

    public required Guid? KeyId { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset? DeliveredAt { get; init; }

    public required DateTimeOffset? DeliveredUpTo { get; init; }

    public required DateTimeOffset? AcknowledgedAt { get; init; }

    public required DateTimeOffset? AcknowledgedUpTo { get; init; }

    public required long PendingTakedowns { get; init; }

    public required DateTimeOffset? TakenDownAt { get; init; }

    public required DateTimeOffset? TakedownDeliveredAt { get; init; }

    public required DateTimeOffset? TakedownAcknowledgedAt { get; init; }

    public required DateTimeOffset? TakedownConfirmedAt { get; init; }

    /// <summary>As it is answered.</summary>
    public Partner ToContract() => new()
    {
        KeyId = KeyId,
        Name = Name,
        DeliveredAt = DeliveredAt,
        DeliveredUpTo = DeliveredUpTo,
        AcknowledgedAt = AcknowledgedAt,
        AcknowledgedUpTo = AcknowledgedUpTo,
        PendingTakedowns = PendingTakedowns,
        Takedown = TakenDownAt is { } at
            ? new Takedown
            {
                OccurredAt = at,
                DeliveredAt = TakedownDeliveredAt,
                AcknowledgedAt = new[] { TakedownAcknowledgedAt, TakedownConfirmedAt }.Min(), // nulls do not count
            }
            : null,
    };
}
