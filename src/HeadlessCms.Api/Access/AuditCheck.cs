using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>Walks the trail from its first row to where it ended when the walk began, and stops where it is broken.</summary>
internal sealed class AuditCheck(Database database, AuditChain chain)
{
    private const int RowsAtOnce = 1000;

    /// <summary>The first fault, which says nothing of the rows after it; null when every row is what was written.</summary>
    public async Task<string?> FaultAsync(CancellationToken ct)
    {
        var (end, beyond, isOwed) = await database.ReadAsync(async session =>
        {
            var end = await AuditStore.EndAsync(session, ct);
            return (end, await AuditStore.AfterAsync(session, end?.Seq ?? 0, limit: 1, ct), end is null && await AuditStore.IsOwedAsync(session, ct));
        }, ct);
        if (beyond is [var extra, ..])
        {
            return $"audit row {Name(extra)} lies beyond the trail's end";
        }
        return end is not null ? await WalkAsync(end, ct)
            : isOwed ? "the audit trail is empty, although there is what only comes with an entry of it"
            : null;
    }

    /// <summary>
    /// Where the trail ends; null before its first row. Who keeps it elsewhere can tell whether a later database is an
    /// earlier one put back.
    /// </summary>
    public Task<AuditEnd?> EndAsync(CancellationToken ct) => database.ReadAsync(session => AuditStore.EndAsync(session, ct), ct);

    private async Task<string?> WalkAsync(AuditEnd end, CancellationToken ct)
    {
        var (seq, hash) = (0L, "");
        while (seq < end.Seq)
        {
            var rows = await database.ReadAsync(session => AuditStore.AfterAsync(session, seq, RowsAtOnce, ct), ct);
            if (rows.Count == 0)
            {
                return $"audit row {seq + 1} is missing, and all after it up to {end.Seq}";
            }
            foreach (var row in rows)
            {
                if (row.Seq != seq + 1)
                {
                    return $"audit row {seq + 1} is missing";
                }
                if (!chain.Holds(row, hash))
                {
                    return $"audit row {Name(row)} is not what was written, or was signed with a secret that is neither Cms:Secret nor one of Cms:PreviousSecrets";
                }
                (seq, hash) = (row.Seq, row.Hash);
                if (seq == end.Seq)
                {
                    break; // what was appended since is for the next check
                }
            }
        }
        return hash == end.Hash && chain.Holds(end) ? null : $"the audit trail's end, row {end.Seq}, is not what was written";
    }

    private static string Name(AuditRow row) => $"{row.Seq} ({row.At:yyyy-MM-ddTHH:mm:ss.fffZ}, {row.Action} by {row.ActorName}, id {row.Id})";
}
