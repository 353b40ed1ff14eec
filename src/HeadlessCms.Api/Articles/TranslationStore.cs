using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of groups of translations: who is in them, and when the public, or an editor, last saw another set of them.</summary>
internal static class TranslationStore
{
    // Of an article outside of the limit, what is public.
    private static readonly string Within =
        $"""
        c.copy IN ('draft', 'public') AND c.copy = CASE WHEN {SubtreeStore.CoversArticle("c.article_id")} THEN 'draft' ELSE 'public' END
        """;

    /// <summary>The articles of these groups, by group.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="copy">Which copy of each.</param>
    /// <param name="limit">The category outside of whose subtree it is the public copy, and none where there is none; null without such a limit.</param>
    /// <param name="groups">Which groups.</param>
    /// <param name="ct">Cancels the read.</param>
    public static async Task<ILookup<Guid, TranslationRow>> OfAsync(
        Session session, string copy, Guid? limit, IReadOnlyCollection<Guid> groups, CancellationToken ct) =>
        (await session.ListAsync<TranslationRow>(
            $"""
            SELECT c.translation_of, c.article_id, c.category_id, c.locale, c.slug
            FROM article_copies c
            WHERE {(limit is null ? "c.copy = @copy" : Within)} AND c.translation_of IN @groups
            ORDER BY c.translation_of, c.locale, c.article_id
            """, new { copy, root = limit, groups = new InList<Guid>(groups) }, ct)).ToLookup(row => row.TranslationOf);

    /// <summary>Another article of a group that is, as its working copy or as the public sees it, in this locale; or null.</summary>
    public static Task<Guid?> InLocaleAsync(Session session, Guid group, string locale, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<Guid?>(
            """
            SELECT article_id
            FROM article_copies
            WHERE copy IN ('draft', 'public') AND translation_of = @group AND locale = @locale AND article_id <> @id
            ORDER BY article_id
            LIMIT 1
            """, new { group, locale, id }, ct);

    /// <summary>What its group's others show of an article; null when there is no such copy.</summary>
    public static Task<TranslationRow?> FindAsync(Session session, string copy, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<TranslationRow>(
            """
            SELECT translation_of, article_id, category_id, locale, slug
            FROM article_copies
            WHERE copy = @copy AND article_id = @id
            """, new { copy, id }, ct);

    /// <summary>How often a group has changed, for tags.</summary>
    public static Task<long> RevisionAsync(Session session, string copy, Guid group, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            "SELECT revision FROM article_groups WHERE copy = @copy AND id = @group", new { copy, group }, ct);

    // Groups in one order, and after all else of the transaction, so that no two writers wait for each other in a circle.
    /// <summary>Counts the groups on in which an article is now shown otherwise, or not any more.</summary>
    public static async Task TellAsync(
        Session session, string copy, TranslationRow? before, TranslationRow? after, DateTimeOffset now, CancellationToken ct)
    {
        if (before == after)
        {
            return;
        }
        foreach (var group in new[] { before, after }.OfType<TranslationRow>().Select(row => row.TranslationOf).Distinct().Order())
        {
            await session.ExecuteAsync(
                """
                INSERT INTO article_groups (copy, id, revision, changed_at)
                VALUES (@copy, @group, 1, @now)
                ON CONFLICT (copy, id) DO UPDATE SET
                    revision = article_groups.revision + 1,
                    changed_at = CASE WHEN excluded.changed_at > article_groups.changed_at THEN excluded.changed_at ELSE article_groups.changed_at END
                """, new { copy, group, now }, ct);
        }
    }
}

/// <summary>One article of a group of translations.</summary>
internal sealed record TranslationRow
{
    public required Guid TranslationOf { get; init; }

    public required Guid ArticleId { get; init; }

    /// <summary>Where it lies: whether a limited key sees its working copy hangs on it.</summary>
    public required Guid CategoryId { get; init; }

    public required string Locale { get; init; }

    public required string Slug { get; init; }
}
