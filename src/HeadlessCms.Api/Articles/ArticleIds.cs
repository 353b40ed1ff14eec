using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// The way from an address in a path to the article, for callers who may know of drafts: the counterpart of
/// <see cref="PublicArticles"/>. Whether one gets at it is decided before anything else is looked at: 404 where none is
/// left, then 403 where a limited key does not reach it, so that no such key learns from 400, 409 or 412 what stands there.
/// </summary>
internal sealed class ArticleIds(Database database)
{
    /// <summary>Does the write for the article that has this id or slug, or answers why not. The write asks again in its own transaction.</summary>
    /// <param name="idOrSlug">As it stands in the path.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="write">The write.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="versions">The versions that it takes something from.</param>
    public async Task<WrittenArticle> ForWritingAsync(
        string idOrSlug, Actor actor, Func<Guid, Task<ArticleWrite>> write, CancellationToken ct, params IReadOnlyCollection<long> versions)
    {
        var found = await database.ReadAsync(session => ForEditorAsync(session, idOrSlug, actor, ct, versions), ct);
        return new WrittenArticle(found.Address is { } address ? await write(address.ArticleId) : ArticleWrite.Refused(found.Instead!));
    }

    /// <summary>The article that has, or had, this address, or what to answer instead: 404, or 403 when it, or one of these versions, is out of reach.</summary>
    public static async Task<ArticleLookup> ForEditorAsync(
        Session session, string idOrSlug, Actor actor, CancellationToken ct, params IReadOnlyCollection<long> versions)
    {
        if (await ArticleStore.FindAddressAsync(session, idOrSlug, ct) is not { DraftVersion: not null } address)
        {
            return new ArticleLookup { Instead = PublicArticles.NotFound(idOrSlug) };
        }
        return await SubtreeStore.CoversArticleAsync(session, actor, address.ArticleId, ct)
            && await SubtreeStore.CoversVersionsAsync(session, actor, address.ArticleId, ct, versions)
            ? new ArticleLookup { Address = address }
            : new ArticleLookup { Instead = AccessRules.OutOfReach() };
    }

    /// <summary>The id of the article that has, or had, this address, whoever asks; null when none is left.</summary>
    public static async Task<Guid?> FindAsync(Session session, string idOrSlug, CancellationToken ct) =>
        await ArticleStore.FindAddressAsync(session, idOrSlug, ct) is { DraftVersion: not null } address ? address.ArticleId : null;
}
