using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Syndication;

/// <summary>What search engines read: <c>/sitemap.xml</c> and its parts, <c>/news-sitemap.xml</c>, <c>/robots.txt</c>.</summary>
internal static class SitemapEndpoints
{
    public static IServiceCollection AddSitemaps(this IServiceCollection services) => services
        .AddSingleton<Sitemaps>()
        .AddBackground<SitemapParts>()
        .AddJob<IndexNow>()
        .AddHttpClient(IndexNow.Client, client => client.Timeout = TimeSpan.FromSeconds(10))
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        .RemoveAllLoggers().Services;

    public static void MapSitemaps(this IEndpointRouteBuilder app)
    {
        var sitemaps = app.MapGroup("").WithOperationNames().WithPublicCors().WithHead().WithValidation().WithTags("Syndication");

        sitemaps.MapGet("/sitemap.xml", GetSitemapIndex);
        sitemaps.MapGet("/sitemaps/{part}.xml", GetSitemap);
        sitemaps.MapGet("/news-sitemap.xml", GetNewsSitemap);
        sitemaps.MapGet("/robots.txt", GetRobots);
        sitemaps.MapGet("/{key}.txt", GetIndexNowKey).Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    /// <summary>Get the index of the sitemap</summary>
    /// <remarks>Where its parts are, and when each of them changed last (sitemaps.org).</remarks>
    internal static Task<Conditional<SitemapIndex>> GetSitemapIndex(
        HttpContext context, Database database, Sitemaps sitemaps, CancellationToken ct) =>
        database.ReadAsync(session => Conditional<SitemapIndex>.OfSnapshotAsync(
            context, tag: null, lastModified: null, () => sitemaps.IndexAsync(session, ct)), ct);

    /// <summary>Get a part of the sitemap</summary>
    /// <remarks>
    /// The pages of up to 50,000 articles in the order they were made: a new one changes the last part alone. The part <c>sections</c> has the home
    /// page and those of the categories.
    /// </remarks>
    /// <param name="part">The name of the part, as the index has it.</param>
    internal static async Task<Answers<Sitemap, NotFoundProblem>> GetSitemap(
        string part, HttpContext context, Database database, Sitemaps sitemaps, PublicAddress address, CancellationToken ct) =>
        new(await database.SlowReadAsync<IResult>(async session =>
        {
            if (part == Sitemaps.Sections)
            {
                var revisions = await Revisions.ReadAsync(session, ct);
                return await Conditional<Sitemap>.OfSnapshotAsync(
                    context, EntityTags.Of("sitemap", address.Of(""), part, revisions.Key(Revisions.Tree, Revisions.Site)),
                    Sitemaps.SectionsChanged(revisions), () => sitemaps.SectionsAsync(session, ct));
            }
            var layout = await Sitemaps.LayoutAsync(session, ct);
            if (!IdText.TryRead(part, out var first) || layout.Find(first) is not { } found)
            {
                return new NotFoundProblem($"The sitemap has no part '{part}'.");
            }
            var tag = layout.IsBehind ? null : EntityTags.Of("sitemap", address.Of(""), $"{first}", $"{layout.After(first)}", $"{found.ChangedSeq}");
            return await Conditional<Sitemap>.OfSnapshotAsync(
                context, tag, tag is null ? null : found.ChangedAt, () => sitemaps.PartAsync(session, layout, first, ct));
        }, ct));

    /// <summary>Get the sitemap of news</summary>
    /// <remarks>What was published in the last 48 hours, newest first and at most 1,000 articles, as Google reads it.</remarks>
    internal static Task<Conditional<NewsSitemap>> GetNewsSitemap(
        HttpContext context, Database database, Sitemaps sitemaps, TimeProvider clock, CancellationToken ct) =>
        database.ReadAsync(session => Conditional<NewsSitemap>.OfSnapshotAsync(
            context, tag: null, lastModified: null, () => sitemaps.NewsAsync(session, clock.GetUtcNow(), ct)), ct);

    /// <summary>Get what crawlers may read</summary>
    /// <remarks>Everything that is public, and where the sitemaps are (RFC 9309).</remarks>
    internal static Conditional<Robots> GetRobots(PublicAddress address) => new(
        tag: null, lastModified: null,
        _ => Task.FromResult<object>(Robots.Of(address.Of("/sitemap.xml"), address.Of("/news-sitemap.xml"))));

    /// <summary>Get the key that search engines ask for</summary>
    /// <remarks>
    /// What proves that whoever tells search engines of pages (indexnow.org) speaks for the site: the front end's host answers the
    /// same at this path. Nothing is there unless the settings name a key.
    /// </remarks>
    /// <param name="key">The key itself.</param>
    internal static Results<ContentHttpResult, NotFoundProblem> GetIndexNowKey(string key, IOptions<CmsOptions> options) =>
        options.Value.IndexNow.Key == key
            ? TypedResults.Text(key, "text/plain")
            : new NotFoundProblem("No key of that name is set.");
}
