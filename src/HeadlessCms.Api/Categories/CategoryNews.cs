using HeadlessCms.Changes;

namespace HeadlessCms.Categories;

/// <summary>Says in the change log what became different in the tree, so that everybody whose articles show it is told.</summary>
internal static class CategoryNews
{
    /// <summary>A new category.</summary>
    public static Change Created(Guid id, Guid? parentId, DateTimeOffset now) => Of(id, TreeReason.Created, [parentId], now);

    /// <summary>A category that says something else of itself, or lies elsewhere.</summary>
    public static Change Changed(CategoryRow before, Guid? parentId, DateTimeOffset now) =>
        parentId == before.ParentId
            ? Of(before.Id, TreeReason.Changed, [], now)
            : Of(before.Id, TreeReason.Moved, [before.ParentId], now);

    /// <summary>A child that moved out of a category that is emptied.</summary>
    public static Change MovedOut(Guid child, CategoryRow emptied, DateTimeOffset now) =>
        Of(child, TreeReason.Moved, [emptied.Id, emptied.ParentId], now);

    /// <summary>A category that is gone.</summary>
    public static Change Deleted(CategoryRow row, DateTimeOffset now) => Of(row.Id, TreeReason.Deleted, [row.ParentId], now);

    private static Change Of(Guid id, string reason, IEnumerable<Guid?> alsoTouched, DateTimeOffset now) => new()
    {
        Kind = ChangeKind.Category,
        CategoryId = id,
        Reason = reason,
        AlsoTouched = [.. alsoTouched.OfType<Guid>()],
        OccurredAt = now,
    };
}
