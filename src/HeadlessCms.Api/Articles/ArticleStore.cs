using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>Reads one article: who has an address, and what stands there.</summary>
internal static class ArticleStore
{
    /// <summary>What a row of a page is made of, less the text. <c>c</c> is the copy.</summary>
    public const string Columns =
        """
        c.article_id, c.copy, c.version, c.state, c.slug, c.category_id, k.slug AS category_slug, k.name AS category_name,
        c.locale, c.translation_of, c.also_in, c.published_at, c.sorted_at, c.updated_at,
        a.created_at, a.latest_version, a.revision, a.public_revision, a.corrections, a.publish_fault,
        plan.version AS scheduled_version, plan.publish_at, plan.withdraw_at, plan.public_until,
        (SELECT p.version FROM article_copies p WHERE p.copy = 'public' AND p.article_id = c.article_id) AS public_version,
        v.content
        """;

    /// <summary>Where a row of a page comes from, once its copy <c>c</c> is found.</summary>
    public const string Joins =
        """
        JOIN articles a ON a.id = c.article_id
        JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
        JOIN categories k ON k.id = c.category_id
        LEFT JOIN article_schedules plan ON plan.article_id = c.article_id
        """;

    /// <summary>Who has, or had, an id or slug. Null when nobody ever did, or it was erased without having been public.</summary>
    public static Task<ArticleAddress?> FindAddressAsync(Session session, string idOrSlug, CancellationToken ct) =>
        IdText.TryRead(idOrSlug, out var id)
            ? session.FirstOrDefaultAsync<ArticleAddress>(
                $"""
                SELECT @id AS article_id, TRUE AS was_public, {AddressColumns}
                FROM (SELECT @id AS id) s
                {AddressJoins}
                WHERE a.id IS NOT NULL OR t.article_id IS NOT NULL
                """, new { id }, ct)
            : session.FirstOrDefaultAsync<ArticleAddress>(
                $"""
                SELECT s.id AS article_id, s.was_public, {AddressColumns}
                FROM (SELECT article_id AS id, was_public FROM article_slugs WHERE slug = @idOrSlug) s
                {AddressJoins}
                """, new { idOrSlug }, ct);

    /// <summary>The same of a public article alone, without what is known of its draft: most readers need no more.</summary>
    public static Task<ArticleAddress?> FindPublicAddressAsync(Session session, string idOrSlug, CancellationToken ct) =>
        IdText.TryRead(idOrSlug, out var id)
            ? session.FirstOrDefaultAsync<ArticleAddress>(
                $"""
                SELECT p.article_id, TRUE AS was_public, {PublicAddressColumns}
                FROM article_copies p
                {PublicAddressJoins}
                WHERE p.copy = 'public' AND p.article_id = @id
                """, new { id }, ct)
            : session.FirstOrDefaultAsync<ArticleAddress>(
                $"""
                SELECT p.article_id, s.was_public, {PublicAddressColumns}
                FROM article_slugs s
                JOIN article_copies p ON p.copy = 'public' AND p.article_id = s.article_id
                {PublicAddressJoins}
                WHERE s.slug = @idOrSlug
                """, new { idOrSlug }, ct);

    /// <summary>One copy of an article with its text, or null when there is no such copy.</summary>
    public static Task<ArticleRow?> FindAsync(Session session, Guid id, string copy, CancellationToken ct) =>
        session.FirstOrDefaultAsync<ArticleRow>(
            $"""
            SELECT {Columns}, v.body, v.body_source
            FROM article_copies c
            {Joins}
            WHERE c.copy = @copy AND c.article_id = @id
            """, new { id, copy }, ct);

    /// <summary>One copy each of these articles, without their texts.</summary>
    public static Task<IReadOnlyList<ArticleRow>> FindAsync(
        Session session, IReadOnlyCollection<Guid> ids, string copy, CancellationToken ct) =>
        session.ListAsync<ArticleRow>(
            $"""
            SELECT {Columns}
            FROM article_copies c
            {Joins}
            WHERE c.copy = @copy AND c.article_id IN @ids
            """, new { ids = new InList<Guid>(ids), copy }, ct);

