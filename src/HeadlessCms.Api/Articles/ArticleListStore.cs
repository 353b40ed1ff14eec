using Dapper;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// Lists of articles by keyset. The inner query finds the page by an index alone; the outer one joins what is shown to
/// those few rows, so that a list costs the same at any depth and size.
/// </summary>
internal static class ArticleListStore
{
    /// <summary>
    /// For each row of a page so many are looked at in the order of all, before the indexes of a category's many are merged: a
    /// subtree with a tenth of the portal fills its page from them, so that its indexes need not be merged.
    /// </summary>
    private const int Near = 10;

    /// <summary>A page of the list, in order: one row more than the limit when there is a next page.</summary>
    public static async Task<IReadOnlyList<ArticleRow>> ListAsync(
        Session session, ArticleQuery query, Guid? categoryId, Position? after, DateTimeOffset now, bool withBody, CancellationToken ct)
    {
        var order = ArticleOrder.Of(query);
        var args = ArticleFilterStore.Arguments(query, categoryId, now);
        args.Add("limit", query.Limit + 1);
        if (after is not null)
        {
            args.Add("afterKey", order.ReadKey(after.Key));
            args.Add("afterId", after.Id);
        }
        if (ArticleWalkStore.Near(query, order, after is not null) is { } near)
        {
            args.Add("near", Near * (query.Limit + 1));
            var found = await PageAsync(session, order, near, args, withBody, ct, ifFull: true);
            if (found.Count > query.Limit)
            {
                return found;
            }
        }
        return await PageAsync(session, order, await ArticleWalkStore.ChooseAsync(session, query, order, after is not null, args, ct), args, withBody, ct);
    }

    private static Task<IReadOnlyList<ArticleRow>> PageAsync(
        Session session, ArticleOrder order, ArticleWalk walk, DynamicParameters args, bool withBody, CancellationToken ct, bool ifFull = false) =>
        session.ListAsync<ArticleRow>(
            $"""
            WITH {walk.With}page AS {(ifFull ? "MATERIALIZED" : "")}
            (
                SELECT o.article_id, o.{order.Key} AS sort_key
                FROM {walk.From}
                WHERE {walk.Conditions}
                ORDER BY {order.By("o")}
                LIMIT @limit
            )
            SELECT {ArticleStore.Columns}, {(withBody ? "v.body, v.body_source," : "")} {(order.IsByViews ? "page.sort_key" : "NULL")} AS sort_views
            FROM page
            CROSS JOIN article_copies c
            {ArticleStore.Joins}
            WHERE c.copy = @copy AND c.article_id = page.article_id {(ifFull ? "AND (SELECT COUNT(*) FROM page) = @limit" : "")}
            ORDER BY {order.By("page", "sort_key")}
            """, args, ct);

    /// <summary>How many articles the filters leave. Of the public ones of a category or a tag, and of all, it is kept.</summary>
    public static async Task<long> CountAsync(Session session, ArticleQuery query, Guid? categoryId, DateTimeOffset now, CancellationToken ct)
    {
        var args = ArticleFilterStore.Arguments(query, categoryId, now);
        if (KeptCount(query) is { } kept)
        {
            return await session.FirstOrDefaultAsync<long>($"SELECT CAST(COALESCE(SUM(article_count), 0) AS bigint) FROM {kept}", args, ct);
        }
        var walk = await ArticleWalkStore.AllAsync(session, query, args, ct);
        return await session.FirstOrDefaultAsync<long>(
            $"""
            SELECT COUNT(*)
            FROM {walk.From}
            WHERE {walk.Conditions}
            """, args, ct);
    }

    private static string? KeptCount(ArticleQuery query)
    {
        if (query.Copy != "public" || query.PublishedAfter is not null || query.PublishedBefore is not null)
        {
            return null;
        }
        var filters = ArticleFilterStore.Of(query, ArticleOrder.ByDate);
        return filters.Count == 0 ? "category_counts" : filters.Count == 1 ? filters[0].PublicCount : null;
    }
}
