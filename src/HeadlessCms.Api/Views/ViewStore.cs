using System.Globalization;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>Views by day and source, and the totals of public articles.</summary>
internal static class ViewStore
{
    /// <summary>
    /// Sources an article may have in a day: anybody can name one, so what comes after them is <see cref="Rest"/>.
    /// </summary>
    public const int MaximumSources = 50;

    /// <summary>The source of what one source too many sent.</summary>
    public const string Rest = "other";

    // What is logged as it is added to the days: viewed (id, day, source, n, first) says which of it. Of new sources the first count, by their times: two clocks that differ may change which those are until they are added up.
    private const string Logged =
        """
        looked_at AS
        (
            SELECT
                id, day, source, n, first,
                EXISTS (SELECT 1 FROM article_view_days d WHERE d.article_id = id AND d.day = viewed.day AND d.source = viewed.source) AS is_known,
                (SELECT COUNT(*) FROM article_view_days d WHERE d.article_id = id AND d.day = viewed.day) AS known
            FROM viewed
        ),
        numbered AS
        (
            SELECT id, day, source, n, is_known, known, ROW_NUMBER() OVER (PARTITION BY id, day, is_known ORDER BY first, source) AS nth
            FROM looked_at
        ),
        logged (article_id, day, source, views) AS
        (
            SELECT id, day, CASE WHEN is_known OR known + nth <= @maximum THEN source ELSE @rest END, CAST(SUM(n) AS bigint)
            FROM numbered
            GROUP BY 1, 2, 3
        )
        """;

    /// <summary>Adds the log to days and sources.</summary>
    public static Task AddLoggedAsync(Session session, CancellationToken ct) =>
        session.ExecuteAsync(
            $"""
            WITH viewed (id, day, source, n, first) AS
            (
                SELECT article_id, day, source, SUM(views), MIN(at)
                FROM article_view_log
                GROUP BY 1, 2, 3
            ),
            {Logged}
            INSERT INTO article_view_days (article_id, day, source, views)
            SELECT article_id, day, source, views FROM logged WHERE TRUE
            ON CONFLICT (article_id, day, source) DO UPDATE SET views = article_view_days.views + excluded.views
            """, new { maximum = MaximumSources, rest = Rest }, ct);

    /// <summary>The article's views of these days, by day and source, both ascending.</summary>
    public static Task<IReadOnlyList<DayRow>> ListDaysAsync(
        Session session, Guid articleId, DateOnly from, DateOnly to, CancellationToken ct) =>
        session.ListAsync<DayRow>(
            $"""
            WITH viewed (id, day, source, n, first) AS
            (
                SELECT article_id, day, source, SUM(views), MIN(at)
                FROM article_view_log
                WHERE article_id = @articleId AND day BETWEEN @from AND @to
                GROUP BY 1, 2, 3
            ),
            {Logged}
            SELECT day, source, CAST(SUM(views) AS bigint) AS views
            FROM
            (
                SELECT day, source, views FROM article_view_days WHERE article_id = @articleId AND day BETWEEN @from AND @to
                UNION ALL
                SELECT day, source, views FROM logged
            ) AS counted
            GROUP BY day, source
            ORDER BY day, source
            """, new { articleId, from = Text(from), to = Text(to), maximum = MaximumSources, rest = Rest }, ct);

    /// <summary>How often the public ones of these articles have been viewed.</summary>
    public static Task<IReadOnlyList<ViewTotal>> TotalsAsync(
        Session session, IReadOnlyCollection<Guid> articleIds, CancellationToken ct) =>
        session.ListAsync<ViewTotal>(
            """
            SELECT w.article_id, w.views
            FROM article_views w
            JOIN article_copies c ON c.copy = 'public' AND c.article_id = w.article_id
            WHERE w.article_id IN @ids
            """, new { ids = new InList<Guid>(articleIds) }, ct);

    /// <summary>A day as it lies in a column.</summary>
    public static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>The views of one day from one source.</summary>
internal sealed record DayRow
{
    public required string Day { get; init; }

    public required string Source { get; init; }

    public required long Views { get; init; }

    /// <summary>The day itself.</summary>
    public DateOnly Date => DateOnly.ParseExact(Day, "O", CultureInfo.InvariantCulture);
}
