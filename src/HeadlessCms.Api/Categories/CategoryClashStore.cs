using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Categories;

/// <summary>What a draft comes to in the tree as it is: its slug, the category above, and all that stands against it.</summary>
internal sealed record WantedPlace(string Slug, Guid? ParentId, IReadOnlyList<TreeFault> Faults);

/// <summary>Looks for what a change of the tree would clash with, all of it at once.</summary>
internal static class CategoryClashStore
{
    private const int SlugsAtOnce = 50;

    /// <summary>Resolves a draft of the category with this id, which may be new.</summary>
    public static async Task<WantedPlace> CheckAsync(Session session, Guid id, CategoryDraft draft, CancellationToken ct)
    {
        var parentId = draft.ParentId is null ? null : await CategoryStore.FindIdAsync(session, draft.ParentId, ct);
        if (draft.ParentId is not null && parentId is null)
        {
            return new("", null, [TreeFault.UnknownParent]);
        }
        var slug = draft.Slug ?? await FreeSlugAsync(session, id, draft.Name!, ct); // the rules ask for a name
        return new(slug, parentId, await FaultsAsync(session, new { id, slug, draft.Name, parentId, CategoryRules.MaximumDepth }, ct));
    }

    /// <summary>What is against moving all that lies in one category into another.</summary>
    public static Task<IReadOnlyList<TreeFault>> OfTargetAsync(Session session, Guid id, Guid to, CancellationToken ct) =>
        ListAsync(
            session,
            $"""
            SELECT '{nameof(TreeFault.TargetBelow)}'
            FROM category_closure
            WHERE ancestor_id = @id AND descendant_id = @to
            UNION
            SELECT '{nameof(TreeFault.ChildNameTaken)}'
            FROM categories AS child
            JOIN categories AS there ON there.name = child.name
            WHERE child.parent_id = @id AND there.parent_id = @to
            UNION
            SELECT '{nameof(TreeFault.TargetTooDeep)}'
            WHERE (SELECT MAX(depth) FROM category_closure WHERE descendant_id = @to)
                + (SELECT MAX(depth) FROM category_closure WHERE ancestor_id = @id) >= @MaximumDepth
            """,
            new { id, to, CategoryRules.MaximumDepth }, ct);

    private static Task<IReadOnlyList<TreeFault>> FaultsAsync(Session session, object wanted, CancellationToken ct) =>
        ListAsync(
            session,
            $"""
            SELECT '{nameof(TreeFault.SlugTaken)}'
            FROM categories
            WHERE slug = @slug AND id <> @id
            UNION
            SELECT '{nameof(TreeFault.SlugTaken)}'
            FROM category_former_slugs
            WHERE slug = @slug AND category_id <> @id
            UNION
            SELECT '{nameof(TreeFault.NameTaken)}'
            FROM categories
            WHERE parent_id IS NOT DISTINCT FROM @parentId AND name = @Name AND id <> @id
            UNION
            SELECT '{nameof(TreeFault.BelowItself)}'
            FROM category_closure
            WHERE ancestor_id = @id AND descendant_id = @parentId
            UNION
            SELECT '{nameof(TreeFault.TooDeep)}'
            WHERE (SELECT COALESCE(MAX(depth) + 1, 0) FROM category_closure WHERE descendant_id = @parentId)
                + (SELECT COALESCE(MAX(depth), 0) FROM category_closure WHERE ancestor_id = @id) >= @MaximumDepth
            """,
            wanted, ct);

    private static async Task<IReadOnlyList<TreeFault>> ListAsync(
        Session session, string sql, object args, CancellationToken ct) =>
        [.. (await session.ListAsync<string>(sql, args, ct)).Select(Enum.Parse<TreeFault>).Order()];

    // A name in any script makes a slug; of the same name under many parents, the second is news-2.
    private static async Task<string> FreeSlugAsync(Session session, Guid id, string name, CancellationToken ct)
    {
        var slug = Slug.From(name, fallback: "category");
        for (var first = 1; ; first += SlugsAtOnce)
        {
            var candidates = Enumerable.Range(first, SlugsAtOnce)
                .Select(n => n == 1 ? slug : Slug.Numbered(slug, n)).ToList();
            var taken = await session.ListAsync<string>(
                """
                SELECT slug FROM categories WHERE slug IN @slugs AND id <> @id
                UNION
                SELECT slug FROM category_former_slugs WHERE slug IN @slugs AND category_id <> @id
                """,
                new { slugs = new InList<string>(candidates), id }, ct);
            if (candidates.Find(candidate => !taken.Contains(candidate)) is { } free)
            {
                return free;
            }
        }
    }
}
