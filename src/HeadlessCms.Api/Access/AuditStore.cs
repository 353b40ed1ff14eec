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
        await session.LockAsync("log", CancellationToken.None);
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

    /// <summary>The rows after one, oldest first.</summary>
    public static Task<IReadOnlyList<AuditRow>> AfterAsync(Session session, long seq, int limit, CancellationToken ct) =>
        session.ListAsync<AuditRow>(
            $"SELECT {Columns} FROM audit WHERE seq > @seq ORDER BY seq LIMIT @limit", new { seq, limit }, ct);
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
