using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>What a draft with faults names. Where an article is replaced, what it named before is not known: only patches have that at hand.</summary>
internal sealed class DraftReferences : IReferences<ArticleDraft>
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Fault>> UnknownAsync(Session session, ArticleDraft draft, ArticleDraft? current, CancellationToken ct) =>
        ArticleReferences.UnknownAsync(
            session, PreparedDraft.From(draft, defaultLocale: ""), [.. (current?.AlsoInIds ?? []).Select(Guid.Parse)], ct); // nothing is named by locale
}
