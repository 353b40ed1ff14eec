using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>How often articles are viewed: <c>/v1/articles/{id}/views</c>, <c>/v1/views</c>, <c>/v1/articles/trending</c>.</summary>
internal static class ViewEndpoints
{
    private static readonly QueryParameter Source = QueryParameter.Text(
        "src", 20, "^[a-z0-9-]{1,20}$", "1 to 20 lower-case letters, digits and hyphens", "Where the reader came from, such as `qr`; `web` unless given.");

    // Not required in the query's own words, since an absent parameter has none: the handler says so.
    private static readonly QueryParameter Ids = QueryParameter.Ids("ids", 100, "The articles' ids; required.") with { IsRequired = true };

    private static readonly QueryParameter[] Trending =
    [
        QueryParameter.Choice(
            "window", [.. TrendWindow.All.Select(window => window.Name)], "24h",
            "How far back views are added up: from the minute (1h) or hour (others) in which it begins."),
        QueryParameter.Text("category", 80, "Id or slug of a category; with all below it."),
        Paging.Limit,
    ];

    public static IServiceCollection AddViews(this IServiceCollection services) => services
        .AddSingleton<CrawlerList>()
        .AddSingleton<RecentVisitors>()
        .AddSingleton<ViewAddresses>()
        .AddSingleton<ViewBatch>()
        .AddBackground<ViewCounter>()
        .AddSingleton<ViewIntake>();

    public static void MapViews(this IEndpointRouteBuilder v1)
    {
        var articles = v1.MapGroup("/articles").WithTags("Views");

        articles.MapPost("/{id}/views", CountView).WithQuery(Source).WithRateLimit(RateLimitClass.ViewCounts)
            .WithHeader(new HeaderParameter("Prefer", "`return=minimal` is answered 204 (RFC 7240 section 4.2).") { Example = "return=minimal" });
        articles.MapGet("/{id}/views", GetArticleViews).WithQuery(DayRange.Parameters);
        articles.MapGet("/trending", ListTrendingArticles).WithQuery(Trending);
        v1.MapGroup("/views").WithTags("Views").MapGet("/", ListViews).WithQuery(Ids);
    }

    /// <summary>Count a view</summary>
    /// <remarks>
    /// One more, atomically; answered only once it is on disk. A body of any type is taken and not looked at, so
    /// <c>navigator.sendBeacon</c> will do. Views of known crawlers, prefetches, and repetitions within the window of the
    /// settings are answered with <c>counted: false</c>. <c>Prefer: return=minimal</c> is answered 204.
    /// </remarks>
    /// <param name="id">Its id or its slug. A slug it had before answers 308.</param>
    /// <response code="410">It was public and has been withdrawn.</response>
    /// <response code="503">More views come in than can be counted, or none can be: this one is not. Send it again.</response>
    internal static async Task<ViewAnswer> CountView(
        string id, IgnoredBody body, Query query, OwnAnswer own, HttpContext context, ViewIntake intake, CancellationToken ct) =>
        await own.FindAsync(ct) is { } known
            ? new ViewAnswer(null, known)
            : await intake.TakeAsync(context, id, query.Text("src") ?? "web", own.Requests, ct);

    /// <summary>Get an article's views</summary>
    /// <remarks>In all, and for a range of the site's days by day and by source. Reading counts nothing.</remarks>
    /// <param name="id">Its id or its slug. A slug it had before answers 308.</param>
    /// <response code="410">It was public and has been withdrawn.</response>
    internal static async Task<Answers<ArticleViews, MovedTo, NotFoundProblem, GoneProblem>> GetArticleViews(
        string id, Query query, HttpContext context, Database database, SiteZone zone, TimeProvider clock, CancellationToken ct)
    {
        return new(await database.ReadAsync<IResult>(async session =>
        {
            await Revisions.ReadAsync(session, ct); // days are the site's, whose zone follows
            var range = DayRange.Of(query, zone.Day(clock.GetUtcNow()));
            if (range.Faults.Count > 0)
            {
                return new InvalidProblem(range.Faults);
            }
            var found = await PublicArticles.FindAsync(
                session, id, slug => $"/v1/articles/{slug}/views{context.Request.QueryString}", ct);
            return found.Address is { ArticleId: var known }
                ? OfBytes(await ViewStatistics.OfAsync(session, known, range, ct))
                : found.Instead!;
        }, ct));
    }

    /// <summary>List articles' views</summary>
    /// <remarks>The totals of up to 100 articles at once. Reading counts nothing.</remarks>
    internal static async Task<Answers<ViewTotals, InvalidProblem>> ListViews(
        Query query, Database database, CancellationToken ct) =>
        new(OfBytes(await database.ReadAsync(session => ViewStatistics.TotalsAsync(session, query.Ids("ids")!, ct), ct))); // required

    /// <summary>List trending articles</summary>
    /// <remarks>The most viewed ones of the last hour, day, week or month.</remarks>
    internal static async Task<Answers<TrendingArticles, InvalidProblem>> ListTrendingArticles(
        Query query, Database database, ArticleReader reader, TimeProvider clock, CancellationToken ct) =>
        new(await database.ReadAsync<IResult>(async session =>
        {
            var category = query.Text("category") is { } name ? await CategoryStore.FindIdAsync(session, name, ct) : null;
            if (query.Has("category") && category is null)
            {
                return new InvalidProblem([Fault.In("category", "unknown", $"No category has the id or slug '{query.Text("category")}'.")]);
            }
            var window = TrendWindow.Named(query.Text("window")!);
            var top = await TrendStore.TopAsync(session, window, category, clock.GetUtcNow(), (int)query.Integer("limit"), ct);
            return OfBytes(await ViewStatistics.TrendingAsync(session, reader, top, ct));
        }, ct));

    // Built inside the snapshot it was read from; counts move with every view, so only the bytes tell.
    private static Conditional<T> OfBytes<T>(T body) where T : class => Conditional<T>.OfBytes(_ => Task.FromResult<object>(body));
}
