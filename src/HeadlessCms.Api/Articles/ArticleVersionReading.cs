using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>Reading an article as it was in one of its versions.</summary>
internal static class ArticleVersionReading
{
    /// <summary>For callers who may read drafts.</summary>
    public static Task<IResult> ReadAsync(
        string id, long version, ArticleSelection selection, HttpContext context, Database database, ArticleReader reader, CancellationToken ct) =>
        database.ReadAsync<IResult>(async session =>
        {
            if (await ArticleIds.FindAsync(session, id, ct) is not { } known)
            {
                return PublicArticles.NotFound(id);
            }
            if (await ArticleVersionStore.FindRowAsync(session, known, version, ct) is not { } row)
            {
                return PublicArticles.NoVersion(version);
            }
            var isCounted = selection.HasViews || selection.Has("neighbours");
            var tag = isCounted ? null : ArticleTags.OfVersion(row, await Revisions.ReadAsync(session, ct), selection.Key);
            return await Conditional<object>.OfSnapshotAsync(context, tag, lastModified: null,
                async () => (await reader.ReadAsync(session, [row], selection, ct))[0]);
        }, ct);
}
