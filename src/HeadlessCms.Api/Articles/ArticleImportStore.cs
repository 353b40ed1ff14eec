using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of articles that come from, or go, elsewhere with all that this server otherwise decides itself.</summary>
internal static class ArticleImportStore
{
    /// <summary>An article with its own id, version, state and times. The caller has claimed its slug.</summary>
    public static async Task AddAsync(
        Session session, ArticleVersion version, ArticlePast past, DateTimeOffset now, CancellationToken ct)
    {
        var wasPublic = past.State != "draft";
        await session.ExecuteAsync(
            """
            INSERT INTO articles
                (id, state, revision, public_revision, latest_version, first_published_at,
                withdrawn_at, withdrawn_reason, corrections, created_at)
            VALUES
                (@ArticleId, @State, 1, 0, @Version, @firstPublishedAt, @WithdrawnAt, @Reason, @corrections, @CreatedAt)
            """,
            new
            {
                version.ArticleId,
                past.State,
                version.Version,
                firstPublishedAt = wasPublic ? version.Draft.PublishedAt ?? version.SavedAt : (DateTimeOffset?)null,
                past.WithdrawnAt,
                past.Reason,
                corrections = past.Corrections.Count == 0 ? null : StoredJson.Write<IReadOnlyList<Correction>>(past.Corrections),
                past.CreatedAt,
            }, ct);
        await ViewTotalStore.AddAsync(session, version.ArticleId, past.Views, ct);
        await ArticleWriteStore.AddVersionAsync(session, version, ct);
        await ArticleWriteStore.PutDraftAsync(session, version, past.State, version.Draft.PublishedAt, past.CreatedAt, ct);
        if (past.State == "published")
        {
            var row = await ArticleStore.FindAsync(session, version.ArticleId, "draft", ct);
            await ArticleStateStore.ShowAsync(session, row!, version.SavedAt, version.SavedAt, ct);
        }
        else if (wasPublic)
        {
            await session.ExecuteAsync("UPDATE article_slugs SET was_public = TRUE WHERE slug = @Slug", version, ct);
            await ArticleStateStore.DateAsync(session, version.ArticleId, version.Version, version.SavedAt, ct);
        }
        if (past.Schedule is { } plan)
        {
            await ArticleScheduleStore.PutAsync(session, (await ArticleStore.FindAsync(session, version.ArticleId, "draft", ct))!, plan, ct);
        }
        await ArticleNews.TellAsync(
            session, before: null, await ArticleStore.FindAsync(session, version.ArticleId, "public", ct), PublicNote.None, now, ct);
    }

    /// <summary>Lets a slug of another time lead to an article; false when another article has it, or had it in public.</summary>
    public static async Task<bool> AddFormerSlugAsync(Session session, Guid id, string slug, CancellationToken ct) =>
        await session.ExecuteAsync(
            "INSERT INTO article_slugs (slug, article_id, was_public) VALUES (@slug, @id, TRUE) ON CONFLICT (slug) DO NOTHING",
            new { slug, id }, ct) == 1;

    /// <summary>What each of these articles was called in public beside its present slug, by its id.</summary>
    public static async Task<ILookup<Guid, string>> FormerSlugsAsync(
        Session session, IReadOnlyCollection<LeavingArticle> articles, CancellationToken ct)
    {
        var present = articles.ToDictionary(article => article.ArticleId, article => article.Slug);
        var slugs = await session.ListAsync<FormerSlug>(
            "SELECT article_id, slug FROM article_slugs WHERE article_id IN @ids AND was_public ORDER BY slug",
            new { ids = new InList<Guid>(present.Keys) }, ct);
        return slugs.Where(row => row.Slug != present[row.ArticleId]).ToLookup(row => row.ArticleId, row => row.Slug);
    }

