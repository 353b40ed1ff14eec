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

    // The caller holds the article's row in article_views, so nobody else adds a source meanwhile.
    /// <summary>Counts one view for the day and the source.</summary>
    public static Task AddAsync(Session session, Guid articleId, DateOnly day, string source, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO article_view_days (article_id, day, source, views)
            SELECT
                @articleId, @day,
                CASE
                    WHEN EXISTS (SELECT 1 FROM article_view_days WHERE article_id = @articleId AND day = @day AND source = @source)
                        OR (SELECT COUNT(*) FROM article_view_days WHERE article_id = @articleId AND day = @day) < @maximum
                    THEN @source
                    ELSE @rest
                END,
                1
            WHERE TRUE
            ON CONFLICT (article_id, day, source) DO UPDATE SET views = article_view_days.views + 1
            """, new { articleId, day = Text(day), source, maximum = MaximumSources, rest = Rest }, ct);

    /// <summary>The article's views of these days, by day and source, both ascending.</summary>
    public static Task<IReadOnlyList<DayRow>> ListDaysAsync(
        Session session, Guid articleId, DateOnly from, DateOnly to, CancellationToken ct) =>
        session.ListAsync<DayRow>(
            """
            SELECT day, source, views
            FROM article_view_days
            WHERE article_id = @articleId AND day BETWEEN @from AND @to
            ORDER BY day, source
            """, new { articleId, from = Text(from), to = Text(to) }, ct);

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

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
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
