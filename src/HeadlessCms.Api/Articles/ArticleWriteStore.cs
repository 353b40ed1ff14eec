using HeadlessCms.Attachments;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of saving: articles, versions, working copies, slugs.</summary>
internal static class ArticleWriteStore
{
    /// <summary>A new article, before its first version.</summary>
    public static Task AddArticleAsync(Session session, Guid id, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            INSERT INTO articles (id, state, revision, public_revision, latest_version, created_at)
            VALUES (@id, 'draft', 1, 0, 1, @now)
            """, new { id, now }, ct);

    /// <summary>Whether nothing of it has changed since it had this revision.</summary>
    public static Task<bool> IsAtAsync(Session session, Guid id, long revision, CancellationToken ct) =>
        session.FirstOrDefaultAsync<bool>(
            "SELECT revision = @revision FROM articles WHERE id = @id", new { id, revision }, ct);

    /// <summary>Counts the working copy on by one; when it was first published, or null.</summary>
    public static async Task<DateTimeOffset?> AdvanceAsync(Session session, Guid id, CancellationToken ct) =>
        (await session.FirstOrDefaultAsync<AdvancedRow>(
            """
            UPDATE articles
            SET revision = revision + 1, latest_version = latest_version + 1
            WHERE id = @id
            RETURNING first_published_at
            """, new { id }, ct))?.FirstPublishedAt;

    /// <summary>Takes a slug; false when another article has it or had it in public.</summary>
    public static async Task<bool> ClaimSlugAsync(Session session, Guid id, string slug, CancellationToken ct)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO article_slugs (slug, article_id, was_public)
            VALUES (@slug, @id, FALSE)
            ON CONFLICT (slug) DO NOTHING
            """, new { slug, id }, ct);
        return await session.FirstOrDefaultAsync<Guid>(
            "SELECT article_id FROM article_slugs WHERE slug = @slug", new { slug }, ct) == id;
    }

    /// <summary>Gives up slugs the public never saw and nothing is set for; the others redirect for ever.</summary>
    public static Task ReleaseSlugsAsync(Session session, Guid id, string kept, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            DELETE FROM article_slugs
            WHERE article_id = @id AND slug <> @kept AND NOT was_public
                AND slug NOT IN (SELECT slug FROM article_schedules WHERE article_id = @id)
            """, new { id, kept }, ct);

    /// <summary>A version, and which files it uses.</summary>
    public static async Task AddVersionAsync(Session session, ArticleVersion version, CancellationToken ct)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO article_versions
                (article_id, version, category_id, saved_at, saved_by, change_note, changed, restored_from, content, body_source, body)
            VALUES
                (@ArticleId, @Version, @CategoryId, @SavedAt, @SavedBy, @ChangeNote, @ChangedNames, @RestoredFrom, @Content, @BodySource, @Body)
            """, version, ct);
        foreach (var file in version.Files)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO article_attachments (article_id, version, attachment_id, role)
                VALUES (@ArticleId, @Version, @AttachmentId, @Role)
                """, new { version.ArticleId, version.Version, file.AttachmentId, file.Role }, ct);
        }
        await AttachmentStore.NoteUseAsync(session, [.. version.Files.Select(file => file.AttachmentId).Distinct()], ct);
    }

    /// <summary>Makes the working copy show this version.</summary>
    public static async Task PutDraftAsync(
        Session session, ArticleVersion version, string state, DateTimeOffset? firstPublishedAt, DateTimeOffset createdAt, CancellationToken ct)
    {
        var publishedAt = version.Draft.PublishedAt ?? firstPublishedAt;
        var before = await TranslationStore.FindAsync(session, "draft", version.ArticleId, ct);
        await ArticleCopyStore.PutAsync(session, ArticleCopy.Draft(version, state, publishedAt, sortedAt: publishedAt ?? createdAt), ct);
        await TranslationStore.TellAsync(
            session, "draft", before, await TranslationStore.FindAsync(session, "draft", version.ArticleId, ct), version.SavedAt, ct);
    }

    private sealed record AdvancedRow
    {
        public required DateTimeOffset? FirstPublishedAt { get; init; }
    }
}

/// <summary>One saved state of an article, as it is stored.</summary>
internal sealed record ArticleVersion
{
    public required Guid ArticleId { get; init; }

    public required long Version { get; init; }

    public required string Slug { get; init; }

    public required Guid CategoryId { get; init; }

    public required Guid TranslationOf { get; init; }

    public required ArticleDraft Draft { get; init; }

    public required string Body { get; init; }

    public required string? BodySource { get; init; }

    public required IReadOnlyList<FileUse> Files { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    public required string? SavedBy { get; init; }

    public required string? ChangeNote { get; init; }

    /// <summary>The properties that differ from the version before; none in the first.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The earlier version that this one repeats; null when it was written anew.</summary>
    public long? RestoredFrom { get; init; }

    /// <summary>The draft as it lies in the column.</summary>
    public string Content => StoredJson.Write(Draft);

    /// <summary>The names as they lie in the column.</summary>
    public string ChangedNames => StoredJson.Write(Changed);
}
