using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Syndication;

/// <summary>SQL of the sitemap: where its parts begin, and what is in one.</summary>
internal static class SitemapStore
{
    /// <summary>All parts in order, as far as <see cref="SitemapParts"/> has followed.</summary>
    public static Task<IReadOnlyList<SitemapPart>> PartsAsync(Session session, CancellationToken ct) =>
        session.ListAsync<SitemapPart>(
            "SELECT first_id, article_count, changed_seq, changed_at FROM sitemap_parts ORDER BY first_id", null, ct);

    /// <summary>Which parts hold anything public.</summary>
    public static async Task<IReadOnlySet<Guid>> FilledAsync(Session session, CancellationToken ct)
    {
        var firsts = await session.ListAsync<FirstPublic>(
            """
            SELECT p.first_id,
                (SELECT c.article_id FROM article_copies c WHERE c.copy = 'public' AND c.article_id >= p.first_id ORDER BY c.article_id LIMIT 1) AS article_id
            FROM sitemap_parts p
            ORDER BY p.first_id
            """, null, ct);
        return firsts
            .Where((part, at) => part.ArticleId is { } id && (at + 1 == firsts.Count || id.CompareTo(firsts[at + 1].FirstId) < 0))
            .Select(part => part.FirstId)
            .ToHashSet();
    }

    /// <summary>The public articles from one id on to another, in order.</summary>
    public static Task<IReadOnlyList<SitemapRow>> ArticlesAsync(Session session, Guid first, Guid? next, int limit, CancellationToken ct) =>
        session.ListAsync<SitemapRow>(
            $"""
            SELECT c.article_id, c.slug, c.category_id, c.sorted_at, c.updated_at
            FROM article_copies c
            WHERE c.copy = 'public' AND c.article_id >= @first {(next is null ? "" : "AND c.article_id < @next")}
            ORDER BY c.article_id
            LIMIT @limit
            """, new { first, next, limit }, ct);

    /// <summary>How many they are.</summary>
    public static Task<long> CountAsync(Session session, Guid first, Guid? next, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            $"""
            SELECT COUNT(*)
            FROM article_copies c
            WHERE c.copy = 'public' AND c.article_id >= @first {(next is null ? "" : "AND c.article_id < @next")}
            """, new { first, next }, ct);

    /// <summary>The id of the one after so many of a part, where it is cut.</summary>
    public static Task<Guid> CutAsync(Session session, Guid first, long after, CancellationToken ct) =>
        session.FirstOrDefaultAsync<Guid>(
            """
            SELECT c.article_id
            FROM article_copies c
            WHERE c.copy = 'public' AND c.article_id >= @first
            ORDER BY c.article_id
            LIMIT 1 OFFSET @after
            """, new { first, after }, ct);

    /// <summary>Writes a part down, new or changed.</summary>
    public static Task SaveAsync(Session session, SitemapPart part, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO sitemap_parts (first_id, article_count, changed_seq, changed_at)
            VALUES (@FirstId, @ArticleCount, @ChangedSeq, @ChangedAt)
            ON CONFLICT (first_id) DO UPDATE SET
                article_count = excluded.article_count, changed_seq = excluded.changed_seq, changed_at = excluded.changed_at
            """, part, ct);

    /// <summary>Every category, with the one above it.</summary>
    public static Task<IReadOnlyList<CategoryStep>> CategoriesAsync(Session session, CancellationToken ct) =>
        session.ListAsync<CategoryStep>("SELECT id, parent_id, slug, name FROM categories ORDER BY id", null, ct);

    /// <summary>The categories, by their slugs, that changes from one to another concern.</summary>
    public static Task<IReadOnlyList<string>> TouchedSlugsAsync(Session session, long first, long last, CancellationToken ct) =>
        session.ListAsync<string>(
            """
            SELECT DISTINCT c.slug
            FROM change_categories AS t
            JOIN categories AS c ON c.id = t.category_id
            WHERE t.seq BETWEEN @first AND @last
            ORDER BY c.slug
            """, new { first, last }, ct);

    private sealed record FirstPublic
    {
        public required Guid FirstId { get; init; }

        public required Guid? ArticleId { get; init; }
    }
}

/// <summary>A part of the sitemap.</summary>
internal sealed record SitemapPart
{
    /// <summary>Articles from this id on; its name, too.</summary>
    public required Guid FirstId { get; init; }

    /// <summary>At least as many as it has.</summary>
    public required long ArticleCount { get; init; }

    /// <summary>The last change that concerned it.</summary>
    public required long ChangedSeq { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Parts with what these changes say of them. Of the tree and the site every address may follow.</summary>
    public static IReadOnlyList<SitemapPart> After(IReadOnlyList<SitemapPart> parts, IReadOnlyList<LoggedChange> changes)
    {
        SitemapPart[] after = [.. parts];
        foreach (var change in changes)
        {
            var at = change.ArticleId is { } id ? Array.FindLastIndex(after, part => part.FirstId.CompareTo(id) <= 0) : -1;
            for (var n = 0; n < after.Length; n++)
            {
                if (n == at || (change.Kind == ChangeKind.Category && change.Reason != TreeReason.Created))
                {
                    after[n] = after[n] with
                    {
                        ArticleCount = after[n].ArticleCount + (change.Kind == ChangeKind.Published ? 1 : 0),
                        ChangedSeq = change.Seq,
                        ChangedAt = change.OccurredAt,
                    };
                }
            }
        }
        return after;
    }
}

/// <summary>A public article as a sitemap needs it.</summary>
internal sealed record SitemapRow
{
    public required Guid ArticleId { get; init; }

    public required string Slug { get; init; }

    public required Guid CategoryId { get; init; }

    public required DateTimeOffset SortedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A category and the one above it.</summary>
internal sealed record CategoryStep
{
    public required Guid Id { get; init; }

    public required Guid? ParentId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }
}
