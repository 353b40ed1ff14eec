using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>Who reaches which file. Asked in the transaction, or on the snapshot, of what it is asked for.</summary>
internal static class FileReachStore
{
    // OFFSET 0, here and below: a list asks this of each file that comes by, and PostgreSQL would else read all uses of all
    // files first, to have the answers for all of them.

    /// <summary>Whether a file <c>a</c> is public: while a public article uses it, or the site as its logo.</summary>
    public const string IsPublic =
        """
        (EXISTS
        (
            SELECT 1
            FROM article_attachments u
            JOIN article_copies c ON c.copy = 'public' AND c.article_id = u.article_id AND c.version = u.version
            WHERE u.attachment_id = a.id
            LIMIT 1 OFFSET 0
        )
        OR EXISTS (SELECT 1 FROM site s WHERE s.logo_id = a.id))
        """;

    /// <summary>
    /// Whether a file <c>a</c> is within reach of a key that is limited to <c>@root</c>: it is public, a key of the subtree
    /// uploaded it, a version within reach uses it, or it came from a key without limit and nothing uses it yet.
    /// </summary>
    public static readonly string IsWithin =
        $"""
        (EXISTS (SELECT 1 FROM category_closure x WHERE x.ancestor_id = @root AND x.descendant_id = a.category_id)
        OR {IsPublic}
        OR EXISTS
        (
            SELECT 1
            FROM article_attachments u
            JOIN article_versions v ON v.article_id = u.article_id AND v.version = u.version
            WHERE u.attachment_id = a.id AND {SubtreeStore.CoversVersion}
            LIMIT 1 OFFSET 0
        )
        OR (a.category_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM article_attachments u WHERE u.attachment_id = a.id LIMIT 1 OFFSET 0)
            AND EXISTS (SELECT 1 FROM category_closure x WHERE x.ancestor_id = @root AND x.descendant_id = @root)))
        """;

    /// <summary>Whether the actor reaches all these files: may see them and use them. One that is not there is reached.</summary>
    public static async Task<bool> ReachesAsync(Session session, Actor actor, IReadOnlyCollection<Guid> files, CancellationToken ct) =>
        actor.CategoryId is not { } root || files.Count == 0 || await session.FirstOrDefaultAsync<long>(
            $"SELECT COUNT(*) FROM attachments a WHERE a.id IN @files AND NOT {IsWithin}",
            new { root, files = new InList<Guid>(files) }, ct) == 0;

    /// <summary>
    /// Whether the actor may say something else of a file, or delete it: all that uses it is within reach, and what nothing
    /// uses was uploaded by a key of the subtree. The site's logo is the whole site's.
    /// </summary>
    public static async Task<bool> MayChangeAsync(Session session, Actor actor, Guid file, CancellationToken ct) =>
        actor.CategoryId is not { } root || await session.FirstOrDefaultAsync<long>(
            $"""
            SELECT COUNT(*)
            FROM attachments a
            WHERE a.id = @file
                AND NOT EXISTS (SELECT 1 FROM site s WHERE s.logo_id = a.id)
                AND NOT EXISTS
                (
                    SELECT 1
                    FROM article_attachments u
                    JOIN article_versions v ON v.article_id = u.article_id AND v.version = u.version
                    WHERE u.attachment_id = a.id AND NOT {SubtreeStore.CoversVersion}
                )
                AND
                (
                    EXISTS (SELECT 1 FROM article_attachments u WHERE u.attachment_id = a.id)
                    OR EXISTS (SELECT 1 FROM category_closure x WHERE x.ancestor_id = @root AND x.descendant_id = a.category_id)
                )
            """, new { root, file }, ct) == 1;
}
