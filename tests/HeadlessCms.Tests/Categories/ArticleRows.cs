using HeadlessCms.Categories;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Tests.Categories;

/// <summary>Rows of articles as the tree meets them: it asks only whether any lie in a category, and has them moved.</summary>
internal sealed class ArticleRows : ICategoryContent
{
    public Task<long> CountAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM article_copies WHERE category_id = @id", new { id }, ct);

    public async Task MoveAsync(Session session, CategoryRow category, Guid to, DateTimeOffset now, CancellationToken ct)
    {
        var from = category.Id;
        await session.ExecuteAsync(
            "UPDATE article_copies SET category_id = @to WHERE category_id = @from", new { from, to }, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO category_counts (category_id, article_count)
            SELECT @to, article_count FROM category_counts WHERE category_id = @from
            ON CONFLICT (category_id) DO UPDATE SET article_count = category_counts.article_count + excluded.article_count
            """,
            new { from, to }, ct);
    }

    public Task ForgetAsync(Session session, CategoryRow category, Guid? movedTo, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM category_counts WHERE category_id = @Id", new { category.Id }, ct);

    /// <summary>One article in a category, as a draft, and public if the count says so.</summary>
    public static Task AddAsync(Database database, Guid category, bool isPublic) =>
        database.WriteAsync(async session =>
        {
            var now = DateTimeOffset.UnixEpoch;
            var id = Guid.CreateVersion7();
            await session.ExecuteAsync(
                """
                INSERT INTO articles (id, state, revision, public_revision, latest_version, created_at)
                VALUES (@id, 'draft', 1, 0, 1, @now)
                """,
                new { id, now }, CancellationToken.None);
            await session.ExecuteAsync(
                """
                INSERT INTO article_versions (article_id, version, category_id, saved_at, changed, content, body)
                VALUES (@id, 1, @category, @now, '[]', '{}', '')
                """,
                new { id, category, now }, CancellationToken.None);
            await session.ExecuteAsync(
                """
                INSERT INTO article_copies
                    (copy, article_id, version, state, slug, category_id, title_key, locale, translation_of, featured,
                    has_attachments, sorted_at, updated_at)
                VALUES ('draft', @id, 1, 'draft', 'a', @category, 'a', 'zh-CN', @id, FALSE, FALSE, @now, @now)
                """,
                new { id, category, now }, CancellationToken.None);
            return isPublic ? await CountAsync(session, category) : 0;
        }, CancellationToken.None);

    private static async Task<int> CountAsync(Session session, Guid category)
    {
        await Revisions.BumpAsync(session, Revisions.Articles, DateTimeOffset.UnixEpoch, CancellationToken.None);
        return await session.ExecuteAsync(
            """
            INSERT INTO category_counts (category_id, article_count)
            VALUES (@category, 1)
            ON CONFLICT (category_id) DO UPDATE SET article_count = category_counts.article_count + 1
            """,
            new { category }, CancellationToken.None);
    }
}
