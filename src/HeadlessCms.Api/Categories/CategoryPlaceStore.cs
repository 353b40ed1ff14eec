using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Categories;

/// <summary>
/// Where categories stand: below whom, and between whom. A move writes pairs of the closure and positions of siblings,
/// in as many statements for one category as for a thousand below it.
/// </summary>
internal static class CategoryPlaceStore
{
    // Which categories a move is about; their subtrees come with them.
    private const string Itself = "id = @id";
    private const string Children = "parent_id = @id";

    /// <summary>Puts a new category into the closure.</summary>
    public static Task AddAsync(Session session, Guid id, Guid? parentId, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO category_closure (ancestor_id, descendant_id, depth)
            SELECT @id, @id, 0
            UNION ALL
            SELECT ancestor_id, @id, depth + 1
            FROM category_closure
            WHERE descendant_id = @parentId
            """,
            new { id, parentId }, ct);

    /// <summary>Takes a category that nothing lies below out of the closure, and closes the gap it leaves.</summary>
    public static async Task RemoveAsync(Session session, CategoryRow row, CancellationToken ct)
    {
        await session.ExecuteAsync("DELETE FROM category_closure WHERE descendant_id = @Id", new { row.Id }, ct);
        await CloseGapAsync(session, row, ct);
    }

    /// <summary>How many siblings a category has, or would have there: its last possible position.</summary>
    public static async Task<int> LastPositionAsync(Session session, Guid id, Guid? parentId, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<int>(
            "SELECT COUNT(*) FROM categories WHERE parent_id IS NOT DISTINCT FROM @parentId AND id <> @id",
            new { id, parentId }, ct);

    /// <summary>Makes room at a position: whoever stands there or after it moves one on.</summary>
    public static Task OpenGapAsync(Session session, Guid id, Guid? parentId, int position, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            UPDATE categories
            SET position = position + 1
            WHERE parent_id IS NOT DISTINCT FROM @parentId AND position >= @position AND id <> @id
            """,
            new { id, parentId, position }, ct);

    /// <summary>Makes way for a category elsewhere, if it is elsewhere; its own row is the caller's to write.</summary>
    public static async Task MoveAsync(Session session, CategoryRow row, Guid? parentId, int position, CancellationToken ct)
    {
        if (parentId == row.ParentId && position == row.Position)
        {
            return;
        }
        await CloseGapAsync(session, row, ct);
        await OpenGapAsync(session, row.Id, parentId, position, ct);
        if (parentId != row.ParentId)
        {
            await RehangAsync(session, Itself, row.Id, parentId, ct);
        }
    }

    /// <summary>Puts all that lies directly below one category below another, after what is there, in the same order.</summary>
    public static async Task MoveChildrenAsync(Session session, Guid id, Guid to, DateTimeOffset now, CancellationToken ct)
    {
        await RehangAsync(session, Children, id, to, ct);
        var first = await LastPositionAsync(session, to, to, ct); // counting the one that is emptied, if it lies there
        await session.ExecuteAsync(
            """
            UPDATE categories
            SET parent_id = @to, position = position + @first, revision = revision + 1, updated_at = @now
            WHERE parent_id = @id
            """,
            new { id, to, first, now }, ct);
    }

    private static Task<int> CloseGapAsync(Session session, CategoryRow row, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            UPDATE categories
            SET position = position - 1
            WHERE parent_id IS NOT DISTINCT FROM @ParentId AND position > @Position
            """,
            new { row.ParentId, row.Position }, ct);

    // The classic two steps (Karwin, SQL Antipatterns, ch. 3): cut the subtrees off from all above them, then pair each
    // of their categories with all above the new parent. Nothing above the top: the second step finds no pair.
    private static async Task RehangAsync(Session session, string roots, Guid id, Guid? parentId, CancellationToken ct)
    {
        await session.ExecuteAsync(
            $"""
            WITH moved AS
            (
                SELECT below.descendant_id AS id
                FROM (SELECT id FROM categories WHERE {roots}) AS root
                JOIN category_closure AS below ON below.ancestor_id = root.id
            )
            DELETE FROM category_closure
            WHERE descendant_id IN (SELECT id FROM moved) AND ancestor_id NOT IN (SELECT id FROM moved)
            """,
            new { id }, ct);
        await session.ExecuteAsync(
            $"""
            INSERT INTO category_closure (ancestor_id, descendant_id, depth)
            SELECT above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
            FROM (SELECT id FROM categories WHERE {roots}) AS root
            JOIN category_closure AS below ON below.ancestor_id = root.id
            CROSS JOIN category_closure AS above
            WHERE above.descendant_id = @parentId
            """,
            new { id, parentId }, ct);
    }
}
