namespace HeadlessCms.Platform.Storage;

/// <summary>
/// What writers wait for by name. Whoever takes both takes them in this order, so that no two wait for each other in a
/// circle.
/// </summary>
internal static class Locks
{
    /// <summary>
    /// Articles, categories, attachments: a write of content takes it first. On SQLite there is one writer whatever one
    /// does; this makes PostgreSQL the same for content, whose writes touch many rows that others touch in another order
    /// (counts, closures, translations). Readers and the counting of views never wait for it.
    /// </summary>
    public const string Content = "content";

    /// <summary>The logs that grow in one order for everybody: taken last, by <see cref="Session.AtEnd"/>.</summary>
    public const string Log = "log";
}
