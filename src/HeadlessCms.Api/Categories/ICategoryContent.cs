using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Categories;

/// <summary>
/// What lies in categories, told by the slice that owns it: whoever's rows name a category registers one. Categories
/// cannot know those slices, and a table is written by its owner alone.
/// </summary>
internal interface ICategoryContent
{
    /// <summary>How many things lie directly in the category; while there are any, it is not deleted.</summary>
    Task<long> CountAsync(Session session, Guid id, CancellationToken ct);

    /// <summary>Puts all that lies directly in one category into another, and says so in the change log.</summary>
    Task MoveAsync(Session session, CategoryRow from, Guid to, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Drops what is kept about an empty category itself, such as its counts, and says in the change log what else showed it;
    /// it is deleted next.
    /// </summary>
    Task ForgetAsync(Session session, CategoryRow category, Guid? movedTo, DateTimeOffset now, CancellationToken ct);
}
