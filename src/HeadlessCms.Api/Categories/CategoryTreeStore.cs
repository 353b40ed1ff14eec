using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Categories;

/// <summary>
/// Writes the tree. Every writer holds the same lock, so what was looked up stays true until the commit, and all that
/// is wrong with a change can be said at once; the constraints stand behind it. The caller undoes what is refused.
/// </summary>
internal sealed class CategoryTreeStore(IEnumerable<ICategoryContent> contents)
{
    /// <summary>Takes the lock, then finds a category as <see cref="CategoryStore.FindAsync"/> does.</summary>
    public static async Task<CategoryRow?> FindForWriteAsync(Session session, string idOrSlug, CancellationToken ct)
    {
        await session.LockAsync(Locks.Content, ct);
        return await CategoryStore.FindAsync(session, idOrSlug, ct);
    }

    /// <summary>Adds a category; whoever calls decides its id and its time of creation.</summary>
    public static async Task<TreeOutcome> AddAsync(
        Session session, Guid id, CategoryDraft draft, DateTimeOffset now, CancellationToken ct)
    {
        await session.LockAsync(Locks.Content, ct);
        var wanted = await CategoryClashStore.CheckAsync(session, id, draft, ct);
        if (wanted.Faults.Count > 0)
        {
            return new(null, wanted.Faults);
        }
        var last = await CategoryPlaceStore.LastPositionAsync(session, id, wanted.ParentId, ct);
        var position = Math.Min(draft.Position ?? last, last);
        await CategoryPlaceStore.OpenGapAsync(session, id, wanted.ParentId, position, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO categories
                (id, slug, name, description, keywords, type, parent_id, position, revision, created_at, updated_at)
            VALUES (@Id, @Slug, @Name, @Description, @Keywords, @Type, @ParentId, @Position, 1, @Now, @Now)
            """,
            Values(id, draft, wanted, position, now), ct);
        await CategoryPlaceStore.AddAsync(session, id, wanted.ParentId, ct);
        await Revisions.BumpAsync(session, Revisions.Tree, now, ct);
        ChangeLog.Append(session, CategoryNews.Created(id, wanted.ParentId, now));
        return new(await CategoryStore.GetAsync(session, id, ct), []);
    }

    /// <summary>Makes a category what the draft says; one that says what is there already changes nothing.</summary>
    public static async Task<TreeOutcome> ChangeAsync(
        Session session, CategoryRow row, CategoryDraft draft, DateTimeOffset now, CancellationToken ct)
    {
        var wanted = await CategoryClashStore.CheckAsync(session, row.Id, draft, ct);
        if (wanted.Faults.Count > 0)
        {
            return new(null, wanted.Faults);
        }
        var last = await CategoryPlaceStore.LastPositionAsync(session, row.Id, wanted.ParentId, ct);
        var stays = wanted.ParentId == row.ParentId ? row.Position : last;
        var position = Math.Min(draft.Position ?? stays, last);
        if (IsSame(row, draft, wanted, position))
        {
            return new(row, []);
        }
        await CategoryPlaceStore.MoveAsync(session, row, wanted.ParentId, position, ct);
        await KeepSlugAsync(session, row, wanted.Slug, ct);
        await UpdateAsync(session, Values(row.Id, draft, wanted, position, now), ct);
        await Revisions.BumpAsync(session, Revisions.Tree, now, ct);
        ChangeLog.Append(session, CategoryNews.Changed(row, wanted.ParentId, now));
        return new(await CategoryStore.GetAsync(session, row.Id, ct), []);
    }

    /// <summary>
    /// Deletes an empty category; with <paramref name="moveTo"/>, an id or slug, empties it into that one first. Returns
    /// what was in the way.
    /// </summary>
    public async Task<IReadOnlyList<TreeFault>> RemoveAsync(
        Session session, CategoryRow row, string? moveTo, DateTimeOffset now, CancellationToken ct)
    {
        var target = moveTo is null ? null : await CategoryStore.FindIdAsync(session, moveTo, ct);
        if (moveTo is not null && target is null)
        {
            return [TreeFault.UnknownTarget];
        }
        await SetAsideAsync(session, row.Id, ct);
        var faults = target is { } to
            ? await EmptyAsync(session, row, to, now, ct)
            : await HeldAsync(session, row.Id, ct);
        if (faults.Count == 0)
        {
            await DropAsync(session, row, target, now, ct);
            await Revisions.BumpAsync(session, Revisions.Tree, now, ct);
            ChangeLog.Append(session, CategoryNews.Deleted(row, now));
        }
        return faults;
    }

    // Frees the name for a child that has the same and moves up. And on PostgreSQL a changed key locks the row against
    // foreign keys: who is putting an article here is waited for, who comes later waits, so the count below is true.
    private static Task<int> SetAsideAsync(Session session, Guid id, CancellationToken ct) =>
        session.ExecuteAsync(
            "UPDATE categories SET slug = @unique, name = @unique WHERE id = @id", new { id, unique = id.ToString() }, ct);

    private async Task<IReadOnlyList<TreeFault>> HeldAsync(Session session, Guid id, CancellationToken ct)
    {
        var children = await session.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM categories WHERE parent_id = @id", new { id }, ct);
        var articles = 0L;
        foreach (var content in contents)
        {
            articles += await content.CountAsync(session, id, ct);
        }
        (TreeFault Fault, long Count)[] held = [(TreeFault.HasChildren, children), (TreeFault.HasArticles, articles)];
        return [.. held.Where(kind => kind.Count > 0).Select(kind => kind.Fault)];
    }

    private async Task<IReadOnlyList<TreeFault>> EmptyAsync(
        Session session, CategoryRow row, Guid to, DateTimeOffset now, CancellationToken ct)
    {
        var faults = await CategoryClashStore.OfTargetAsync(session, row.Id, to, ct);
        if (faults.Count > 0)
        {
            return faults;
        }
        var children = await session.ListAsync<Guid>(
            "SELECT id FROM categories WHERE parent_id = @Id ORDER BY position, id", new { row.Id }, ct);
        await CategoryPlaceStore.MoveChildrenAsync(session, row.Id, to, now, ct);
        ChangeLog.Append(session, [.. children.Select(child => CategoryNews.MovedOut(child, row, now))]);
        foreach (var content in contents)
        {
            await content.MoveAsync(session, row, to, now, ct);
        }
        return [];
    }

    private async Task DropAsync(Session session, CategoryRow row, Guid? movedTo, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var content in contents)
        {
            await content.ForgetAsync(session, row, movedTo, now, ct);
        }
        await CategoryPlaceStore.RemoveAsync(session, row, ct);
        await session.ExecuteAsync("DELETE FROM category_former_slugs WHERE category_id = @Id", new { row.Id }, ct);
        await session.ExecuteAsync("DELETE FROM categories WHERE id = @Id", new { row.Id }, ct);
    }

    private static Task<int> UpdateAsync(Session session, object values, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            UPDATE categories
            SET slug = @Slug,
                name = @Name,
                description = @Description,
                keywords = @Keywords,
                type = @Type,
                parent_id = @ParentId,
                position = @Position,
                revision = revision + 1,
                updated_at = @Now
            WHERE id = @Id
            """,
            values, ct);

    /// <summary>Lets a slug of another time lead to a category; false when another category has it, or had it.</summary>
    public static async Task<bool> AddFormerSlugAsync(Session session, Guid id, string slug, CancellationToken ct) =>
        await session.ExecuteAsync(
            """
            INSERT INTO category_former_slugs (slug, category_id)
            SELECT @slug, @id
            WHERE NOT EXISTS (SELECT 1 FROM categories WHERE slug = @slug)
            ON CONFLICT (slug) DO NOTHING
            """, new { slug, id }, ct) == 1;

    // The old slug redirects from now on; one it takes back no longer does.
    private static async Task KeepSlugAsync(Session session, CategoryRow row, string slug, CancellationToken ct)
    {
        if (slug == row.Slug)
        {
            return;
        }
        await session.ExecuteAsync("DELETE FROM category_former_slugs WHERE slug = @slug", new { slug }, ct);
        await session.ExecuteAsync(
            "INSERT INTO category_former_slugs (slug, category_id) VALUES (@Slug, @Id)", new { row.Slug, row.Id }, ct);
    }

    private static bool IsSame(CategoryRow row, CategoryDraft draft, WantedPlace wanted, int position) =>
        row.Slug == wanted.Slug
        && row.Name == draft.Name
        && row.Description == draft.Description
        && row.Keywords == CategoryRow.Write(draft.Keywords)
        && row.Type == draft.Type
        && row.ParentId == wanted.ParentId
        && row.Position == position;

    private static object Values(Guid id, CategoryDraft draft, WantedPlace wanted, int position, DateTimeOffset now) => new
    {
        Id = id,
        wanted.Slug,
        draft.Name,
        draft.Description,
        Keywords = CategoryRow.Write(draft.Keywords),
        draft.Type,
        wanted.ParentId,
        Position = position,
        Now = now,
    };
}
