using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>SQL of the answers that are kept for retries.</summary>
internal sealed class IdempotencyStore(Database database, TimeProvider clock)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int PruneSize = 1000;

    /// <summary>The answer stored under one of these, unless its time is over.</summary>
    public async Task<StoredAnswer?> FindAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var row = await database.FirstOrDefaultAsync<AnswerRow>(
            """
            SELECT id, fingerprint, status, headers, body
            FROM idempotent_answers
            WHERE id IN @ids AND expires_at > @now
            ORDER BY expires_at DESC
            LIMIT 1
            """, new { ids = new InList<string>(ids), now = clock.GetUtcNow() }, ct);
        return row is null ? null : new StoredAnswer(
            new IdentifiedRequest(row.Id, row.Fingerprint), (int)row.Status,
            StoredJson.Read<Dictionary<string, string[]>>(row.Headers), row.Body);
    }

    /// <summary>
    /// Keeps the answer. It takes the place of one whose time is over; if there is a valid one after all, as after a lost
    /// connection, the transaction fails and whoever tries again gets that.
    /// </summary>
    public static async Task AddAsync(Session session, StoredAnswer answer, DateTimeOffset now)
    {
        var added = await session.ExecuteAsync(
            """
            INSERT INTO idempotent_answers (id, fingerprint, status, headers, body, expires_at)
            VALUES (@id, @fingerprint, @status, @headers, @body, @expiresAt)
            ON CONFLICT (id) DO UPDATE SET
                fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
                body = excluded.body, expires_at = excluded.expires_at
            WHERE idempotent_answers.expires_at <= @now
            """,
            new
            {
                id = answer.Request.Id,
                fingerprint = answer.Request.Fingerprint,
                status = (long)answer.Status,
                headers = StoredJson.Write(answer.Headers),
                body = answer.Body,
                expiresAt = now + Kept,
                now,
            }, CancellationToken.None);
        if (added != 1)
        {
            throw new InvalidOperationException("Another request with the same Idempotency-Key was faster.");
        }
    }

    /// <summary>Deletes answers whose time is over, a few at a time so that no writer waits long; how many.</summary>
    public Task<int> PruneAsync(CancellationToken ct) => database.WriteAsync(async session =>
    {
        await session.LockAsync("idempotent answers", ct);
        return await session.ExecuteAsync(
            """
            DELETE FROM idempotent_answers
            WHERE id IN (SELECT id FROM idempotent_answers WHERE expires_at <= @now ORDER BY expires_at LIMIT @size)
            """, new { now = clock.GetUtcNow(), size = PruneSize }, ct);
    }, ct);

    private sealed record AnswerRow
    {
        public required string Id { get; init; }

        public required string Fingerprint { get; init; }

        public required long Status { get; init; }

        public required string Headers { get; init; }

        public required byte[] Body { get; init; }
    }
}

/// <summary>An answer as it is kept.</summary>
/// <param name="Request">To what.</param>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Those its operation set.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record StoredAnswer(
    IdentifiedRequest Request, int Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body);
