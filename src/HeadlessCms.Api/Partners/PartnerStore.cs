using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>SQL of what was delivered to whom, and confirmed.</summary>
internal static class PartnerStore
{
    private const string Takedowns = "('withdrawn', 'deleted')";

    private const string Confirmed =
        """
        SELECT r.at FROM change_receipts AS r
        WHERE r.partner_id = p.id AND r.category_id = @Everything AND r.kind = 'confirmed' AND r.seq =
        """;

    // In the place of a category: all of them.
    private static readonly Guid Everything = Guid.Empty;

    /// <summary>Knows a partner from its first reading of something on.</summary>
    public static Task MeetAsync(Session session, Follower follower, Guid? keyId, string name, long seq, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO change_partners (id, category_id, key_id, name, first_seq, delivered_seq, acknowledged_seq)
            VALUES (@Id, @Scope, @keyId, @name, @seq, 0, 0)
            ON CONFLICT (id, category_id) DO UPDATE SET name = excluded.name
            """, new { follower.Id, follower.Scope, keyId, name, seq }, ct);

    /// <summary>Whether a partner is known, whatever it follows.</summary>
    public static async Task<bool> KnowsAsync(Session session, string id, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<string>("SELECT id FROM change_partners WHERE id = @id LIMIT 1", new { id }, ct) is not null;

    /// <summary>Whether something up to a change, or beyond it, was delivered to it before.</summary>
    public static async Task<bool> HasAsync(Session session, Follower follower, long seq, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<long?>(
            "SELECT delivered_seq FROM change_partners WHERE id = @Id AND category_id = @Scope",
            new { follower.Id, follower.Scope }, ct) >= seq;

    /// <summary>The changes after one up to another were delivered.</summary>
    public static async Task DeliveredAsync(Session session, Follower follower, long since, long seq, DateTimeOffset now, CancellationToken ct)
    {
        await session.ExecuteAsync(
            "UPDATE change_partners SET delivered_seq = @seq, delivered_at = @now WHERE id = @Id AND category_id = @Scope AND delivered_seq < @seq",
            new { follower.Id, follower.Scope, seq, now }, ct);
        await AddAsync(session, follower, "delivered", since, seq, now, ct);
    }

    /// <summary>All up to a change was applied.</summary>
    public static async Task AcknowledgedAsync(Session session, Follower follower, long seq, DateTimeOffset now, CancellationToken ct)
    {
        await session.ExecuteAsync(
            "UPDATE change_partners SET acknowledged_seq = @seq, acknowledged_at = @now WHERE id = @Id AND category_id = @Scope AND acknowledged_seq <= @seq",
            new { follower.Id, follower.Scope, seq, now }, ct);
        await AddAsync(session, follower, "acknowledged", since: 0, seq, now, ct);
    }

    /// <summary>One takedown was carried out, however the partner learned of it.</summary>
    public static async Task ConfirmedAsync(Session session, string id, long seq, DateTimeOffset now, CancellationToken ct)
    {
        await session.ExecuteAsync(
            $"UPDATE change_partners AS p SET acknowledged_at = @now WHERE p.id = @id AND {Concerns("@seq")}", new { id, seq, now, Everything }, ct);
        await AddAsync(session, new Follower(id, null), "confirmed", since: 0, seq, now, ct);
    }

    /// <summary>Forgets some of the receipts for changes that are forgotten; how many.</summary>
    public static Task<int> ForgetAsync(Session session, int limit, CancellationToken ct) => session.ExecuteAsync(
        """
        DELETE FROM change_receipts
        WHERE (partner_id, category_id, kind, seq) IN
        (
            SELECT r.partner_id, r.category_id, r.kind, r.seq
            FROM change_receipts AS r
            WHERE r.seq < (SELECT MIN(seq) FROM changes)
            ORDER BY r.seq
            LIMIT @limit
        )
        """, new { limit }, ct);

    /// <summary>An article's last takedown; null when none is remembered.</summary>
    public static Task<long?> TakedownAsync(Session session, Guid articleId, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long?>(
            $"SELECT MAX(seq) FROM changes WHERE article_id = @articleId AND kind IN {Takedowns}", new { articleId }, ct);

    /// <summary>Partners by id and what they follow, with how far each is.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="only">This one alone.</param>
    /// <param name="takedown">The change that is asked about.</param>
    /// <param name="after">The last one of the page before; null at the start.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Cancels the read.</param>
    public static Task<IReadOnlyList<PartnerRow>> ListAsync(
        Session session, string? only, long? takedown, Follower? after, int limit, CancellationToken ct) =>
        session.ListAsync<PartnerRow>(
            $"""
            SELECT p.id, p.category_id, p.key_id, p.name, p.delivered_at, p.acknowledged_at,
                {OccurredAt("p.delivered_seq")} AS delivered_up_to,
                {OccurredAt("p.acknowledged_seq")} AS acknowledged_up_to,
                (
                    SELECT COUNT(*)
                    FROM changes AS g
                    WHERE g.kind IN {Takedowns} AND g.seq > p.first_seq AND g.seq > p.acknowledged_seq
                        AND {Concerns("g.seq")} AND NOT EXISTS ({Confirmed} g.seq)
                ) AS pending_takedowns,
                (
                    SELECT g.occurred_at FROM changes AS g
                    WHERE g.seq = @takedown AND ({Concerns("@takedown")} OR EXISTS ({Confirmed} @takedown))
                ) AS taken_down_at,
                (
                    SELECT r.at FROM change_receipts AS r
                    WHERE r.partner_id = p.id AND r.category_id = p.category_id AND r.kind = 'delivered' AND r.seq >= @takedown
                        AND r.since_seq < @takedown AND {Concerns("@takedown")}
                    ORDER BY r.seq LIMIT 1
                ) AS takedown_delivered_at,
                (
                    SELECT r.at FROM change_receipts AS r
                    WHERE r.partner_id = p.id AND r.category_id = p.category_id AND r.kind = 'acknowledged' AND r.seq >= @takedown
                        AND {Concerns("@takedown")}
                    ORDER BY r.seq LIMIT 1
                ) AS takedown_acknowledged_at,
                ({Confirmed} @takedown) AS takedown_confirmed_at
            FROM change_partners AS p
            WHERE {(only is null ? "(p.id, p.category_id) > (@Id, @Scope)" : "p.id = @only")}
            ORDER BY p.id, p.category_id
            LIMIT @limit
            """,
            new { only, takedown = takedown ?? -1L, Id = after?.Id ?? "", Scope = after?.Scope ?? Everything, limit, Everything }, ct);

    private static Task AddAsync(Session session, Follower follower, string kind, long since, long seq, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO change_receipts (partner_id, category_id, kind, since_seq, seq, at)
            VALUES (@Id, @Scope, @kind, @since, @seq, @now)
            ON CONFLICT (partner_id, category_id, kind, seq) DO NOTHING
            """, new { follower.Id, follower.Scope, kind, since, seq, now }, ct);

