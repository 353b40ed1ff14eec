using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>SQL of the two copies by which articles are listed: the working one and the public one.</summary>
internal static class ArticleCopyStore
{
    /// <summary>Puts a copy in the place of the one that is there.</summary>
    public static async Task PutAsync(Session session, ArticleCopy copy, CancellationToken ct)
    {
        await session.ExecuteAsync("DELETE FROM article_copies WHERE copy = @Copy AND article_id = @ArticleId", copy, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO article_copies
                (copy, article_id, version, state, slug, category_id, also_in, title_key, locale, translation_of, source_name, author,
                featured, pinned_until, has_attachments, published_at, sorted_at, updated_at)
            VALUES
                (@Copy, @ArticleId, @Version, @State, @Slug, @CategoryId, @AlsoIn, @TitleKey, @Locale, @TranslationOf, @SourceName, @Author,
                @Featured, @PinnedUntil, @HasAttachments, @PublishedAt, @SortedAt, @UpdatedAt)
            """,
            new
            {
                copy.Copy,
                copy.ArticleId,
                copy.Version,
                copy.State,
                copy.Slug,
                copy.CategoryId,
                AlsoIn = copy.AlsoIn.Count == 0 ? null : StoredJson.Write(copy.AlsoIn),
                TitleKey = ArticleOrder.TitleKey(copy.Content.Title!),
                copy.Content.Locale,
                copy.TranslationOf,
                SourceName = copy.Content.Source?.Name,
                copy.Content.Author,
                copy.Content.Featured,
                copy.Content.PinnedUntil,
                HasAttachments = copy.Content.Attachments is { Count: > 0 },
                copy.PublishedAt,
                copy.SortedAt,
                copy.UpdatedAt,
            }, ct);
        await PutTagsAsync(session, copy, ct);
        await PutAlsoInAsync(session, copy, ct);
        await PutFormerUrlsAsync(session, copy, ct);
    }

    /// <summary>
    /// The working copy stands where the public one does, in every order, while it has no other dateline; it is as new
    /// as the public one only when it is the same version.
    /// </summary>
    public static async Task DateDraftAsync(
        Session session, ArticleRow shown, DateTimeOffset firstPublishedAt, DateTimeOffset now, CancellationToken ct)
    {
        var args = new { shown.ArticleId, shown.Version, firstPublishedAt, now };
        await session.ExecuteAsync(
            """
            UPDATE article_copies
            SET state = 'published', published_at = COALESCE(published_at, @firstPublishedAt),
                sorted_at = COALESCE(published_at, @firstPublishedAt),
                updated_at = CASE WHEN version = @Version THEN @now ELSE updated_at END
            WHERE copy = 'draft' AND article_id = @ArticleId
            """, args, ct);
        await session.ExecuteAsync(
            """
            UPDATE article_tags
            SET sorted_at = (SELECT sorted_at FROM article_copies WHERE copy = 'draft' AND article_id = @ArticleId)
            WHERE copy = 'draft' AND article_id = @ArticleId
            """, args, ct);
        await session.ExecuteAsync(
            """
            UPDATE article_also_in
            SET sorted_at = (SELECT sorted_at FROM article_copies WHERE copy = 'draft' AND article_id = @ArticleId)
            WHERE copy = 'draft' AND article_id = @ArticleId
            """, args, ct);
    }

    private static async Task PutTagsAsync(Session session, ArticleCopy copy, CancellationToken ct)
    {
        await session.ExecuteAsync("DELETE FROM article_tags WHERE copy = @Copy AND article_id = @ArticleId", copy, ct);
        foreach (var tag in copy.Content.Tags!)
        {
            await session.ExecuteAsync(
                "INSERT INTO article_tags (copy, tag, article_id, sorted_at) VALUES (@Copy, @tag, @ArticleId, @SortedAt)",
                new { copy.Copy, tag, copy.ArticleId, copy.SortedAt }, ct);
        }
    }

    private static async Task PutFormerUrlsAsync(Session session, ArticleCopy copy, CancellationToken ct)
    {
        await session.ExecuteAsync("DELETE FROM article_former_urls WHERE copy = @Copy AND article_id = @ArticleId", copy, ct);
        foreach (var hash in (copy.Content.FormerUrls ?? []).Select(FormerUrl.HashOf).Distinct())
        {
            await session.ExecuteAsync(
                "INSERT INTO article_former_urls (copy, url_hash, article_id) VALUES (@Copy, @hash, @ArticleId)",
                new { copy.Copy, hash, copy.ArticleId }, ct);
        }
    }

    // A category that is no more by now shows nothing.
    private static async Task PutAlsoInAsync(Session session, ArticleCopy copy, CancellationToken ct)
    {
        await session.ExecuteAsync("DELETE FROM article_also_in WHERE copy = @Copy AND article_id = @ArticleId", copy, ct);
        foreach (var other in copy.AlsoIn.Where(id => id != copy.CategoryId).Distinct())
        {
            await session.ExecuteAsync(
                """
                INSERT INTO article_also_in (copy, article_id, category_id, own_id, sorted_at)
                SELECT @Copy, @ArticleId, id, @CategoryId, @SortedAt
                FROM categories
                WHERE id = @other
                """, new { copy.Copy, copy.ArticleId, other, copy.CategoryId, copy.SortedAt }, ct);
        }
    }
}

/// <summary>What lists know of an article, for editors or for the public.</summary>
internal sealed record ArticleCopy
{
    public required string Copy { get; init; }

    public required Guid ArticleId { get; init; }

    public required long Version { get; init; }

    public required string State { get; init; }

    public required string Slug { get; init; }

    public required Guid CategoryId { get; init; }

    /// <summary>The other categories that show it.</summary>
    public required IReadOnlyList<Guid> AlsoIn { get; init; }

    public required Guid TranslationOf { get; init; }

    public required ArticleDraft Content { get; init; }

    public required DateTimeOffset? PublishedAt { get; init; }

    public required DateTimeOffset SortedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The working copy at a version that is being saved.</summary>
    public static ArticleCopy Draft(ArticleVersion version, string state, DateTimeOffset? publishedAt, DateTimeOffset sortedAt) => new()
    {
        Copy = "draft",
        ArticleId = version.ArticleId,
        Version = version.Version,
        State = state,
        Slug = version.Slug,
        CategoryId = version.CategoryId,
        AlsoIn = [.. version.Draft.AlsoInIds!.Select(Guid.Parse)],
        TranslationOf = version.TranslationOf,
        Content = version.Draft,
        PublishedAt = publishedAt,
        SortedAt = sortedAt,
        UpdatedAt = version.SavedAt,
    };

    /// <summary>The public copy at a version that is being shown.</summary>
    public static ArticleCopy Public(ArticleRow row, DateTimeOffset publishedAt, DateTimeOffset now) => new()
    {
        Copy = "public",
        ArticleId = row.ArticleId,
        Version = row.Version,
        State = "published",
        Slug = row.Slug,
        CategoryId = row.CategoryId,
        AlsoIn = row.AlsoInIds,
        TranslationOf = row.TranslationOf,
        Content = row.Draft,
        PublishedAt = publishedAt,
        SortedAt = publishedAt,
        UpdatedAt = now,
    };
}
