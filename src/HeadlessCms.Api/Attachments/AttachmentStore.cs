using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Attachments;

/// <summary>SQL of files: what is said of them, what uses them, who may see them.</summary>
internal static class AttachmentStore
{
    private const string Columns =
        """
        a.id, a.sha256, a.media_type, a.file_name, b.size, b.width, b.height, a.alt, a.caption, a.credit, a.decorative,
        a.category_id, a.revision, a.created_at, a.updated_at
        """;

    private const string From = "FROM attachments a JOIN blobs b ON b.sha256 = a.sha256";

    /// <summary>These files, in no order; one that is not there is missing.</summary>
    public static Task<IReadOnlyList<AttachmentRow>> FindAsync(
        Session session, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        session.ListAsync<AttachmentRow>($"SELECT {Columns} {From} WHERE a.id IN @ids", new { ids = new InList<Guid>(ids) }, ct);

    /// <summary>One file, or null when it is not there, or not public and only that was asked for.</summary>
    public static Task<AttachmentRow?> FindAsync(Session session, Guid id, bool onlyPublic, CancellationToken ct) =>
        session.FirstOrDefaultAsync<AttachmentRow>(
            $"SELECT {Columns} {From} WHERE a.id = @id {(onlyPublic ? $"AND {FileReachStore.IsPublic}" : "")}", new { id }, ct);

    /// <summary>One file that a version of an article uses; null when it does not.</summary>
    public static Task<AttachmentRow?> FindUsedAsync(Session session, Guid id, Guid articleId, long version, CancellationToken ct) =>
        session.FirstOrDefaultAsync<AttachmentRow>(
            $"""
            SELECT {Columns} {From}
            WHERE a.id = @id AND EXISTS
                (
                    SELECT 1
                    FROM article_attachments u
                    WHERE u.article_id = @articleId AND u.version = @version AND u.attachment_id = a.id
                )
            """, new { id, articleId, version }, ct);

    /// <summary>A page of files, newest first: one more than the limit when there is a next page.</summary>
    public static Task<IReadOnlyList<AttachmentRow>> ListAsync(
        Session session, AttachmentFilter filter, Guid? after, int limit, CancellationToken ct) =>
        session.ListAsync<AttachmentRow>(
            $"""
            SELECT {Columns} {From}
            WHERE {Conditions(filter)} {(after is null ? "" : "AND a.id < @after")}
            ORDER BY a.id DESC
            LIMIT @limit
            """, new { filter.MediaType, filter.Kind, root = filter.Within, after, limit = limit + 1 }, ct);

    /// <summary>How many the filter leaves.</summary>
    public static Task<long> CountAsync(Session session, AttachmentFilter filter, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            $"SELECT COUNT(*) FROM attachments a WHERE {Conditions(filter)}", new { filter.MediaType, filter.Kind, root = filter.Within }, ct);

    /// <summary>What uses a file, the newest article first; of a limited key's, what is within its reach.</summary>
    public static Task<IReadOnlyList<AttachmentUsage>> UsageAsync(
        Session session, Guid id, Guid? within, Position? after, int limit, CancellationToken ct) =>
        session.ListAsync<AttachmentUsage>(
            $"""
            SELECT u.article_id, u.version, u.role
            FROM article_attachments u
            JOIN article_versions v ON v.article_id = u.article_id AND v.version = u.version
            WHERE u.attachment_id = @id
                {(within is null ? "" : $"AND {SubtreeStore.CoversVersion}")}
                {(after is null ? "" : "AND (u.article_id, u.version, u.role) < (@afterId, @afterVersion, @afterRole)")}
            ORDER BY u.article_id DESC, u.version DESC, u.role DESC
            LIMIT @limit
            """,
            new
            {
                id,
                root = within,
                afterId = after?.Id,
                afterVersion = after is null ? 0 : long.Parse(after.Key.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture),
                afterRole = after?.Key.Split(' ')[1],
                limit = limit + 1,
            }, ct);

    /// <summary>Each public article that shows a file, as changed.</summary>
    public static Task<IReadOnlyList<Change>> PublicUsersAsync(Session session, Guid id, DateTimeOffset now, CancellationToken ct) =>
        session.ListAsync<Change>(
            $"""
            SELECT DISTINCT '{ChangeKind.Updated}' AS kind, c.article_id, c.category_id, c.version, @now AS occurred_at
            FROM article_attachments u
            JOIN article_copies c ON c.copy = 'public' AND c.article_id = u.article_id AND c.version = u.version
            WHERE u.attachment_id = @id
            ORDER BY c.article_id
            """, new { id, now }, ct);

    /// <summary>Adds a file whose bytes are kept already; false when there is one with this id.</summary>
    public static async Task<bool> AddAsync(Session session, AttachmentRow row, CancellationToken ct)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO blobs (sha256, size, media_type, width, height, created_at)
            VALUES (@Sha256, @Size, @MediaType, @Width, @Height, @CreatedAt)
            ON CONFLICT (sha256) DO NOTHING
            """, row, ct);
        return await session.ExecuteAsync(
            """
            INSERT INTO attachments
                (id, sha256, media_type, kind, file_name, alt, caption, credit, decorative, is_used, category_id, revision, created_at, updated_at)
            VALUES
                (@Id, @Sha256, @MediaType, @Kind, @FileName, @Alt, @Caption, @Credit, @Decorative, FALSE, @CategoryId, @Revision, @CreatedAt, @UpdatedAt)
            ON CONFLICT (id) DO NOTHING
            """, row, ct) == 1;
    }

    /// <summary>Says something else of a file; false when somebody was faster.</summary>
    public static async Task<bool> ChangeAsync(Session session, AttachmentRow before, AttachmentDraft draft, DateTimeOffset now, CancellationToken ct)
    {
        var changed = await session.ExecuteAsync(
            """
            UPDATE attachments
            SET file_name = @FileName, alt = @Alt, caption = @Caption, credit = @Credit, decorative = @decorative,
                revision = revision + 1, updated_at = @now
            WHERE id = @Id AND revision = @Revision
            """,
            new { draft.FileName, draft.Alt, draft.Caption, draft.Credit, decorative = draft.Decorative ?? false, now, before.Id, before.Revision }, ct);
        await Revisions.BumpAsync(session, Revisions.Attachments, now, ct);
        return changed == 1;
    }

    /// <summary>Which files an article names in any version.</summary>
    public static Task<IReadOnlyList<Guid>> OfArticleAsync(Session session, Guid articleId, CancellationToken ct) =>
        session.ListAsync<Guid>(
            "SELECT DISTINCT attachment_id FROM article_attachments WHERE article_id = @articleId ORDER BY attachment_id", new { articleId }, ct);

    /// <summary>Says anew with these files whether any version of an article names them; those who write versions call it.</summary>
    public static Task NoteUseAsync(Session session, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        ids.Count == 0 ? Task.CompletedTask : session.ExecuteAsync(
            """
            UPDATE attachments
            SET is_used = EXISTS (SELECT 1 FROM article_attachments u WHERE u.attachment_id = attachments.id)
            WHERE id IN @ids
            """, new { ids = new InList<Guid>(ids) }, ct);

    /// <summary>Takes a file away; false while an article or the site uses it.</summary>
    public static async Task<bool> RemoveAsync(Session session, Guid id, CancellationToken ct) =>
        await session.ExecuteAsync(
            """
            DELETE FROM attachments
            WHERE id = @id
                AND NOT EXISTS (SELECT 1 FROM article_attachments u WHERE u.attachment_id = @id)
                AND NOT EXISTS (SELECT 1 FROM site s WHERE s.logo_id = @id)
            """, new { id }, ct) == 1;

    /// <summary>Forgets bytes that nothing names any more; which they were.</summary>
    public static Task<IReadOnlyList<string>> ForgetUnnamedAsync(Session session, DateTimeOffset addedBefore, CancellationToken ct) =>
        session.ListAsync<string>(
            """
            DELETE FROM blobs
            WHERE created_at < @addedBefore
                AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = blobs.sha256)
            RETURNING sha256
            """, new { addedBefore }, ct);

    /// <summary>Whether a row names these bytes.</summary>
    public static async Task<bool> IsNamedAsync(Session session, string sha256, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<string>("SELECT sha256 FROM blobs WHERE sha256 = @sha256", new { sha256 }, ct) is not null;

    private static string Conditions(AttachmentFilter filter) => string.Join(" AND ",
    [
        "1 = 1",
        .. filter.MediaType is null ? Array.Empty<string>() : ["a.media_type = @MediaType"],
        .. filter.Kind is null ? Array.Empty<string>() : ["a.kind = @Kind"],
        .. filter.Unused is not { } unused ? Array.Empty<string>() : [$"a.is_used = {(unused ? "FALSE" : "TRUE")}"],
        .. filter.Within is null ? Array.Empty<string>() : [FileReachStore.IsWithin],
    ]);
}

/// <summary>Which files a list shows.</summary>
/// <param name="MediaType">This type alone.</param>
/// <param name="Kind">All types of this kind, such as <c>image</c>.</param>
/// <param name="Unused">Those that no article uses, or that one does.</param>
/// <param name="Within">Those that a key reaches which is limited to this category; null for who is not limited.</param>
internal sealed record AttachmentFilter(string? MediaType, string? Kind, bool? Unused, Guid? Within)
{
    /// <summary>Reads <c>image/png</c> and <c>image/*</c>.</summary>
    public static AttachmentFilter Of(Query query, Actor actor)
    {
        var type = query.Text("mediaType");
        return type is not null && type.EndsWith("/*", StringComparison.Ordinal)
            ? new(null, type[..^2], query.Flag("unused"), actor.CategoryId)
            : new(type, null, query.Flag("unused"), actor.CategoryId);
    }
}
