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
        await MoveAlsoInAsync(session, from, to, ct);
        await Revisions.BumpAsync(session, Revisions.Articles, now, ct);
    }

    /// <summary>Articles that lie elsewhere and are only shown here lose nothing but this place, of which their followers are told.</summary>
    public async Task ForgetAsync(Session session, CategoryRow category, Guid? movedTo, DateTimeOffset now, CancellationToken ct)
    {
        var id = category.Id;
        var shown = await session.ListAsync<PublicPlace>(
            """
            SELECT c.article_id, c.category_id, c.version
            FROM article_also_in AS s
            JOIN article_copies AS c ON c.copy = s.copy AND c.article_id = s.article_id
            WHERE s.copy = 'public' AND s.category_id = @id
            ORDER BY c.article_id
            """, new { id }, ct);
        ChangeLog.Append(session, [.. shown.Select(place => ArticleNews.Touched(place, now) with
        {
            AlsoTouched = [id, .. new[] { category.ParentId, movedTo }.OfType<Guid>()],
        })]);
        await session.ExecuteAsync("DELETE FROM category_counts WHERE category_id = @id", new { id }, ct);
        await session.ExecuteAsync("DELETE FROM article_also_in WHERE category_id = @id", new { id }, ct);
    }

    // Whoever was shown in the one is shown in the other, unless it lies there itself. Ids are told apart by their form, so
    // that the list in its order can be changed as a text.
    private static async Task MoveAlsoInAsync(Session session, Guid from, Guid to, CancellationToken ct)
    {
        var args = new { from, to, fromText = from.ToString(), toText = to.ToString() };
        await session.ExecuteAsync("UPDATE article_also_in SET own_id = @to WHERE own_id = @from", args, ct);
        await session.ExecuteAsync(
            """
            UPDATE article_copies
            SET also_in = REPLACE(also_in, @fromText, @toText)
            WHERE article_id IN (SELECT article_id FROM article_also_in WHERE category_id = @from) AND also_in IS NOT NULL
            """, args, ct);
        await session.ExecuteAsync(
            """
            INSERT INTO article_also_in (copy, article_id, category_id, own_id, sorted_at)
            SELECT copy, article_id, @to, own_id, sorted_at
            FROM article_also_in
            WHERE category_id = @from
            ON CONFLICT (copy, article_id, category_id) DO NOTHING
            """, args, ct);
        await session.ExecuteAsync("DELETE FROM article_also_in WHERE category_id = @to AND own_id = @to", args, ct);
    }
}
