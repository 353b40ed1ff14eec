using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>
/// The views counted last. They lie in the order they came: so a view changes the end of a table, not a page of each table in which
/// days and trends are added up. Whoever reads those reads this, too; some thousands at once are then added to them.
/// </summary>
internal static class ViewLogStore
{
    /// <summary>
    /// Rows beyond which the next views have it added up first: few enough to be read whole in about a millisecond, and enough that what
    /// they change lies close together.
    /// </summary>
    public const int MaximumRows = 4096;

    /// <summary>Keeps views, those of one row all of the minute in which they began; how many rows there are more.</summary>
    public static Task<int> AddAsync(
        Session session, IEnumerable<(Guid ArticleId, DateOnly Day, string Source, DateTimeOffset At, long Views)> counts, CancellationToken ct) =>
        session.ExecuteAsync(
            "INSERT INTO article_view_log (article_id, day, source, at, views) VALUES @counts",
            new
            {
                counts = new RowList(counts.Select(
                    count => new object?[] { count.ArticleId, ViewStore.Text(count.Day), count.Source, count.At.ToUnixTimeMilliseconds(), count.Views })),
            }, ct);

    /// <summary>Adds all of it to days and trends. Nobody may count meanwhile.</summary>
    public static async Task FoldAsync(Session session, CancellationToken ct)
    {
        var minutes = await session.ListAsync<long>("SELECT DISTINCT at / 60000 FROM article_view_log", null, ct);
        if (minutes.Count > 0)
        {
            await ViewStore.AddLoggedAsync(session, ct);
            await TrendStore.AddLoggedAsync(session, minutes.Select(minute => DateTimeOffset.FromUnixTimeSeconds(60 * minute)), ct);
            await session.ExecuteAsync("DELETE FROM article_view_log", null, ct);
        }
    }
}
