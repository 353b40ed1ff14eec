using System.Net;
using HeadlessCms.Articles;
using HeadlessCms.Changes;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Syndication;

/// <summary>
/// Tells search engines at once which pages are new, different or gone (indexnow.org), where <c>Cms:IndexNow:Key</c> says so. It
/// follows the change log from its own start on, and keeps no place in it: whatever else is there is in the sitemap.
/// </summary>
internal sealed partial class IndexNow(
    Database database, IHttpClientFactory http, SiteZone zone, IOptions<CmsOptions> options, TimeProvider clock, ILogger<IndexNow> logger)
    : PeriodicJob("telling search engines", TimeSpan.FromMinutes(1), database, clock, logger)
{
    /// <summary>The name of its client of HTTP.</summary>
    public const string Client = "IndexNow";

    private const int ChangesAtOnce = 1000; // a call may name 10,000 pages

    private readonly IndexNowOptions _options = options.Value.IndexNow;
    private readonly ILogger _logger = logger;
    private long? _place;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        if (_options.Key.Length == 0)
        {
            return;
        }
        _place ??= await ChangeReader.EndAsync(Database, ct);
        while (!ct.IsCancellationRequested)
        {
            var (changes, urls) = await Database.ReadAsync(session => NewsAsync(session, _place.Value, ct), ct);
            if (changes.Count == 0 || (urls.Count > 0 && !await TellAsync(urls, ct)))
            {
                return;
            }
            _place = changes[^1].Seq;
        }
    }

    private async Task<(IReadOnlyList<LoggedChange> Changes, IReadOnlyList<string> Urls)> NewsAsync(Session session, long place, CancellationToken ct)
    {
        var changes = await ChangeStore.AfterAsync(session, place, ChangesAtOnce, ct);
        Guid[] ids = [.. changes.Select(change => change.ArticleId).OfType<Guid>().Distinct()];
        if (ids.Length == 0)
        {
            return (changes, []);
        }
        var rows = await ArticleStore.FindAsync(session, ids, "public", ct);
        var pages = new ArticlePageAddresses(await SiteStore.GetAsync(session, ct), zone, await SitemapStore.CategoriesAsync(session, ct));
        var present = rows.Select(row => pages.Of(row.ArticleId, row.Slug, row.CategoryId, row.PublishedAt ?? row.CreatedAt));
        return (changes, [.. present.Concat(changes.Select(change => FormerPage(change, pages)).OfType<string>()).Distinct()]);
    }

    // By the site and the tree of now: within a minute they are those of then, but for a category that went meanwhile.
    private static string? FormerPage(LoggedChange change, ArticlePageAddresses pages) =>
        change.FormerPlace is { } was && pages.Knows(was.CategoryId) ? pages.Of(change.ArticleId!.Value, was.Slug, was.CategoryId, was.Date) : null;

    // False: to be tried again at the next turn. What was refused would be refused again.
    private async Task<bool> TellAsync(IReadOnlyList<string> urls, CancellationToken ct)
    {
        try
        {
            using var client = http.CreateClient(Client);
            using var request = new HttpRequestMessage(HttpMethod.Post, _options.Endpoint)
            {
                Content = JsonContent.Create(new { host = new Uri(urls[0]).Host, key = _options.Key, urlList = urls }),
            };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode)
            {
                return true;
            }
            NotTaken(urls.Count, answer.StatusCode);
            return answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            NotReached(fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Pages} pages were not taken by the search engines' address: {Status}")]
    private partial void NotTaken(int pages, HttpStatusCode status);

    [LoggerMessage(LogLevel.Warning, "The search engines' address could not be reached; it is tried again in a minute")]
    private partial void NotReached(Exception why);
}
