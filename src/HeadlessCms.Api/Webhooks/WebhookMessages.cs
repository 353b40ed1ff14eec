using System.Text.Json;
using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using HeadlessCms.Webhooks.Deliveries;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Webhooks;

/// <summary>
/// Makes of a change what is said of it: where the article is and by which tag, and nothing of what it says, so that nothing
/// that was taken down is ever handed out by a retry. The same few statements for however many changes.
/// </summary>
internal sealed class WebhookMessages(PublicAddress address, SiteZone zone, IOptions<JsonOptions> json)
{
    /// <summary>The kind of an event that somebody asked for.</summary>
    public const string Test = "test";

    /// <summary>The bodies about these changes, in their order.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Session session, IReadOnlyCollection<LoggedChange> changes, CancellationToken ct)
    {
        var around = await Revisions.ReadAsync(session, ct); // also has the zone follow
        var site = await SiteStore.GetAsync(session, ct);
        Guid[] ids = [.. changes.Select(change => change.ArticleId).OfType<Guid>().Distinct()];
        var articles = (await DeliveryStore.PublicArticlesAsync(session, ids, ct)).ToDictionary(article => article.ArticleId);
        var ways = await CategoryStore.BreadcrumbsAsync(session, [.. articles.Values.Select(article => article.CategoryId).Distinct()], ct);
        return [.. changes.Select(change => Write(change, change.ArticleId is { } id ? articles.GetValueOrDefault(id) : null))];

        string Write(LoggedChange change, PublicArticle? article) => change.ArticleId is { } id
            ? JsonSerializer.Serialize(Of(change, id, article is null || IsRemoval(change) ? null : (Tag(article), Page(article))), json.Value.SerializerOptions)
            : JsonSerializer.Serialize(OfTree(change), json.Value.SerializerOptions);

        string Tag(PublicArticle article) => ArticleTags.Of(
            ArticleTags.Own(article.ArticleId, article.Version), article.PublicRevision, article.GroupRevision ?? 0, around, ArticleSelection.Public);

        string Page(PublicArticle article) => ArticleAddressing.PageOf(
            site, zone, article.ArticleId, article.Slug, ways[article.CategoryId], article.PublishedAt ?? article.CreatedAt);
    }

    /// <summary>The body of a test.</summary>
    public string OfTest(Guid webhook, DateTimeOffset now) => JsonSerializer.Serialize(
        new TestEvent { Type = "webhook.test", Timestamp = now, Data = new TestEventData { Kind = Test, WebhookId = webhook } }, json.Value.SerializerOptions);

    private ArticleEvent Of(LoggedChange change, Guid id, (string Tag, string Page)? seen) => new()
    {
        Type = $"article.{change.Kind}",
        Timestamp = change.OccurredAt,
        Data = new ArticleEventData
        {
            Kind = change.Kind,
            Id = id,
            CategoryId = change.CategoryId,
            Version = change.Version,
            Etag = seen?.Tag,
            Url = seen?.Page,
            Self = address.Of(ArticleAddressing.LinksOf(id).Self),
            Reason = change.Reason,
        },
    };

    private static CategoryEvent OfTree(LoggedChange change) => new()
    {
        Type = "category.changed",
        Timestamp = change.OccurredAt,
        Data = new CategoryEventData { Kind = change.Kind, Id = change.CategoryId, Reason = change.Reason },
    };

    private static bool IsRemoval(LoggedChange change) => change.Kind is ChangeKind.Withdrawn or ChangeKind.Deleted;
}