    // Whether a change is one of those that partner p follows.
    private static string Concerns(string seq) =>
        $"(p.category_id = @Everything OR EXISTS (SELECT 1 FROM change_categories AS t WHERE t.category_id = p.category_id AND t.seq = {seq}))";

    // When the newest change up to one happened that partner p follows.
    private static string OccurredAt(string seq) =>
        $"""
        (SELECT g.occurred_at FROM changes AS g WHERE g.seq = CASE WHEN p.category_id = @Everything THEN {seq}
            ELSE (SELECT MAX(t.seq) FROM change_categories AS t WHERE t.category_id = p.category_id AND t.seq <= {seq}) END)
        """;
}

/// <summary>Who follows what.</summary>
/// <param name="Id">The partner.</param>
/// <param name="CategoryId">The category; null for everything.</param>
internal sealed record Follower(string Id, Guid? CategoryId)
{
    /// <summary>The category as it is stored.</summary>
    public Guid Scope => CategoryId ?? Guid.Empty;
}

/// <summary>A partner as it is stored, with what follows from the log.</summary>
internal sealed record PartnerRow
{
    public required string Id { get; init; }

    public required Guid CategoryId { get; init; }

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

    /// <summary>Who it is, and what is followed.</summary>
    public Follower Follower => new(Id, CategoryId == Guid.Empty ? null : CategoryId);

    /// <summary>As it is answered.</summary>
    public Partner ToContract() => new()
    {
        KeyId = KeyId,
        Name = Name,
        CategoryId = Follower.CategoryId,
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
