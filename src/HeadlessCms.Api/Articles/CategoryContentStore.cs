using HeadlessCms.Categories;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>What articles lie in a category, whether anybody sees them or not.</summary>
internal sealed class CategoryContentStore : ICategoryContent
{
    /// <inheritdoc/>
    public Task<long> CountAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>(
            "SELECT COUNT(DISTINCT article_id) FROM article_copies WHERE category_id = @id", new { id }, ct);

    /// <inheritdoc/>
    public async Task MoveAsync(Session session, CategoryRow category, Guid to, DateTimeOffset now, CancellationToken ct)
    {
        var from = category.Id;
        var moved = await session.ListAsync<PublicPlace>(
            """
            SELECT article_id, category_id, version
            FROM article_copies
            WHERE copy = 'public' AND category_id = @from
            ORDER BY article_id
            """, new { from }, ct);
        ChangeLog.Append(session, [.. moved.Select(place => ArticleNews.Touched(place, now) with
        {
            CategoryId = to,
            AlsoTouched = [from, .. new[] { category.ParentId }.OfType<Guid>()], // with who was above it, as it will be gone
        })]);
        await session.ExecuteAsync(
            """
            UPDATE articles
            SET revision = revision + 1, public_revision = public_revision + 1
            WHERE id IN (SELECT article_id FROM article_copies WHERE category_id = @from)
            """, new { from }, ct);
        await session.ExecuteAsync(
            "UPDATE article_copies SET category_id = @to WHERE category_id = @from", new { from, to }, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO category_counts (category_id, article_count)
            SELECT @to, article_count FROM category_counts WHERE category_id = @from
            ON CONFLICT (category_id) DO UPDATE SET article_count = category_counts.article_count + excluded.article_count
            """, new { from, to }, ct);
        await session.ExecuteAsync(
            "UPDATE category_counts SET article_count = 0 WHERE category_id = @from", new { from }, ct);
        await Revisions.BumpAsync(session, Revisions.Articles, now, ct);
    }

    /// <inheritdoc/>
    public Task ForgetAsync(Session session, Guid id, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM category_counts WHERE category_id = @id", new { id }, ct);
}
