using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Articles;

/// <summary>Gathers what rows of articles refer to: one statement a kind, and only the kinds that are shown.</summary>
internal static class ArticleRelations
{
    /// <summary>Everything the selection shows of these rows.</summary>
    public static async Task<RelatedRows> OfAsync(
        Session session, IReadOnlyList<ArticleRow> rows, ArticleSelection selection, CancellationToken ct)
    {
        var copy = rows[0].Copy;
        var ids = rows.Select(row => row.ArticleId).ToArray();
        var drafts = rows.Select(row => row.Draft).ToArray();
        return new RelatedRows
        {
            Site = await SiteStore.GetAsync(session, ct),
            Breadcrumbs = await CategoryStore.BreadcrumbsAsync(session, [.. rows.Select(row => row.CategoryId).Distinct()], ct),
            Categories = selection.Has("alsoIn") ? await AlsoInAsync(session, rows, ct) : new Dictionary<Guid, CategoryRef>(),
            Attachments = await FilesAsync(session, drafts, selection, ct),
            Translations = selection.Has("translations")
                ? await TranslationStore.OfAsync(session, copy, selection.Limit, [.. rows.Select(row => row.TranslationOf).Distinct()], ct)
                : Array.Empty<TranslationRow>().ToLookup(row => row.TranslationOf),
            Views = selection.HasViews ? await ArticleRelationStore.ViewsAsync(session, ids, ct) : new Dictionary<Guid, long>(),
            Neighbours = new Dictionary<Guid, Neighbours>(),
        };
    }

    private static async Task<IReadOnlyDictionary<Guid, CategoryRef>> AlsoInAsync(
        Session session, IReadOnlyList<ArticleRow> rows, CancellationToken ct)
    {
        var ids = rows.SelectMany(row => row.AlsoInIds).Distinct().ToArray();
        return ids.Length == 0
            ? new Dictionary<Guid, CategoryRef>()
            : await CategoryStore.RefsAsync(session, ids, ct);
    }

    private static async Task<IReadOnlyDictionary<Guid, AttachmentRow>> FilesAsync(
        Session session, IReadOnlyList<ArticleDraft> drafts, ArticleSelection selection, CancellationToken ct)
    {
        var covers = selection.Has("cover") ? drafts.Select(draft => draft.CoverId).OfType<Guid>() : [];
        var files = selection.Has("attachments") ? drafts.SelectMany(draft => draft.Attachments ?? []).Select(use => use.Id!.Value) : [];
        var ids = covers.Concat(files).Distinct().ToArray();
        return ids.Length == 0
            ? new Dictionary<Guid, AttachmentRow>()
            : (await AttachmentStore.FindAsync(session, ids, ct)).ToDictionary(row => row.Id);
    }
}
