using System.Text.Json.Nodes;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>Reading an article as it was in one of its versions.</summary>
internal static class ArticleVersionReading
{
    /// <summary>For callers who may read drafts.</summary>
    public static Task<IResult> ReadAsync(
        string id, long version, ArticleSelection selection, Actor actor, HttpContext context, Database database, ArticleReader reader, CancellationToken ct) =>
        database.ReadAsync<IResult>(async session =>
        {
            var found = await ArticleIds.ForEditorAsync(session, id, actor, ct, version);
            if (found.Address is not { ArticleId: var known })
            {
                return found.Instead!;
            }
            var seen = selection.Within(actor);
            if (await ArticleVersionStore.FindRowAsync(session, known, version, ct) is not { } row)
            {
                return PublicArticles.NoVersion(version);
            }
            var tag = await TagAsync(session, row, seen, "", ct);
            return await Conditional<object>.OfSnapshotAsync(
                context, tag, lastModified: null, async () => await ReadAsync(session, row, seen, reader, ct));
        }, ct);

    /// <summary>
    /// For whoever has a preview's link: all that its readers would see, and nothing else that is not public. Whatever is
    /// wrong with the link, the answer is the same.
    /// </summary>
    public static Task<IResult> PreviewAsync(
        string id, Query query, HttpContext context, Database database, ArticleReader reader, PreviewDoor door, CancellationToken ct) =>
        database.ReadAsync<IResult>(async session =>
        {
            var token = query.Text(PreviewDoor.Parameter.Name)!;
            if (await door.FindAsync(session, token, ct) is not { } preview
                || await ArticleIds.FindAsync(session, id, ct) != preview.ArticleId
                || await ArticleVersionStore.FindRowAsync(session, preview.ArticleId, preview.Version, ct) is not { } row)
            {
                return new PreviewRefusedProblem();
            }
            var selection = ArticleSelection.ForOne(query, forEditors: false);
            var shown = row with { Copy = "public" }; // of its relatives, only what is public
            var tag = await TagAsync(session, shown, selection, token, ct);
            return await Conditional<object>.OfSnapshotAsync(context, tag, lastModified: null,
                async () => PreviewedArticle.Of(await ReadAsync(session, shown, selection, reader, ct), token));
        }, ct);

    private static async Task<string?> TagAsync(Session session, ArticleRow row, ArticleSelection selection, string key, CancellationToken ct) =>
        selection.HasViews || selection.Has("neighbours") ? null : ArticleTags.OfVersion(
            row, await TranslationStore.RevisionAsync(session, row.Copy, row.TranslationOf, ct), await Revisions.ReadAsync(session, ct), selection, key);

    private static async Task<JsonObject> ReadAsync(
        Session session, ArticleRow row, ArticleSelection selection, ArticleReader reader, CancellationToken ct) =>
        (await reader.ReadAsync(session, [row], selection, ct))[0];
}