    /// <summary>The public articles that had addresses elsewhere, by id.</summary>
    public static Task<IReadOnlyList<Guid>> WithFormerUrlsAsync(Session session, Guid? after, int limit, CancellationToken ct) =>
        session.ListAsync<Guid>(
            $"""
            SELECT DISTINCT article_id
            FROM article_former_urls
            WHERE copy = 'public' {(after is null ? "" : "AND article_id > @after")}
            ORDER BY article_id
            LIMIT @limit
            """, new { after, limit }, ct);

    /// <summary>The files that these articles use as they leave.</summary>
    public static Task<IReadOnlyList<Guid>> FilesOfAsync(
        Session session, string copy, IReadOnlyCollection<LeavingArticle> articles, CancellationToken ct) =>
        session.ListAsync<Guid>(
            """
            SELECT DISTINCT u.attachment_id
            FROM article_copies c
            JOIN article_attachments u ON u.article_id = c.article_id AND u.version = c.version
            WHERE c.copy = @copy AND c.article_id IN @ids
            ORDER BY u.attachment_id
            """, new { copy, ids = new InList<Guid>(articles.Select(article => article.ArticleId)) }, ct);

    /// <summary>The files that all the articles of a selection use as they leave.</summary>
    public static Task<IReadOnlyList<Guid>> FilesOfAsync(Session session, LeavingSelection selection, CancellationToken ct) =>
        session.ListAsync<Guid>(
            $"""
            SELECT DISTINCT u.attachment_id
            FROM article_copies c
            JOIN article_attachments u ON u.article_id = c.article_id AND u.version = c.version
            WHERE {Leaving("c")} {selection.Of("c")}
            ORDER BY u.attachment_id
            """, new { selection.Category, selection.Since }, ct);

    /// <summary>
    /// Articles as they leave, by id: of public ones what the public sees, of the others the working copy, what is in the trash
    /// stays here. A set time leaves with the version that it is set for, and with no other.
    /// </summary>
    public static Task<IReadOnlyList<LeavingArticle>> PageAsync(
        Session session, string copy, Guid? after, int limit, LeavingSelection selection, CancellationToken ct) =>
        session.ListAsync<LeavingArticle>(
            $"""
            SELECT c.article_id, c.version, CASE WHEN c.state = 'scheduled' THEN 'draft' ELSE c.state END AS state, c.slug, k.slug AS category_slug, c.locale, c.also_in,
                ({Original("o.slug", selection)}) AS original_slug, ({Original("o.article_id", selection)}) AS original_id, c.published_at, c.updated_at, a.created_at, a.withdrawn_at, a.withdrawn_reason,
                v.content, v.body, v.body_source, v.change_note, w.views, a.corrections,
                plan.publish_at, CASE WHEN c.copy = 'public' THEN plan.public_until ELSE plan.withdraw_at END AS until,
                plan.correction AS planned_correction, plan.change_note AS planned_note
            FROM article_copies c
            JOIN articles a ON a.id = c.article_id
            JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
            JOIN categories k ON k.id = c.category_id
            JOIN article_views w ON w.article_id = c.article_id
            LEFT JOIN article_schedules plan
                ON plan.article_id = c.article_id AND (c.copy = 'public' OR plan.version = c.version)
            WHERE c.copy = @copy AND (@copy = 'public' OR c.state IN ('draft', 'scheduled', 'withdrawn'))
                {(after is null ? "" : "AND c.article_id > @after")} {selection.Of("c")}
            ORDER BY c.article_id
            LIMIT @limit
            """, new { copy, after, limit, selection.Category, selection.Since }, ct);

    // Of what leaves, the one that the group of translations is named after; when that stays here, the first.
    private static string Original(string column, LeavingSelection selection) =>
        $"""
        SELECT {column}
        FROM article_copies o
        WHERE o.translation_of = c.translation_of AND {Leaving("o")} {selection.Of("o")}
        ORDER BY CASE WHEN o.article_id = o.translation_of THEN 0 ELSE 1 END, o.article_id
        LIMIT 1
        """;

    // Of public articles what the public sees, of the others the working copy, but for what is in the trash.
    private static string Leaving(string copy) =>
        $"{copy}.copy IN ('public', 'draft') AND ({copy}.copy = 'public' OR {copy}.state IN ('draft', 'scheduled', 'withdrawn'))";

