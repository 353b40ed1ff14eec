using HeadlessCms.Access;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>Reads the states an article was saved in.</summary>
internal static class ArticleVersionStore
{
    private const string Columns =
        """
        v.article_id, v.version, v.saved_at, v.saved_by, v.change_note, v.changed, v.restored_from,
        v.first_published_at, v.last_published_at
        """;

    /// <summary>One version with its text; null when there is none of that number.</summary>
    public static Task<VersionRow?> FindAsync(Session session, Guid id, long version, CancellationToken ct) =>
        session.FirstOrDefaultAsync<VersionRow>(
            $"""
            SELECT {Columns}, v.content, v.body, v.body_source, a.first_published_at AS article_published_at
            FROM article_versions v
            JOIN articles a ON a.id = v.article_id
            WHERE v.article_id = @id AND v.version = @version
            """, new { id, version }, ct);

    /// <summary>Whether there is one of that number.</summary>
    public static async Task<bool> ExistsAsync(Session session, Guid id, long version, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<long>(
            "SELECT version FROM article_versions WHERE article_id = @id AND version = @version", new { id, version }, ct) == version;

    /// <summary>
    /// A page of versions, newest first, without their texts: one more than the limit when there is a next page. For a key
    /// that is limited to a category, those within its reach.
    /// </summary>
    public static Task<IReadOnlyList<VersionRow>> ListAsync(
        Session session, Guid id, Guid? within, long before, int limit, CancellationToken ct) =>
        session.ListAsync<VersionRow>(
            $"""
            SELECT {Columns}
            FROM article_versions v
            WHERE v.article_id = @id AND v.version < @before {Within(within)}
            ORDER BY v.version DESC
            LIMIT @limit
            """, new { id, root = within, before, limit = limit + 1 }, ct);

    /// <summary>How many there are.</summary>
    public static Task<long> CountAsync(Session session, Guid id, Guid? within, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            $"SELECT COUNT(*) FROM article_versions v WHERE v.article_id = @id {Within(within)}", new { id, root = within }, ct);

    private static string Within(Guid? limit) => limit is null ? "" : $"AND {SubtreeStore.CoversVersion}";

    /// <summary>
    /// The article as it was in a version, or null. A category that is no more is shown as the one the article lies in
    /// now.
    /// </summary>
    public static async Task<ArticleRow?> FindRowAsync(Session session, Guid id, long version, CancellationToken ct)
    {
        if (await FindAsync(session, id, version, ct) is not { } saved
            || await ArticleStore.FindAsync(session, [id], "draft", ct) is not [var present])
        {
            return null;
        }
        var draft = saved.Draft;
        var category = Guid.Parse(draft.CategoryId!);
        var known = (await CategoryStore.RefsAsync(session, [category], ct)).GetValueOrDefault(category);
        return present with
        {
            Version = version,
            Slug = draft.Slug!,
            CategoryId = known?.Id ?? present.CategoryId,
            CategorySlug = known?.Slug ?? present.CategorySlug,
            CategoryName = known?.Name ?? present.CategoryName,
            Locale = draft.Locale!,
            AlsoIn = StoredJson.Write(draft.AlsoInIds),
            TranslationOf = draft.TranslationOf == present.Draft.TranslationOf ? present.TranslationOf : draft.TranslationOf ?? id,
            PublishedAt = draft.PublishedAt ?? saved.ArticlePublishedAt,
            UpdatedAt = saved.SavedAt,
            Content = saved.Content!,
            Body = saved.Body,
            BodySource = saved.BodySource,
        };
    }
}

/// <summary>One saved state as it is stored.</summary>
internal sealed record VersionRow
{
    public required Guid ArticleId { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    public required string? SavedBy { get; init; }

    public required string? ChangeNote { get; init; }

    public required string Changed { get; init; }

    public required long? RestoredFrom { get; init; }

    /// <summary>Null when the public never saw it.</summary>
    public required DateTimeOffset? FirstPublishedAt { get; init; }

    public required DateTimeOffset? LastPublishedAt { get; init; }

    /// <summary>Null in a list.</summary>
    public string? Content { get; init; }

    /// <summary>Null in a list.</summary>
    public string? Body { get; init; }

    /// <summary>Null when it is the same as the body, and in a list.</summary>
    public string? BodySource { get; init; }

    /// <summary>When any version of the article was first public; null when none was, and in a list.</summary>
    public DateTimeOffset? ArticlePublishedAt { get; init; }

    /// <summary>What the editor decided, without the text.</summary>
    public ArticleDraft Draft => StoredJson.Read<ArticleDraft>(Content!);

    /// <summary>The draft it was made from.</summary>
    public ArticleDraft ToDraft() => Draft with { Body = BodySource ?? Body };
}
