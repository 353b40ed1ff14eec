using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>SQL of the audit trail.</summary>
internal static class AuditStore
{
    /// <summary>Adds the row that follows the last one. Appends wait for each other until their commits.</summary>
    public static async Task AppendAsync(Session session, Func<AuditRow?, AuditRow> next)
    {
        // Not cancellable: the change itself is made, and its trail belongs to it.
        await session.LockAsync("log", CancellationToken.None);
        var last = await session.FirstOrDefaultAsync<AuditRow>(
            """
            SELECT seq, id, at, action, key_id, actor_name, address_hash, request_id, target_id, before, after, hash
            FROM audit
            ORDER BY seq DESC
            LIMIT 1
            """, null, CancellationToken.None);
        await session.ExecuteAsync(
            """
            INSERT INTO audit (seq, id, at, action, key_id, actor_name, address_hash, request_id, target_id, before, after, hash)
            VALUES (@Seq, @Id, @At, @Action, @KeyId, @ActorName, @AddressHash, @RequestId, @TargetId, @Before, @After, @Hash)
            """, next(last), CancellationToken.None);
    }
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

    public required string TargetId { get; init; }

    public required string? Before { get; init; }

    public required string? After { get; init; }

    public required string Hash { get; init; }
}
