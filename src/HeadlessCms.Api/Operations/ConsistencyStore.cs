using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>Compares what is kept for speed with what it is made from. Each list is empty when all is well.</summary>
internal sealed class ConsistencyStore(Database database)
{
    // The depth is bounded, as parents that form a ring have no end.
    private const string Tree =
        """
        WITH RECURSIVE tree (ancestor_id, descendant_id, depth) AS
        (
            SELECT id, id, CAST(0 AS bigint) FROM categories
            UNION ALL
            SELECT tree.ancestor_id, categories.id, tree.depth + 1
            FROM tree JOIN categories ON categories.parent_id = tree.descendant_id
            WHERE tree.depth < (SELECT COUNT(*) FROM categories)
        )
        """;

    /// <summary>All comparisons, on one snapshot.</summary>
    public Task<IReadOnlyList<string>> FaultsAsync(CancellationToken ct) => database.SlowReadAsync<IReadOnlyList<string>>(
        async session =>
        [
            .. await RingsAsync(session, ct),
            .. await ClosureAsync(session, ct),
            .. await CountsAsync(session, ct),
            .. await CopiesAsync(session, ct),
            .. await FormerUrlConsistencyStore.FaultsAsync(session, ct),
            .. await ViewsAsync(session, ct),
            .. await ReferencesAsync(session, ct),
        ], ct);

    private static async Task<IEnumerable<string>> RingsAsync(Session session, CancellationToken ct) =>
        from id in await session.ListAsync<Guid>(
            $"{Tree} SELECT DISTINCT ancestor_id FROM tree WHERE depth > 0 AND ancestor_id = descendant_id ORDER BY ancestor_id", null, ct)
        select $"category {id} lies below itself";

    private static async Task<IEnumerable<string>> ClosureAsync(Session session, CancellationToken ct)
    {
        const string Pairs = "ancestor_id, descendant_id, depth";
        var missing = await session.ListAsync<Pair>(
            $"{Tree} SELECT {Pairs} FROM tree EXCEPT SELECT {Pairs} FROM category_closure ORDER BY {Pairs}", null, ct);
        var surplus = await session.ListAsync<Pair>(
            $"{Tree} SELECT {Pairs} FROM category_closure EXCEPT SELECT {Pairs} FROM tree ORDER BY {Pairs}", null, ct);
        return
        [
            .. missing.Select(pair => $"category_closure lacks {pair}"),
            .. surplus.Select(pair => $"category_closure wrongly has {pair}"),
        ];
    }

    private static async Task<IEnumerable<string>> CountsAsync(Session session, CancellationToken ct)
    {
        var tags = await session.ListAsync<Count>(
            """
            SELECT name, CAST(SUM(kept) AS bigint) AS kept, CAST(SUM(truth) AS bigint) AS truth
            FROM (SELECT tag AS name, article_count AS kept, 0 AS truth FROM tag_counts
                  UNION ALL
                  SELECT tag, 0, COUNT(*) FROM article_tags WHERE copy = 'public' GROUP BY tag) AS counts
            GROUP BY name HAVING SUM(kept) <> SUM(truth) ORDER BY name
            """, null, ct);
        var categories = await session.ListAsync<Count>(
            """
            SELECT CAST(id AS text) AS name, CAST(SUM(kept) AS bigint) AS kept, CAST(SUM(truth) AS bigint) AS truth
            FROM (SELECT category_id AS id, article_count AS kept, 0 AS truth FROM category_counts
                  UNION ALL
                  SELECT category_id, 0, COUNT(*) FROM article_copies WHERE copy = 'public' GROUP BY category_id) AS counts
            GROUP BY id HAVING SUM(kept) <> SUM(truth) ORDER BY id
            """, null, ct);
        return
        [
            .. tags.Select(count => $"tag '{count.Name}' {count}"),
            .. categories.Select(count => $"category {count.Name} {count}"),
        ];
    }

