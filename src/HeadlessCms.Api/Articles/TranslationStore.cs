using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of groups of translations: who is in them, and when the public, or an editor, last saw another set of them.</summary>
internal static class TranslationStore
{
    /// <summary>The articles of these groups, by group.</summary>
    public static async Task<ILookup<Guid, TranslationRow>> OfAsync(
        Session session, string copy, IReadOnlyCollection<Guid> groups, CancellationToken ct) =>
        (await session.ListAsync<TranslationRow>(
            """
            SELECT translation_of, article_id, locale, slug
            FROM article_copies
            WHERE copy = @copy AND translation_of IN @groups
            ORDER BY translation_of, locale, article_id
            """, new { copy, groups = new InList<Guid>(groups) }, ct)).ToLookup(row => row.TranslationOf);

    /// <summary>What its group's others show of an article; null when there is no such copy.</summary>
    public static Task<TranslationRow?> FindAsync(Session session, string copy, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<TranslationRow>(
            """
            SELECT translation_of, article_id, locale, slug
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

    public required string Locale { get; init; }

    public required string Slug { get; init; }
}
