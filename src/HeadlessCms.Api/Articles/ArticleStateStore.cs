using HeadlessCms.Attachments;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of an article's life: into the public's sight and out of it, to the trash and back, and gone for good.</summary>
internal static class ArticleStateStore
{
    /// <summary>Shows the public a version: the working copy's, or the one whose time had been set.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="row">The article as it is in that version.</param>
    /// <param name="at">Its dateline, unless it has one or was public before.</param>
    /// <param name="now">When it is shown.</param>
    /// <param name="ct">Cancels the write.</param>
    public static async Task ShowAsync(Session session, ArticleRow row, DateTimeOffset at, DateTimeOffset now, CancellationToken ct)
    {
        var id = row.ArticleId;
        var before = await TranslationStore.FindAsync(session, "public", id, ct);
        await HideCopyAsync(session, id, ct);
        var first = await session.FirstOrDefaultAsync<DateTimeOffset>(
            """
            UPDATE articles
            SET state = 'published', revision = revision + 1, public_revision = public_revision + 1,
                first_published_at = COALESCE(first_published_at, @at), publish_fault = NULL,
                withdrawn_at = NULL, withdrawn_reason = NULL, withdrawn_note = NULL
            WHERE id = @id
            RETURNING first_published_at
            """, new { id, at }, ct);
        await ArticleCopyStore.DateDraftAsync(session, row, first, now, ct);
        await ArticleCopyStore.PutAsync(session, ArticleCopy.Public(row, row.Draft.PublishedAt ?? first, now), ct);
        await session.ExecuteAsync("UPDATE article_slugs SET was_public = TRUE WHERE slug = @Slug", new { row.Slug }, ct);
        await DateAsync(session, id, row.Version, now, ct);
        await CountAsync(session, id, 1, ct);
        await Revisions.BumpAsync(session, Revisions.Articles, now, ct);
        await TranslationStore.TellAsync(session, "public", before, await TranslationStore.FindAsync(session, "public", id, ct), now, ct);
    }