    /// <summary>One copy each of these articles, with their texts.</summary>
    public static Task<IReadOnlyList<ArticleRow>> FindWholeAsync(
        Session session, IReadOnlyCollection<Guid> ids, string copy, CancellationToken ct) =>
        session.ListAsync<ArticleRow>(
            $"""
            SELECT {Columns}, v.body, v.body_source
            FROM article_copies c
            {Joins}
            WHERE c.copy = @copy AND c.article_id IN @ids
            """, new { ids = new InList<Guid>(ids), copy }, ct);

    private const string PublicAddressColumns =
        """
        p.slug AS public_slug, p.version AS public_version, p.updated_at AS public_updated_at, a.state, a.revision, a.public_revision, a.first_published_at,
        pg.revision AS public_group_revision, pg.changed_at AS public_group_changed_at
        """;

    private const string PublicAddressJoins =
        """
        JOIN articles a ON a.id = p.article_id
        LEFT JOIN article_groups pg ON pg.copy = 'public' AND pg.id = p.translation_of
        """;

    private const string AddressColumns =
        """
        p.slug AS public_slug, p.version AS public_version, p.updated_at AS public_updated_at, d.slug AS draft_slug, d.version AS draft_version, d.updated_at AS draft_updated_at,
        a.state, a.revision, a.public_revision, a.first_published_at,
        pg.revision AS public_group_revision, pg.changed_at AS public_group_changed_at,
        dg.revision AS draft_group_revision, dg.changed_at AS draft_group_changed_at,
        COALESCE(a.withdrawn_at, t.withdrawn_at) AS withdrawn_at, COALESCE(a.withdrawn_reason, t.reason) AS withdrawn_reason
        """;

    private const string AddressJoins =
        """
        LEFT JOIN articles a ON a.id = s.id
        LEFT JOIN article_copies p ON p.copy = 'public' AND p.article_id = s.id
        LEFT JOIN article_copies d ON d.copy = 'draft' AND d.article_id = s.id
        LEFT JOIN article_groups pg ON pg.copy = 'public' AND pg.id = p.translation_of
        LEFT JOIN article_groups dg ON dg.copy = 'draft' AND dg.id = d.translation_of
        LEFT JOIN article_tombstones t ON t.article_id = s.id
        """;
}

/// <summary>Who has an address, and in which state of its life it is: enough to answer 304, 308, 404 and 410.</summary>
internal sealed record ArticleAddress
{
    public required Guid ArticleId { get; init; }

    /// <summary>Whether the public ever saw the slug that was asked for; true for ids.</summary>
    public required bool WasPublic { get; init; }

    /// <summary>Null unless it is public now.</summary>
    public required string? PublicSlug { get; init; }

    public required long? PublicVersion { get; init; }

    public required DateTimeOffset? PublicUpdatedAt { get; init; }

    /// <summary>Null when it was erased.</summary>
    public string? DraftSlug { get; init; }

    public long? DraftVersion { get; init; }

    public DateTimeOffset? DraftUpdatedAt { get; init; }

    public required string? State { get; init; }

    public required long? Revision { get; init; }

    public required long? PublicRevision { get; init; }

    public required DateTimeOffset? FirstPublishedAt { get; init; }

    /// <summary>How often its public group of translations has changed.</summary>
    public required long? PublicGroupRevision { get; init; }

    public required DateTimeOffset? PublicGroupChangedAt { get; init; }

    /// <summary>The same of the working copies.</summary>
    public long? DraftGroupRevision { get; init; }

    public DateTimeOffset? DraftGroupChangedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    public string? WithdrawnReason { get; init; }

    /// <summary>Whether the public may read it here.</summary>
    public bool IsPublic => PublicSlug is not null && WasPublic;

    /// <summary>Whether the public could read it once and cannot now.</summary>
    public bool IsGone => PublicSlug is null && WasPublic && WithdrawnAt is not null;
}