    // An article's state decides whether it has a public copy, and its working copy repeats it; what is copied out of an
    // article beside a copy repeats the copy.
    private static async Task<IEnumerable<string>> CopiesAsync(Session session, CancellationToken ct)
    {
        var states = await session.ListAsync<Guid>(
            """
            SELECT a.id
            FROM articles a
            LEFT JOIN article_copies d ON d.copy = 'draft' AND d.article_id = a.id
            LEFT JOIN article_copies p ON p.copy = 'public' AND p.article_id = a.id
            LEFT JOIN article_views w ON w.article_id = a.id
            WHERE d.article_id IS NULL OR d.state <> a.state OR d.version <> a.latest_version OR w.article_id IS NULL
                OR (a.state = 'published') <> (p.article_id IS NOT NULL)
            ORDER BY a.id
            """, null, ct);
        var alsoIn = await session.ListAsync<Copied>(
            """
            SELECT s.article_id, s.copy
            FROM article_also_in s
            LEFT JOIN article_copies c ON c.copy = s.copy AND c.article_id = s.article_id
            WHERE c.article_id IS NULL OR c.category_id <> s.own_id OR c.sorted_at <> s.sorted_at OR c.also_in IS NULL
                OR c.also_in NOT LIKE '%' || CAST(s.category_id AS text) || '%'
            UNION
            SELECT c.article_id, c.copy
            FROM article_copies c
            WHERE (LENGTH(c.also_in) - LENGTH(REPLACE(c.also_in, '-', ''))) / 4 <> (SELECT COUNT(*) FROM article_also_in s WHERE s.copy = c.copy AND s.article_id = c.article_id)
            ORDER BY 1, 2
            """, null, ct);
        var tags = await session.ListAsync<Copied>(
            """
            SELECT DISTINCT t.article_id, t.copy
            FROM article_tags t
            LEFT JOIN article_copies c ON c.copy = t.copy AND c.article_id = t.article_id
            WHERE c.article_id IS NULL OR c.sorted_at <> t.sorted_at
            ORDER BY 1, 2
            """, null, ct);
        return
        [
            .. states.Select(id => $"article {id} is not in the state that its copies say"),
            .. alsoIn.Select(copied => $"article {copied.ArticleId} is not shown in the categories that its {copied.Copy} copy says"),
            .. tags.Select(copied => $"article {copied.ArticleId} has tags that its {copied.Copy} copy does not place"),
        ];
    }

    // Each day's views are views of all time, as each view of the last month's whole days is one of its hours.
    private static async Task<IEnumerable<string>> ViewsAsync(Session session, CancellationToken ct)
    {
        var totals = await session.ListAsync<Guid>(
            """
            SELECT w.article_id
            FROM article_views w
            LEFT JOIN (SELECT article_id, SUM(views) AS views FROM article_view_log GROUP BY article_id) l ON l.article_id = w.article_id
            WHERE w.views <> w.baseline + COALESCE(l.views, 0) + COALESCE((SELECT SUM(d.views) FROM article_view_days d WHERE d.article_id = w.article_id), 0)
            ORDER BY w.article_id
            """, null, ct);
        return totals.Select(id => $"article {id} has another number of views than its days together");
    }

    // What no foreign key says, and on SQLite also what one says: a key is not looked at again once the row is there.
    private static async Task<IEnumerable<string>> ReferencesAsync(Session session, CancellationToken ct)
    {
        var attachments = await session.ListAsync<Guid>(
            "SELECT id FROM attachments WHERE sha256 NOT IN (SELECT sha256 FROM blobs) ORDER BY id", null, ct);
        var uses = await session.ListAsync<Use>(
            """
            SELECT article_id, version, attachment_id FROM article_attachments
            WHERE attachment_id NOT IN (SELECT id FROM attachments)
            ORDER BY article_id, version, attachment_id
            """, null, ct);
        var usedOrNot = await session.ListAsync<Guid>(
            """
            SELECT id FROM attachments
            WHERE is_used <> EXISTS (SELECT 1 FROM article_attachments u WHERE u.attachment_id = attachments.id)
            ORDER BY id
            """, null, ct);
        var slugs = await session.ListAsync<Guid>(
            """
            SELECT DISTINCT article_copies.article_id
            FROM article_copies LEFT JOIN article_slugs ON article_slugs.slug = article_copies.slug
            WHERE article_slugs.article_id IS NULL OR article_slugs.article_id <> article_copies.article_id
            ORDER BY article_copies.article_id
            """, null, ct);
        return
        [
            .. attachments.Select(id => $"attachment {id} names a file without a row in blobs"),
            .. uses.Select(use => $"article {use.ArticleId}, version {use.Version}, uses the attachment {use.AttachmentId}, which is not there"),
            .. usedOrNot.Select(id => $"attachment {id} does not say whether an article uses it"),
            .. slugs.Select(id => $"article {id} does not own its slug"),
        ];
    }

    private sealed record Pair
    {
        public required Guid AncestorId { get; init; }

        public required Guid DescendantId { get; init; }

        public required long Depth { get; init; }

        public override string ToString() => $"{DescendantId} below {AncestorId} at depth {Depth}";
    }

    private sealed record Count
    {
        public required string Name { get; init; }

        public required long Kept { get; init; }

        public required long Truth { get; init; }

        public override string ToString() => $"is counted to have {Kept} public articles, and has {Truth}";
    }

    private sealed record Copied
    {
        public required Guid ArticleId { get; init; }

        public required string Copy { get; init; }
    }

    private sealed record Use
    {
        public required Guid ArticleId { get; init; }

        public required long Version { get; init; }

        public required Guid AttachmentId { get; init; }
    }
}
