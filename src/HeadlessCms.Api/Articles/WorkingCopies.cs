using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// What a write answers, read in its own transaction: what others do after its commit cannot make it something else.
/// </summary>
internal sealed class WorkingCopies(ArticleReader reader)
{
    /// <summary>The working copy of an article, whole, with its tag.</summary>
    public async Task<ArticleWrite> ShowAsync(Session session, Guid id, Actor actor)
    {
        // Not cancellable: the change is made, and its answer is worth finishing even if the caller hangs up.
        var row = (await ArticleStore.FindAsync(session, id, "draft", CancellationToken.None))!; // the caller has just written it
        var selection = ArticleSelection.Whole.Within(actor);
        var around = await Revisions.ReadAsync(session, CancellationToken.None);
        var articles = await reader.ReadAsync(session, [row], selection, CancellationToken.None);
        var group = await TranslationStore.RevisionAsync(session, row.Copy, row.TranslationOf, CancellationToken.None);
        return ArticleWrite.Of(articles[0], ArticleTags.OfDraft(row, group, around, selection));
    }
}
