using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>Views by when they were counted: what trends.</summary>
internal static class TrendStore
{
    /// <summary>Counts views of articles in buckets of time, each pair named once.</summary>
    public static Task AddAsync(
        Session session, IEnumerable<(BucketGrain Grain, DateTimeOffset StartsAt, Guid ArticleId, long Views)> counts, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO article_view_buckets (grain, starts_at, article_id, views)
            VALUES @counts
            ON CONFLICT (grain, starts_at, article_id) DO UPDATE SET views = article_view_buckets.views + excluded.views
            """,
            new { counts = new RowList(counts.Select(count => new object?[] { count.Grain.Name, count.StartsAt, count.ArticleId, count.Views })) }, ct);

    /// <summary>Deletes what no window shows any longer; who else wants to, waits and finds nothing left.</summary>
    public static async Task PruneAsync(Session session, DateTimeOffset now, CancellationToken ct)
    {
        await session.LockAsync("view buckets", ct);
        await session.ExecuteAsync(
            """
            DELETE FROM article_view_buckets
            WHERE (grain = 'minute' AND starts_at < @minutes)
                OR (grain = 'hour' AND starts_at < @hours)
                OR (grain = 'day' AND starts_at < @days)
            """,
            new { minutes = now - BucketGrain.Minute.Kept, hours = now - BucketGrain.Hour.Kept, days = now - BucketGrain.Day.Kept }, ct);
    }

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
                ) AS buckets
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
            new { grain = window.Grain.Name, first = window.FirstBucket(now), firstDay = window.FirstDay(now), categoryId, limit }, ct);
}
