using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;

namespace HeadlessCms.Syndication;

/// <summary>Feeds: <c>/v1/feeds</c>.</summary>
internal static class SyndicationEndpoints
{
    public static IServiceCollection AddSyndication(this IServiceCollection services) => services
        .AddSingleton<FeedEntries>()
        .AddSingleton<Feeds>()
        .AddSingleton<FeedAnswers>();

    public static void MapSyndication(this IEndpointRouteBuilder v1)
    {
        var feeds = v1.MapGroup("/feeds").WithTags("Syndication").WithMetadata(new AnswerHeaders(StatusCodes.Status200OK, "Link"));

        feeds.MapGet("/rss.xml", GetRssFeed).WithQuery(FeedQuery.Parameters).KeepReady();
        feeds.MapGet("/atom.xml", GetAtomFeed).WithQuery(FeedQuery.Parameters).KeepReady();
        feeds.MapGet("/feed.json", GetJsonFeed).WithQuery(FeedQuery.Parameters).KeepReady();
    }

    /// <summary>Get a feed as RSS 2.0</summary>
    /// <remarks>
    /// The newest articles of the site, of a category with all below it, or with a tag. Its <c>atom:link</c>s lead on: <c>next</c>
    /// to older entries, <c>prev-archive</c> to pages that stay as they are (RFC 5005).
    /// </remarks>
    internal static Task<Answers<RssFeed, InvalidProblem>> GetRssFeed(
        Query query, HttpContext context, FeedAnswers answers, CancellationToken ct) =>
        answers.OfAsync("/v1/feeds/rss.xml", RssFeed.Of, query, context, ct);

    /// <summary>Get a feed as Atom 1.0</summary>
    /// <remarks>
    /// The newest articles of the site, of a category with all below it, or with a tag (RFC 4287). Its links lead on: <c>next</c> to
    /// older entries, <c>prev-archive</c> to pages that stay as they are (RFC 5005).
    /// </remarks>
    internal static Task<Answers<AtomFeed, InvalidProblem>> GetAtomFeed(
        Query query, HttpContext context, FeedAnswers answers, CancellationToken ct) =>
        answers.OfAsync("/v1/feeds/atom.xml", AtomFeed.Of, query, context, ct);

    /// <summary>Get a feed as JSON Feed 1.1</summary>
    /// <remarks>
    /// The newest articles of the site, of a category with all below it, or with a tag. <c>next_url</c> leads to older entries.
    /// </remarks>
    internal static Task<Answers<JsonFeed, InvalidProblem>> GetJsonFeed(
        Query query, HttpContext context, FeedAnswers answers, CancellationToken ct) =>
        answers.OfAsync("/v1/feeds/feed.json", JsonFeed.Of, query, context, ct);
}
