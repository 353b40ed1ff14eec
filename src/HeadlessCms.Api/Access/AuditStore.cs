using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>SQL of the audit trail: rows are added and read, and nothing here changes or removes one.</summary>
internal static class AuditStore
{
    private const string Columns =
        "seq, id, at, action, key_id, actor_name, address_hash, request_id, target_type, target_id, before, after, hash";

    /// <summary>Adds the row that follows the last one. Appends wait for each other until their commits.</summary>
    public static async Task AppendAsync(Session session, Func<AuditEnd?, AuditRow> next, Func<long, string, string> seal)
    {
        // Not cancellable: the change itself is made, and its trail belongs to it.
        await session.LockAsync(Locks.Log, CancellationToken.None);
        var row = next(await EndAsync(session, CancellationToken.None));
        await session.ExecuteAsync(
            $"""
            INSERT INTO audit ({Columns})
            VALUES
                (@Seq, @Id, @At, @Action, @KeyId, @ActorName, @AddressHash, @RequestId, @TargetType, @TargetId, @Before, @After, @Hash)
            """, row, CancellationToken.None);
        await session.ExecuteAsync(
            """
            INSERT INTO audit_end (id, seq, at, hash, seal)
            VALUES (1, @Seq, @At, @Hash, @seal)
            ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, at = excluded.at, hash = excluded.hash, seal = excluded.seal
            """, new { row.Seq, row.At, row.Hash, seal = seal(row.Seq, row.Hash) }, CancellationToken.None);
    }

    /// <summary>Where the trail ends; null before its first row.</summary>
    public static Task<AuditEnd?> EndAsync(Session session, CancellationToken ct) =>
        session.FirstOrDefaultAsync<AuditEnd>("SELECT seq, at, hash, seal FROM audit_end", null, ct);

    /// <summary>Whether anything is there that was made with a row of the trail.</summary>
    public static Task<bool> IsOwedAsync(Session session, CancellationToken ct) =>
        session.FirstOrDefaultAsync<bool>(
            """
            SELECT EXISTS (SELECT 1 FROM articles)
                OR EXISTS (SELECT 1 FROM access_keys) OR EXISTS (SELECT 1 FROM changes)
            """, null, ct);

    /// <summary>A page of the trail, newest first.</summary>
    public static Task<IReadOnlyList<AuditRow>> ListAsync(
        Session session, AuditFilter filter, long? before, int limit, CancellationToken ct) =>
        session.ListAsync<AuditRow>(
            $"""
            SELECT {Columns}
            FROM audit
            WHERE {Conditions(filter)} {(before is null ? "" : "AND seq < @before")}
            ORDER BY seq DESC
            LIMIT @limit
            """, Arguments(filter, before, limit), ct);

    /// <summary>How many entries the filter leaves.</summary>
    public static Task<long> CountAsync(Session session, AuditFilter filter, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>($"SELECT COUNT(*) FROM audit WHERE {Conditions(filter)}", Arguments(filter), ct);

    /// <summary>The rows after one, oldest first.</summary>
    public static Task<IReadOnlyList<AuditRow>> AfterAsync(Session session, long seq, int limit, CancellationToken ct) =>
        session.ListAsync<AuditRow>(
            $"SELECT {Columns} FROM audit WHERE seq > @seq ORDER BY seq LIMIT @limit", new { seq, limit }, ct);

    // Times do not go back with seq, so a range of times is a range of seq, which every index here ends with.
    private static string Conditions(AuditFilter filter) => string.Join(" AND ",
        new[]
        {
            "seq > 0",
            filter.KeyId is null ? null : "key_id = @KeyId",
            filter.ActorName is null ? null : "actor_name = @ActorName",
            filter.Action is null ? null : "action = @Action",
            filter.TargetType is null ? null : "target_type = @TargetType",
            filter.TargetId is null ? null : "target_id = @TargetId",
            filter.From is null ? null : "seq >= (SELECT f.seq FROM audit AS f WHERE f.at >= @From ORDER BY f.at, f.seq LIMIT 1)",
            filter.To is null ? null : "seq <= (SELECT t.seq FROM audit AS t WHERE t.at < @To ORDER BY t.at DESC, t.seq DESC LIMIT 1)",
        }.OfType<string>());

    private static object Arguments(AuditFilter filter, long? before = null, int? limit = null) => new
    {
        filter.KeyId,
        filter.ActorName,
        filter.Action,
        filter.TargetType,
        filter.TargetId,
        filter.From,
        filter.To,
        before,
        limit,
    };
}

/// <summary>One row of the trail.</summary>
internal sealed record AuditRow
{
    public required long Seq { get; init; }

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Action { get; init; }

    public required Guid? KeyId { get; init; }

    public required string ActorName { get; init; }

    public required string? AddressHash { get; init; }

    public required string? RequestId { get; init; }

    public required string TargetType { get; init; }

    public required string TargetId { get; init; }

    public required string? Before { get; init; }

    public required string? After { get; init; }

    public required string Hash { get; init; }
}

/// <summary>Where the trail ends.</summary>
internal sealed record AuditEnd
{
    public required long Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Hash { get; init; }

    public required string Seal { get; init; }
}
