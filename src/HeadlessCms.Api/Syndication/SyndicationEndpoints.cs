using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Syndication;

/// <summary>Feeds, and articles for agencies: <c>/v1/feeds</c>, <c>/v1/articles/{id}/ninjs</c>.</summary>
internal static class SyndicationEndpoints
{
    public static IServiceCollection AddSyndication(this IServiceCollection services) => services
        .AddSingleton<FeedEntries>()
        .AddSingleton<FeedHub>()
        .AddSingleton<Feeds>()
        .AddSingleton<FeedDocuments>()
        .AddSingleton<NinjsArticles>()
        .AddSingleton<FeedAnswers>();

    public static void MapSyndication(this IEndpointRouteBuilder v1)
    {
        var feeds = v1.MapGroup("/feeds").WithTags("Syndication").WithMetadata(new AnswerHeaders(StatusCodes.Status200OK, "Link"));

        feeds.MapGet("/rss.xml", GetRssFeed).WithQuery(FeedQuery.Parameters).KeepReady();
        feeds.MapGet("/atom.xml", GetAtomFeed).WithQuery(FeedQuery.Parameters).KeepReady();
        feeds.MapGet("/feed.json", GetJsonFeed).WithQuery(FeedQuery.Parameters).KeepReady();
        v1.MapGet("/articles/{id}/ninjs", GetNinjs).WithTags("Syndication").KeepReady();
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

    /// <summary>Get an article as news agencies exchange it</summary>
    /// <remarks>IPTC's ninjs 3.0: the same record as everywhere, in the words that agencies and newsrooms read.</remarks>
    /// <param name="id">Its id or its slug.</param>
    /// <response code="410">It was public and has been withdrawn: what would be <c>canceled</c>.</response>
    internal static async Task<Answers<Ninjs, MovedTo, NotFoundProblem, GoneProblem>> GetNinjs(
        string id, HttpContext context, Database database, NinjsArticles articles, PublicAddress server, CancellationToken ct) =>
        new(await database.ReadAsync(async session =>
        {
            var found = await PublicArticles.FindAsync(session, id, slug => $"/v1/articles/{slug}/ninjs", ct);
            if (found.Address is not { } address)
            {
                return found.Instead!;
            }
            var around = await Revisions.ReadAsync(session, ct);
            var own = ArticleTags.Own(address.ArticleId, address.PublicVersion!.Value);
            var tag = EntityTags.Of(
                "ninjs", server.Of(""), ArticleTags.Of(own, address.PublicRevision!.Value, group: 0, around, ArticleSelection.Item));
            var changed = ArticleTags.ChangedAround(around, ArticleSelection.Item) is { } outside && outside > address.PublicUpdatedAt ? outside : address.PublicUpdatedAt;
            return await Conditional<Ninjs>.OfSnapshotAsync(context, tag, changed, () => articles.OfAsync(session, address.ArticleId, ct));
        }, ct));
}
