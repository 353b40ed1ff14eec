using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>Views by when they were counted: what trends.</summary>
internal static class TrendStore
{
    /// <summary>Adds the log, which has views of these minutes, to the buckets.</summary>
    public static Task AddLoggedAsync(Session session, IEnumerable<DateTimeOffset> minutes, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            WITH buckets (minute, grain, starts_at) AS (VALUES @buckets)
            INSERT INTO article_view_buckets (grain, starts_at, article_id, views)
            SELECT b.grain, b.starts_at, l.article_id, CAST(SUM(l.views) AS bigint)
            FROM buckets b
            JOIN article_view_log l ON l.at / 60000 = b.minute
            GROUP BY 1, 2, 3
            ON CONFLICT (grain, starts_at, article_id) DO UPDATE SET views = article_view_buckets.views + excluded.views
            """,
            new
            {
                buckets = new RowList(minutes.SelectMany(
                    minute => BucketGrain.All, (minute, grain) => new object?[] { minute.ToUnixTimeSeconds() / 60, grain.Name, grain.BucketOf(minute) })),
            }, ct);

    /// <summary>Deletes what no window shows any longer; how many rows. Nobody may count meanwhile.</summary>
    public static Task<int> PruneAsync(Session session, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            DELETE FROM article_view_buckets
            WHERE (grain = 'minute' AND starts_at < @minutes)
                OR (grain = 'hour' AND starts_at < @hours)
                OR (grain = 'day' AND starts_at < @days)
            """,
            new { minutes = now - BucketGrain.Minute.Kept, hours = now - BucketGrain.Hour.Kept, days = now - BucketGrain.Day.Kept }, ct);

    // The window first, by the buckets' key: what it holds is then looked up among the public copies, never the other
    // way round.
    /// <summary>The most viewed public articles of a window, of those of equal views the newest first.</summary>
    public static Task<IReadOnlyList<ViewTotal>> TopAsync(
        Session session, TrendWindow window, Guid? categoryId, DateTimeOffset now, int limit, CancellationToken ct) =>
        session.ListAsync<ViewTotal>(
            $"""
            WITH viewed AS
            (
                SELECT article_id, CAST(SUM(views) AS bigint) AS views
                FROM
                (
                    SELECT article_id, views
                    FROM article_view_buckets
                    WHERE grain = @grain AND starts_at >= @first AND starts_at < @firstDay
                    UNION ALL
                    SELECT article_id, views
                    FROM article_view_buckets
                    WHERE grain = 'day' AND starts_at >= @firstDay
                    UNION ALL
                    SELECT article_id, views
                    FROM article_view_log
                    WHERE at >= @firstAt
                ) AS counted
                GROUP BY article_id
            )
            SELECT viewed.article_id, viewed.views
            FROM viewed
            CROSS JOIN article_copies c
            {(categoryId is null ? "" : "CROSS JOIN category_closure x")}
            WHERE c.copy = 'public' AND c.article_id = viewed.article_id
                {(categoryId is null ? "" : "AND x.ancestor_id = @categoryId AND x.descendant_id = c.category_id")}
            ORDER BY viewed.views DESC, viewed.article_id DESC
            LIMIT @limit
            """,
            new
            {
                grain = window.Grain.Name,
                first = window.FirstBucket(now),
                firstAt = window.FirstBucket(now).ToUnixTimeMilliseconds(),
                firstDay = window.FirstDay(now),
                categoryId,
                limit,
            }, ct);
}
