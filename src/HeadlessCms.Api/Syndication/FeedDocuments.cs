using System.Text.Json;
using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Syndication;

/// <summary>A feed that others name: where it is found, and what it was asked for.</summary>
internal sealed record FeedTopic(string Path, FeedQuery Query);

/// <summary>A feed as whoever asks for it gets it.</summary>
internal sealed record FeedDocument(string ContentType, byte[] Bytes);

/// <summary>Which hub feeds name, for readers who would rather be told than ask (W3C WebSub).</summary>
internal sealed class FeedHub(IOptions<CmsOptions> options, PublicAddress address)
{
    /// <summary>Our own.</summary>
    public string Own => address.Of("/websub");

    /// <summary>Another, where the settings name one.</summary>
    public string? Outside => options.Value.WebSub.Hub is { Length: > 0 } other ? other : null;

    /// <summary>The one that feeds name.</summary>
    public string Url => Outside ?? Own;
}

/// <summary>Feeds outside of requests: those that change, which is neither archives nor later pages.</summary>
internal sealed class FeedDocuments(Feeds feeds, PublicAddress address, IOptions<JsonOptions> json, TimeProvider clock)
{
    private static readonly string[] Paths = ["/v1/feeds/rss.xml", "/v1/feeds/atom.xml", "/v1/feeds/feed.json"];

    /// <summary>The feed that names itself so (<c>rel="self"</c>); null when none does.</summary>
    public FeedTopic? Find(string url)
    {
        var parts = url.Split('?', 2);
        if (Array.Find(Paths, path => address.Of(path) == parts[0]) is not { } found)
        {
            return null;
        }
        var sent = Query.Of(new QueryCollection(QueryHelpers.ParseQuery(parts.Length == 2 ? parts[1] : "")), FeedQuery.Parameters);
        return sent.Problem is null && FeedQuery.From(sent, clock.GetUtcNow()).Value is { Archive: null, Cursor: null } query && address.Of(found + query.Text) == url
            ? new(found, query)
            : null;
    }

    /// <summary>Whether there is what it is of.</summary>
    public static async Task<bool> IsThereAsync(Session session, FeedTopic topic, CancellationToken ct) =>
        topic.Query.Category is null || await CategoryAsync(session, topic, ct) is not null;

    /// <summary>The category it is of; null for the whole site, or when it is gone.</summary>
    public static async Task<Guid?> CategoryAsync(Session session, FeedTopic topic, CancellationToken ct) =>
        topic.Query.Category is null ? null : await CategoryStore.FindIdAsync(session, topic.Query.Category, ct);

    /// <summary>The feed as it is now; null when its category is gone.</summary>
    public async Task<FeedDocument?> ReadAsync(Session session, FeedTopic topic, CancellationToken ct)
    {
        var category = topic.Query.Category is null ? null : await CategoryStore.FindAsync(session, topic.Query.Category, ct);
        if (topic.Query.Category is not null && category is null)
        {
            return null;
        }
        var changed = ArticleTags.ListChanged(await Revisions.ReadAsync(session, ct));
        var feed = await feeds.ReadAsync(session, topic.Path, topic.Query, category, after: null, changed, ct);
        return Array.IndexOf(Paths, topic.Path) switch
        {
            0 => new(AnswerFormat<RssFeed>.Form.ContentType, RssFeed.Of(feed).Bytes),
            1 => new(AnswerFormat<AtomFeed>.Form.ContentType, AtomFeed.Of(feed).Bytes),
            _ => new(AnswerFormat<JsonFeed>.Form.ContentType, JsonSerializer.SerializeToUtf8Bytes(JsonFeed.Of(feed), json.Value.SerializerOptions)),
        };
    }

    /// <summary>The feeds of the site, and of the categories that the changes from one to another concern.</summary>
    public async Task<IReadOnlyList<string>> TouchedAsync(Session session, long first, long last, CancellationToken ct)
    {
        var slugs = await SitemapStore.TouchedSlugsAsync(session, first, last, ct);
        return [.. slugs.Prepend(null).SelectMany(slug => Paths.Select(path => address.Of(path + new FeedQuery { Category = slug }.Text)))];
    }
}
