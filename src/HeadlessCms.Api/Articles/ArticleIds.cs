using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>The way from an address in a write's path to the article, for callers who may know of drafts.</summary>
internal sealed class ArticleIds(Database database)
{
    /// <summary>Does the write for the article that has this id or slug, or answers 404.</summary>
    public async Task<WrittenArticle> ForWritingAsync(string idOrSlug, Func<Guid, Task<ArticleWrite>> write, CancellationToken ct)
    {
        var id = await database.ReadAsync(session => FindAsync(session, idOrSlug, ct), ct);
        return new WrittenArticle(id is null ? ArticleWrite.Refused(PublicArticles.NotFound(idOrSlug)) : await write(id.Value));
    }

    /// <summary>The id of the article that has, or had, this address; null when none is left.</summary>
    public static async Task<Guid?> FindAsync(Session session, string idOrSlug, CancellationToken ct) =>
        await ArticleStore.FindAddressAsync(session, idOrSlug, ct) is { DraftVersion: not null } address ? address.ArticleId : null;
}