    private sealed record FormerSlug
    {
        public required Guid ArticleId { get; init; }

        public required string Slug { get; init; }
    }
}

/// <summary>What an article has behind it.</summary>
/// <param name="State"><c>published</c>, <c>draft</c> or <c>withdrawn</c>.</param>
/// <param name="WithdrawnAt">Since when it is withdrawn.</param>
/// <param name="Reason">Why it is.</param>
/// <param name="CreatedAt">When it was first saved.</param>
/// <param name="Views">How often it was read.</param>
/// <param name="Corrections">What was put right in public, newest last.</param>
/// <param name="Schedule">What is set for later, or null.</param>
internal sealed record ArticlePast(
    string State, DateTimeOffset? WithdrawnAt, string? Reason, DateTimeOffset CreatedAt, long Views,
    IReadOnlyList<Correction> Corrections, Publication? Schedule);

/// <summary>Which articles leave.</summary>
/// <param name="Category">Only what lies in it or below it; null for all.</param>
/// <param name="Since">Only what was saved or shown since; null for all.</param>
internal sealed record LeavingSelection(Guid? Category, DateTimeOffset? Since)
{
    /// <summary>All of them.</summary>
    public static LeavingSelection All { get; } = new(null, null);

    /// <summary>Whether some stay.</summary>
    public bool IsPart => Category is not null || Since is not null;

    /// <summary>The condition on a copy, to be added to others.</summary>
    public string Of(string copy) => string.Concat(
        Category is null ? "" : $"AND {copy}.category_id IN (SELECT descendant_id FROM category_closure WHERE ancestor_id = @Category) ",
        Since is null ? "" : $"AND {copy}.updated_at >= @Since");
}

/// <summary>An article on its way out.</summary>
internal sealed record LeavingArticle
{
    public required Guid ArticleId { get; init; }

    public required long Version { get; init; }

    public required string State { get; init; }

    public required string Slug { get; init; }

    public required string CategorySlug { get; init; }

    public required string Locale { get; init; }

    public required string? AlsoIn { get; init; }

    /// <summary>Whose translation it is; its own when it is the original.</summary>
    public required string OriginalSlug { get; init; }

    /// <summary>The same by its id.</summary>
    public required Guid OriginalId { get; init; }

    public required DateTimeOffset? PublishedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }

    public required string? WithdrawnReason { get; init; }

    public required string Content { get; init; }

    public required string Body { get; init; }

    public required string? BodySource { get; init; }

    public required string? ChangeNote { get; init; }

    public required long Views { get; init; }

    public required string? Corrections { get; init; }

    /// <summary>When it becomes public; of what is, when something else takes its place, which stays here.</summary>
    public required DateTimeOffset? PublishAt { get; init; }

    /// <summary>When it ceases to be public.</summary>
    public required DateTimeOffset? Until { get; init; }

    public required string? PlannedCorrection { get; init; }

    public required string? PlannedNote { get; init; }

    /// <summary>What was put right in public.</summary>
    public IReadOnlyList<Correction> AllCorrections => Corrections is null ? [] : StoredJson.Read<IReadOnlyList<Correction>>(Corrections);

    /// <summary>What is set for the version that leaves, or null.</summary>
    public Publication? Schedule => State switch
    {
        "published" when Until is not null => new Publication { PublicUntil = Until },
        not "published" when PublishAt is not null => new Publication { At = PublishAt, Until = Until, Correction = PlannedCorrection, ChangeNote = PlannedNote },
        _ => null,
    };

    /// <summary>What the editor decided.</summary>
    public ArticleDraft Draft => StoredJson.Read<ArticleDraft>(Content);

    /// <summary>The other categories that show it.</summary>
    public IReadOnlyList<Guid> AlsoInIds => AlsoIn is null ? [] : StoredJson.Read<IReadOnlyList<Guid>>(AlsoIn);
}
