using System.Text.Json.Nodes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>SQL of the answers that are kept for retries.</summary>
internal sealed class IdempotencyStore(Database database, TimeProvider clock)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int PruneSize = 1000;

    private const string FindSql =
        """
        SELECT id, fingerprint, status, headers, body
        FROM idempotent_answers
        WHERE id IN @ids AND expires_at > @now
        ORDER BY expires_at DESC
        """;

    /// <summary>The answer stored under one of these, unless its time is over.</summary>
    public async Task<StoredAnswer?> FindAsync(IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await database.ListAsync<AnswerRow>(FindSql, ArgumentsOf(ids), ct)).Select(Stored).FirstOrDefault();

    /// <summary>All that are stored under these.</summary>
    public async Task<IReadOnlyList<StoredAnswer>> FindAsync(Session session, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        [.. (await session.ListAsync<AnswerRow>(FindSql, ArgumentsOf(ids), ct)).Select(Stored)];

    /// <summary>
    /// Keeps answers. Each takes the place of one whose time is over; if there is a valid one after all, as after a lost
    /// connection, the transaction fails and whoever tries again gets that.
    /// </summary>
    public static async Task AddAsync(Session session, IReadOnlyCollection<StoredAnswer> answers, DateTimeOffset now)
    {
        var added = await session.ExecuteAsync(
            """
            INSERT INTO idempotent_answers (id, fingerprint, status, headers, body, about, expires_at)
            VALUES @answers
            ON CONFLICT (id) DO UPDATE SET
                fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
                body = excluded.body, about = excluded.about, expires_at = excluded.expires_at
            WHERE idempotent_answers.expires_at <= @now
            """,
            new
            {
                answers = new RowList(answers.Select(answer => new object?[]
                {
                    answer.Request.Id, answer.Request.Fingerprint, (long)answer.Status, StoredJson.Write(answer.Headers), answer.Body, answer.About, now + Kept,
                })),
                now,
            }, CancellationToken.None);
        if (added != answers.Count)
        {
            throw new InvalidOperationException("Another request with the same Idempotency-Key was faster.");
        }
    }

    /// <summary>Forgets what was answered about something that is erased.</summary>
    public static Task ForgetAsync(Session session, Guid about, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM idempotent_answers WHERE about = @about", new { about }, ct);

    /// <summary>Deletes answers whose time is over, a few at a time so that no writer waits long; how many.</summary>
    public Task<int> PruneAsync(CancellationToken ct) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            DELETE FROM idempotent_answers
            WHERE id IN (SELECT id FROM idempotent_answers WHERE expires_at <= @now ORDER BY expires_at LIMIT @size)
            """, new { now = clock.GetUtcNow(), size = PruneSize }, ct), ct);

    private object ArgumentsOf(IReadOnlyCollection<string> ids) => new { ids = new InList<string>(ids), now = clock.GetUtcNow() };

    private static StoredAnswer Stored(AnswerRow row) => new(
        new IdentifiedRequest(row.Id, row.Fingerprint), (int)row.Status,
        StoredJson.Read<Dictionary<string, string[]>>(row.Headers), row.Body);

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
    IdentifiedRequest Request, int Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body)
{
    /// <summary>The id of what it shows; null when it shows nothing with one.</summary>
    public Guid? About =>
        Body.Length > 0 && JsonNode.Parse(Body) is JsonObject shown && Guid.TryParse(shown["id"]?.ToString(), out var id) ? id : null;
}
