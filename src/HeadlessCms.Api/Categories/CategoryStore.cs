using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Categories;

/// <summary>Reads the tree. Every answer takes the same few statements, however many categories it is about.</summary>
internal static class CategoryStore
{
    private const string Columns =
        "id, slug, name, description, keywords, type, parent_id, position, revision, created_at, updated_at";

    /// <summary>The category with this id or slug, or that once had this slug; null when there is none.</summary>
    public static async Task<CategoryRow?> FindAsync(Session session, string idOrSlug, CancellationToken ct)
    {
        if (TryId(idOrSlug, out var id))
        {
            return await GetAsync(session, id, ct);
        }
        return CodePoints.IsWellFormed(idOrSlug)
            ? await session.FirstOrDefaultAsync<CategoryRow>(
                $"""
                SELECT {Columns}
                FROM categories
                WHERE slug = @idOrSlug
                    OR id = (SELECT category_id FROM category_former_slugs WHERE slug = @idOrSlug)
                """,
                new { idOrSlug }, ct)
            : null;
    }

    /// <summary>The id of the category with this id or slug, or that once had this slug; null when there is none.</summary>
    public static async Task<Guid?> FindIdAsync(Session session, string idOrSlug, CancellationToken ct) =>
        (await FindAsync(session, idOrSlug, ct))?.Id;

    /// <summary>The category with this id, or null.</summary>
    public static Task<CategoryRow?> GetAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<CategoryRow>($"SELECT {Columns} FROM categories WHERE id = @id", new { id }, ct);

    /// <summary>Whether the words of a path are an id; else they are a slug, which never reads as one.</summary>
    public static bool TryId(string idOrSlug, out Guid id) => IdText.TryRead(idOrSlug, out id);

    /// <summary>
    /// The way from the top to each of these categories, itself included, in one statement. One that does not exist is
    /// missing.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<CategoryRef>>> BreadcrumbsAsync(
        Session session, IReadOnlyCollection<Guid> categoryIds, CancellationToken ct)
    {
        var steps = await session.ListAsync<Step>(
            """
            SELECT closure.descendant_id, above.id, above.slug, above.name
            FROM category_closure AS closure
            JOIN categories AS above ON above.id = closure.ancestor_id
            WHERE closure.descendant_id IN @ids
            ORDER BY closure.descendant_id, closure.depth DESC
            """,
            new { ids = new InList<Guid>(categoryIds) }, ct);
        return steps.GroupBy(step => step.DescendantId)
            .ToDictionary(way => way.Key, IReadOnlyList<CategoryRef> (way) => [.. way.Select(step => step.ToRef())]);
    }

    /// <summary>These categories as others mention them; one that does not exist is missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, CategoryRef>> RefsAsync(
        Session session, IReadOnlyCollection<Guid> categoryIds, CancellationToken ct) =>
        (await session.ListAsync<CategoryRef>(
            "SELECT id, slug, name FROM categories WHERE id IN @ids ORDER BY id",
            new { ids = new InList<Guid>(categoryIds) }, ct)).ToDictionary(found => found.Id);

    /// <summary>The category with the way to it, what lies below it, and how many public articles do.</summary>
    public static async Task<CategoryDetail> DetailAsync(Session session, CategoryRow row, CancellationToken ct)
    {
        var breadcrumbs = (await BreadcrumbsAsync(session, [row.Id], ct))[row.Id];
        var path = PathOf(breadcrumbs);
        var children = await session.ListAsync<CategoryRow>(
            $"SELECT {Columns} FROM categories WHERE parent_id = @Id ORDER BY position, id", new { row.Id }, ct);
        return new(
            row.ToCategory(path),
            breadcrumbs,
            [.. children.Select(child => child.ToCategory($"{path}/{child.Slug}"))],
            await CountArticlesAsync(session, row.Id, ct));
    }

    /// <summary>
    /// Categories by slug, from the one after <paramref name="after"/>: an order that its unique index keeps, that fits a
    /// cursor at any depth, and that no move disturbs. The tree's own order is in the tree.
    /// </summary>
    public static async Task<IReadOnlyList<CategoryNode>> PageAsync(
        Session session, string after, int limit, CancellationToken ct)
    {
        var rows = await session.ListAsync<CategoryRow>(
            $"SELECT {Columns} FROM categories WHERE slug > @after ORDER BY slug LIMIT @limit", new { after, limit }, ct);
        var ways = await BreadcrumbsAsync(session, [.. rows.Select(row => row.Id)], ct);
        return [.. rows.Select(row => new CategoryNode(row.ToCategory(PathOf(ways[row.Id])), children: null))];
    }

    /// <summary>The whole tree: the top level in order, and below each what lies below it.</summary>
    public static async Task<IReadOnlyList<CategoryNode>> TreeAsync(Session session, CancellationToken ct) =>
        CategoryTree.Of(await session.ListAsync<CategoryRow>(
            $"SELECT {Columns} FROM categories ORDER BY position, id", null, ct));

    /// <summary>What each category was called before, by its id.</summary>
    public static async Task<ILookup<Guid, string>> FormerSlugsAsync(Session session, CancellationToken ct) =>
        (await session.ListAsync<FormerSlug>("SELECT category_id, slug FROM category_former_slugs ORDER BY slug", null, ct))
        .ToLookup(row => row.CategoryId, row => row.Slug);

    /// <summary>How many categories there are.</summary>
    public static Task<long> CountAsync(Session session, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM categories", null, ct);

    // A category in which no article was ever published has no row of counts. What lies elsewhere and is shown here, too, is
    // counted as it is, once each: there is never much of it.
    private static Task<long> CountArticlesAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            """
            SELECT
                (
                    SELECT CAST(COALESCE(SUM(counts.article_count), 0) AS bigint)
                    FROM category_closure AS below
                    JOIN category_counts AS counts ON counts.category_id = below.descendant_id
                    WHERE below.ancestor_id = @id
                ) +
                (
                    SELECT COUNT(DISTINCT shown.article_id)
                    FROM category_closure AS below
                    CROSS JOIN article_also_in AS shown
                    WHERE below.ancestor_id = @id AND shown.copy = 'public' AND shown.category_id = below.descendant_id
                        AND shown.own_id NOT IN (SELECT descendant_id FROM category_closure WHERE ancestor_id = @id)
                )
            """,
            new { id }, ct);

    private static string PathOf(IReadOnlyList<CategoryRef> breadcrumbs) =>
        string.Join('/', breadcrumbs.Select(step => step.Slug));

    /// <summary>An address that leads to another now.</summary>
    private sealed record FormerSlug
    {
        public required Guid CategoryId { get; init; }

        public required string Slug { get; init; }
    }

    /// <summary>One step of the way to a category.</summary>
    private sealed record Step
    {
        public required Guid DescendantId { get; init; }

        public required Guid Id { get; init; }

        public required string Slug { get; init; }

        public required string Name { get; init; }

        public CategoryRef ToRef() => new() { Id = Id, Slug = Slug, Name = Name };
    }
}
