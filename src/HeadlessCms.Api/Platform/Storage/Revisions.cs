namespace HeadlessCms.Platform.Storage;

/// <summary>
/// Counters of what many representations show at once. Renaming one category changes the breadcrumb, and so the tag,
/// of every article below it, and writes one row here instead of one for each of them.
/// </summary>
internal static class Revisions
{
    /// <summary>The categories: names, slugs, order, who lies under whom.</summary>
    public const string Tree = "tree";

    /// <summary>The site's settings.</summary>
    public const string Site = "site";

    /// <summary>What attachments say of themselves (not their bytes, which never change).</summary>
    public const string Attachments = "attachments";

    /// <summary>Which articles are public, and in which version.</summary>
    public const string Articles = "articles";

    /// <summary>What <see cref="Database.Signalled"/> says when one of them has grown.</summary>
    public const string Signal = "revisions";

    /// <summary>Their sum: it grows by every commit that changed something public.</summary>
    public const string Sum = "SELECT CAST(COALESCE(SUM(value), 0) AS bigint) FROM revisions";

    /// <summary>Says in the transaction of a change that it happened.</summary>
    public static Task BumpAsync(Session session, string name, DateTimeOffset now, CancellationToken ct)
    {
        session.Signal(Signal);
        if (name == Site)
        {
            session.ChangeSite();
        }
        return session.ExecuteAsync(
            """
            INSERT INTO revisions (name, value, changed_at)
            VALUES (@name, 1, @now)
            ON CONFLICT (name) DO UPDATE SET value = revisions.value + 1, changed_at = CASE WHEN excluded.changed_at > revisions.changed_at THEN excluded.changed_at ELSE revisions.changed_at END
            """,
            new { name, now }, ct);
    }

    /// <summary>
    /// All counters as they stand; one that was never bumped is missing. Whoever keeps the site's zone is told it as of the same
    /// moment, so that no answer carries the tag of one zone and the times of an older one.
    /// </summary>
    public static async Task<RevisionSet> ReadAsync(Session session, CancellationToken ct)
    {
        var revisions = await session.ListAsync<Revision>(
            """
            SELECT r.name, r.value, r.changed_at, s.time_zone
            FROM revisions r
            LEFT JOIN site s ON r.name = 'site'
            ORDER BY r.name
            """, null, ct);
        if (revisions.FirstOrDefault(revision => revision.Name == Site) is { TimeZone: { } zone } site)
        {
            session.TellZone(site.Value, zone);
        }
        return new RevisionSet(revisions);
    }
}

/// <summary>One counter and when it last changed.</summary>
internal sealed record Revision
{
    public required string Name { get; init; }

    public required long Value { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The site's zone, with the site's own counter.</summary>
    public required string? TimeZone { get; init; }
}

/// <summary>The counters at one moment: what a tag is made of.</summary>
internal sealed class RevisionSet(IReadOnlyList<Revision> revisions)
{
    /// <summary>The values of these counters, in this order, for a tag.</summary>
    public string Key(params ReadOnlySpan<string> names) =>
        string.Join('.', names.ToArray().Select(name => Find(name)?.Value ?? 0));

    /// <summary>The latest change of these counters, or null when there was none.</summary>
    public DateTimeOffset? ChangedAt(params ReadOnlySpan<string> names) =>
        names.ToArray().Max(name => Find(name)?.ChangedAt);

    private Revision? Find(string name) => revisions.FirstOrDefault(revision => revision.Name == name);
}