    /// <summary>Says with the version when the public saw it first and when it was last shown anew.</summary>
    public static Task DateAsync(Session session, Guid id, long version, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            UPDATE article_versions
            SET first_published_at = COALESCE(first_published_at, @now), last_published_at = @now
            WHERE article_id = @id AND version = @version
            """, new { id, version, now }, ct);

    /// <summary>Says with the version why it was published.</summary>
    public static Task NoteAsync(Session session, ArticleRow row, string? changeNote, CancellationToken ct) =>
        session.ExecuteAsync(
            """
            UPDATE article_versions
            SET change_note = COALESCE(change_note, @changeNote)
            WHERE article_id = @ArticleId AND version = @Version
            """, new { row.ArticleId, row.Version, changeNote }, ct);

    /// <summary>Says in public what was wrong before.</summary>
    public static Task CorrectAsync(Session session, ArticleRow row, Correction correction, CancellationToken ct) =>
        session.ExecuteAsync(
            "UPDATE articles SET corrections = @corrections WHERE id = @ArticleId",
            new { row.ArticleId, corrections = StoredJson.Write<Correction[]>([.. row.AllCorrections, correction]) }, ct);

    /// <summary>Takes it out of the public's sight, and says why for ever after.</summary>
    public static async Task HideAsync(
        Session session, Guid id, string state, string reason, string? note, DateTimeOffset now, CancellationToken ct)
    {
        var before = await TranslationStore.FindAsync(session, "public", id, ct);
        await HideCopyAsync(session, id, ct);
        await session.ExecuteAsync(
            """
            UPDATE articles
            SET state = @state, revision = revision + 1, public_revision = public_revision + 1,
                withdrawn_at = @now, withdrawn_reason = @reason, withdrawn_note = @note, hidden_at = @now
            WHERE id = @id
            """, new { id, state, reason, note, now }, ct);
        await SetDraftStateAsync(session, id, state, ct);
        await Revisions.BumpAsync(session, Revisions.Articles, now, ct);
        await TranslationStore.TellAsync(session, "public", before, after: null, now, ct);
    }

    /// <summary>Moves what is not public to another state.</summary>
    public static async Task MoveAsync(Session session, Guid id, string state, CancellationToken ct)
    {
        await session.ExecuteAsync(
            "UPDATE articles SET state = @state, revision = revision + 1 WHERE id = @id", new { id, state }, ct);
        await SetDraftStateAsync(session, id, state, ct);
    }

    /// <summary>Whether the public ever saw it.</summary>
    public static Task<bool> WasPublicAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<bool>(
            "SELECT first_published_at IS NOT NULL FROM articles WHERE id = @id", new { id }, ct);

    /// <summary>Erases every trace but the address, if the public knew it.</summary>
    public static async Task EraseAsync(Session session, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await session.LockAsync(ViewTotalStore.Counting, ct); // who adds views up holds some of the rows that go with it, and waits for others
        var shown = await TranslationStore.FindAsync(session, "public", id, ct);
        var draft = await TranslationStore.FindAsync(session, "draft", id, ct);
        await HideCopyAsync(session, id, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO article_tombstones (article_id, withdrawn_at, reason)
            SELECT id, COALESCE(withdrawn_at, @now), COALESCE(withdrawn_reason, 'other')
            FROM articles
            WHERE id = @id AND first_published_at IS NOT NULL
            """, new { id, now }, ct);
        var files = await AttachmentStore.OfArticleAsync(session, id, ct);
        foreach (var statement in Erasure)
        {
            await session.ExecuteAsync(statement, new { id }, ct);
        }
        await IdempotencyStore.ForgetAsync(session, id, ct);
        await AttachmentStore.NoteUseAsync(session, files, ct);
        if (shown is not null)
        {
            await Revisions.BumpAsync(session, Revisions.Articles, now, ct);
        }
        await TranslationStore.TellAsync(session, "public", shown, after: null, now, ct);
        await TranslationStore.TellAsync(session, "draft", draft, after: null, now, ct);
    }

    // In the order that foreign keys allow.
    private static readonly string[] Erasure =
    [
        "DELETE FROM article_slugs WHERE article_id = @id AND NOT was_public",
        "DELETE FROM article_tags WHERE article_id = @id",
        "DELETE FROM article_also_in WHERE article_id = @id",
        "DELETE FROM article_former_urls WHERE article_id = @id",
        "DELETE FROM article_copies WHERE article_id = @id",
        "DELETE FROM article_attachments WHERE article_id = @id",
        "DELETE FROM article_schedules WHERE article_id = @id",
        "DELETE FROM article_versions WHERE article_id = @id",
        "DELETE FROM article_views WHERE article_id = @id",
        "DELETE FROM articles WHERE id = @id",
    ];

    private static async Task HideCopyAsync(Session session, Guid id, CancellationToken ct)
    {
        await CountAsync(session, id, -1, ct);
        await session.ExecuteAsync("DELETE FROM article_tags WHERE copy = 'public' AND article_id = @id", new { id }, ct);
        await session.ExecuteAsync("DELETE FROM article_also_in WHERE copy = 'public' AND article_id = @id", new { id }, ct);
        await session.ExecuteAsync("DELETE FROM article_former_urls WHERE copy = 'public' AND article_id = @id", new { id }, ct);
        await session.ExecuteAsync("DELETE FROM article_copies WHERE copy = 'public' AND article_id = @id", new { id }, ct);
    }

    private static Task SetDraftStateAsync(Session session, Guid id, string state, CancellationToken ct) =>
        session.ExecuteAsync(
            "UPDATE article_copies SET state = @state WHERE copy = 'draft' AND article_id = @id", new { id, state }, ct);

    // Rows are locked in the order of their keys, so that two writers never wait for each other in a circle.
    private static async Task CountAsync(Session session, Guid id, long change, CancellationToken ct)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO category_counts (category_id, article_count)
            SELECT category_id, @change FROM article_copies WHERE copy = 'public' AND article_id = @id
            ON CONFLICT (category_id) DO UPDATE SET article_count = category_counts.article_count + @change
            """, new { id, change }, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO tag_counts (tag, article_count)
            SELECT tag, @change FROM article_tags WHERE copy = 'public' AND article_id = @id ORDER BY tag
            ON CONFLICT (tag) DO UPDATE SET article_count = tag_counts.article_count + @change
            """, new { id, change }, ct);
    }
}
