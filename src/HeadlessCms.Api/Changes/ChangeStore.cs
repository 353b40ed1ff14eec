using System.Globalization;
using Dapper;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Changes;

/// <summary>SQL of the change log.</summary>
internal static class ChangeStore
{
    private const int RowsAtOnce = 200;

    private const string End = "SELECT seq FROM changes ORDER BY seq DESC LIMIT 1";

    /// <summary>Appends in one go, however many there are; whoever appends waits for the others' commits.</summary>
    public static async Task AppendAsync(Session session, IReadOnlyList<Change> changes)
    {
        // The lock is held until the commit, so numbers become visible in their order and a reader never skips one.
        // Nothing here is cancellable: the change itself is made, and its place in the log belongs to it.
        await session.LockAsync(Locks.Log, CancellationToken.None);
        var end = await session.FirstOrDefaultAsync<LogEnd>(
            "SELECT seq, occurred_at FROM changes ORDER BY seq DESC LIMIT 1", null, CancellationToken.None);
        var first = (end?.Seq ?? 0) + 1;
        foreach (var chunk in changes.Select((change, index) => (Change: change, Seq: first + index)).Chunk(RowsAtOnce))
        {
            await AddAsync(session, chunk, end?.OccurredAt ?? default);
            await TellCategoriesAsync(session, chunk);
            await TellBelowAsync(session, chunk);
        }
    }

    private static Task AddAsync(Session session, (Change Change, long Seq)[] chunk, DateTimeOffset notBefore)
    {
        var args = new DynamicParameters();
        var rows = chunk.Select((entry, n) =>
        {
            var change = entry.Change;
            args.Add($"Seq{n}", entry.Seq);
            args.Add($"Kind{n}", change.Kind);
            args.Add($"ArticleId{n}", change.ArticleId);
            args.Add($"CategoryId{n}", change.CategoryId);
            args.Add($"Version{n}", change.Version);
            args.Add($"Reason{n}", change.Reason);
            args.Add($"Was{n}", change.Was is { } was ? StoredJson.Write(was) : null);
            args.Add($"At{n}", change.OccurredAt > notBefore ? change.OccurredAt : notBefore);
            return string.Create(CultureInfo.InvariantCulture,
                $"(@Seq{n}, @Kind{n}, @ArticleId{n}, @CategoryId{n}, @Version{n}, @Reason{n}, @Was{n}, @At{n})");
        }).ToList(); // now: the arguments are filled while it runs
        return session.ExecuteAsync(
            $"""
            INSERT INTO changes (seq, kind, article_id, category_id, version, reason, was, occurred_at)
            VALUES {string.Join(", ", rows)}
            """, args, CancellationToken.None);
    }

    // The categories it touched and all above them.
    private static Task TellCategoriesAsync(Session session, (Change Change, long Seq)[] chunk)
    {
        var args = new DynamicParameters();
        var rows = new List<string>();
        foreach (var (change, seq) in chunk)
        {
            foreach (var id in change.AlsoTouched.Concat(new[] { change.CategoryId }.OfType<Guid>()).Distinct())
            {
                args.Add($"Seq{rows.Count}", seq);
                args.Add($"Id{rows.Count}", id);
                rows.Add(string.Create(CultureInfo.InvariantCulture, $"(@Id{rows.Count}, @Seq{rows.Count})"));
            }
        }
        return rows.Count == 0 ? Task.CompletedTask : session.ExecuteAsync(
            $"""
            WITH touched (id, seq) AS (VALUES {string.Join(", ", rows)})
            INSERT INTO change_categories (category_id, seq, is_below)
            SELECT id, seq, FALSE FROM touched
            UNION
            SELECT above.ancestor_id, touched.seq, FALSE
            FROM touched
            JOIN category_closure AS above ON above.descendant_id = touched.id
            """, args, CancellationToken.None);
    }

    // What changes in a category shows in all that lies below it; what changes of the site, in everything.
    private static async Task TellBelowAsync(Session session, (Change Change, long Seq)[] chunk)
    {
        foreach (var (change, seq) in chunk.Where(entry => entry.Change.Kind == ChangeKind.Category))
        {
            var below = change.CategoryId is null
                ? "SELECT id, @seq, TRUE FROM categories WHERE TRUE" // SQLite takes ON CONFLICT for a join's condition where there is no WHERE
                : "SELECT descendant_id, @seq, TRUE FROM category_closure WHERE ancestor_id = @CategoryId";
            await session.ExecuteAsync(
                $"""
                INSERT INTO change_categories (category_id, seq, is_below)
                {below}
                ON CONFLICT (category_id, seq) DO UPDATE SET is_below = TRUE
                """, new { seq, change.CategoryId }, CancellationToken.None);
        }
    }

    /// <summary>The number of the newest change; 0 when there was none.</summary>
    public static Task<long> EndAsync(Database database, CancellationToken ct) =>
        database.FirstOrDefaultAsync<long>(End, null, ct);

    /// <inheritdoc cref="EndAsync(Database, CancellationToken)"/>
    public static Task<long> EndAsync(Session session, CancellationToken ct) => session.FirstOrDefaultAsync<long>(End, null, ct);

    /// <summary>The changes after a place, in order.</summary>
    public static Task<IReadOnlyList<LoggedChange>> AfterAsync(Session session, long seq, int limit, CancellationToken ct) =>
        session.ListAsync<LoggedChange>(
            """
            SELECT seq, kind, article_id, category_id, version, reason, was, occurred_at
            FROM changes
            WHERE seq > @seq
            ORDER BY seq
            LIMIT @limit
            """, new { seq, limit }, ct);

    /// <summary>How far a follower is; null when it is new.</summary>
    public static Task<long?> PlaceOfAsync(Session session, string follower, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long?>("SELECT seq FROM change_followers WHERE name = @follower", new { follower }, ct);

    /// <summary>Says how far a follower is.</summary>
    public static Task SavePlaceAsync(Session session, string follower, long seq, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO change_followers (name, seq)
            VALUES (@follower, @seq)
            ON CONFLICT (name) DO UPDATE SET seq = excluded.seq
            """, new { follower, seq }, ct);

    /// <summary>Forgets some of the oldest changes before a time, but the newest and what a follower still needs; how many.</summary>
    public static async Task<long> ForgetAsync(Session session, DateTimeOffset before, int limit, CancellationToken ct)
    {
        var last = await session.FirstOrDefaultAsync<long?>(
            """
            SELECT MAX(seq)
            FROM
            (
                SELECT seq
                FROM changes
                WHERE occurred_at < @before
                    AND seq < (SELECT MAX(seq) FROM changes)
                    AND seq <= COALESCE((SELECT MIN(seq) FROM change_followers), seq)
                ORDER BY occurred_at, seq
                LIMIT @limit
            ) AS oldest
            """, new { before, limit }, ct);
        if (last is null)
        {
            return 0;
        }
        await session.ExecuteAsync("DELETE FROM change_categories WHERE seq <= @last", new { last }, ct);
        return await session.ExecuteAsync("DELETE FROM changes WHERE seq <= @last", new { last }, ct);
    }

    /// <summary>The category an article last lay in for the public, as far as the log goes back.</summary>
    public static Task<Guid?> LastCategoryAsync(Session session, Guid articleId, CancellationToken ct) =>
        session.FirstOrDefaultAsync<Guid?>(
            "SELECT category_id FROM changes WHERE article_id = @articleId ORDER BY seq DESC LIMIT 1", new { articleId }, ct);

    private sealed record LogEnd
    {
        public required long Seq { get; init; }

        public required DateTimeOffset OccurredAt { get; init; }
    }
}
