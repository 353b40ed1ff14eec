using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// How often each article was read in all. Every article has its row from its first second on, so that lists by views
/// walk one index.
/// </summary>
internal static class ViewTotalStore
{
    /// <summary>The lock of who counts views, adds them up, or takes an article away from under them.</summary>
    public const string Counting = "view counts";

    /// <summary>Begins to count; an imported article brings what it had.</summary>
    public static Task AddAsync(Session session, Guid id, long baseline, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO article_views (article_id, views, baseline)
            VALUES (@id, @baseline, @baseline)
            ON CONFLICT (article_id) DO NOTHING
            """, new { id, baseline }, ct);

    /// <summary>
    /// Counts on for those of these articles, each named once, that are public at this very moment; what they are at now.
    /// Tells the site's zone on the way, as days are counted by it.
    /// </summary>
    public static async Task<IReadOnlyList<CountedTotal>> CountAsync(
        Session session, IEnumerable<(Guid Id, long Views)> counts, CancellationToken ct)
    {
        var totals = await session.ListAsync<CountedTotal>(
            """
            WITH viewed (id, n) AS (VALUES @counts)
            UPDATE article_views SET views = article_views.views + viewed.n
            FROM viewed
            WHERE article_id = viewed.id AND EXISTS (SELECT 1 FROM article_copies c WHERE c.copy = 'public' AND c.article_id = viewed.id)
            RETURNING article_id, views,
                (SELECT value FROM revisions WHERE name = 'site') AS site_revision, (SELECT time_zone FROM site) AS time_zone
            """, new { counts = new RowList(counts.Select(count => new object?[] { count.Id, count.Views })) }, ct);
        if (totals is [{ SiteRevision: { } revision, TimeZone: { } zone }, ..])
        {
            session.TellZone(revision, zone);
        }
        return totals;
    }

    /// <summary>Whose these slugs are for the public at this very moment.</summary>
    public static Task<IReadOnlyList<PresentSlug>> FindPresentAsync(Session session, IReadOnlyCollection<string> slugs, CancellationToken ct) =>
        session.ListAsync<PresentSlug>(
            """
            SELECT s.slug, s.article_id
            FROM article_slugs s
            JOIN article_copies c ON c.copy = 'public' AND c.article_id = s.article_id AND c.slug = s.slug
            WHERE s.slug IN @slugs
            """, new { slugs = new InList<string>(slugs) }, ct);
}

/// <summary>Where an article stands.</summary>
internal sealed record CountedTotal
{
    public required Guid ArticleId { get; init; }

    public required long Views { get; init; }

    /// <summary>Null while the site is as it was made.</summary>
    public required long? SiteRevision { get; init; }

    public required string? TimeZone { get; init; }
}

/// <summary>A slug and the public article that has it.</summary>
internal sealed record PresentSlug
{
    public required string Slug { get; init; }

    public required Guid ArticleId { get; init; }
}
