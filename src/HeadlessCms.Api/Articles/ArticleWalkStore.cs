using Dapper;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// How a list is walked. By date every filter has an index of its own that goes on in this order, and a subtree is a merge
/// of its categories' indexes. In another order, and with several filters, the smallest filter is read whole and sorted
/// if it leaves little; else the order's index is walked, and the filters are asked of each article that comes by.
/// </summary>
/// <param name="With">A subquery that <paramref name="From"/> names, or nothing.</param>
/// <param name="From">Where article and key are found; the table with both is called <c>o</c>.</param>
/// <param name="Conditions">What is asked of them.</param>
internal sealed record ArticleWalk(string With, string From, string Conditions);

/// <summary>Chooses the walk.</summary>
internal static class ArticleWalkStore
{
    /// <summary>So many articles are read and sorted sooner than looked for along another order.</summary>
    private const int Few = 1000;

    /// <summary>The walk of a list that these filters and this order make.</summary>
    public static async Task<ArticleWalk> ChooseAsync(
        Session session, ArticleQuery query, ArticleOrder order, bool hasCursor, DynamicParameters args, CancellationToken ct)
    {
        var filters = ArticleFilterStore.Of(query, order);
        var indexed = filters.Where(filter => filter.Table is not null).ToList();
        List<string> place = [.. hasCursor ? [order.After("o")] : Array.Empty<string>(), .. ArticleFilterStore.Range(query, order, hasCursor)];
        if (indexed.Find(filter => filter.IsShort) is { } known)
        {
            return Sorted(order, known, filters, place);
        }
        if (indexed.Count > 1 || (indexed.Count == 1 && !order.IsByDate))
        {
            var sizes = await SizesAsync(session, indexed, args, ct);
            var least = sizes.MinBy(size => size.Articles)!;
            if (least.Articles <= Few)
            {
                return Sorted(order, indexed[(int)least.Nth], filters, place);
            }
        }
        return order.IsByDate && indexed.Count > 0
            ? Along(session, order, indexed[0], filters, place)
            : Along(order, filters, place);
    }

    /// <summary>
    /// For a category with very many below it, whose indexes all would have to be merged: the next articles of the whole order, so
    /// many of which are looked at (<c>@near</c>). If they fill a page, it is the page. Null for any other list.
    /// </summary>
    public static ArticleWalk? Near(ArticleQuery query, ArticleOrder order, bool hasCursor)
    {
        var filters = ArticleFilterStore.Of(query, order);
        if (!query.IsWide || !order.IsByDate || filters.Count(filter => filter.Table is not null) != 1)
        {
            return null;
        }
        List<string> place = [.. hasCursor ? [order.After("o")] : Array.Empty<string>(), .. ArticleFilterStore.Range(query, order, hasCursor)];
        var all = Along(order, [], place);
        return new(
            "", $"(SELECT o.article_id, o.{order.Key} FROM {all.From} WHERE {all.Conditions} ORDER BY {order.By("o")} LIMIT @near) o", All([.. Checks(filters)]));
    }

    /// <summary>All articles that the filters leave, from the filter that is walked by an index.</summary>
    public static async Task<ArticleWalk> AllAsync(
        Session session, ArticleQuery query, DynamicParameters args, CancellationToken ct)
    {
        var filters = ArticleFilterStore.Of(query, ArticleOrder.ByDate);
        var indexed = filters.Where(filter => filter.Table is not null).ToList();
        var least = indexed.Find(filter => filter.IsShort);
        if (least is null && indexed.Count > 1)
        {
            least = indexed[(int)(await SizesAsync(session, indexed, args, ct)).MinBy(size => size.Articles)!.Nth];
        }
        least ??= indexed.FirstOrDefault() ?? new("") { Table = "article_copies", Condition = "o.copy = @copy" };
        var range = ArticleFilterStore.Range(query, ArticleOrder.ByDate, hasCursor: false);
        List<string> asked = [.. range, .. Checks(filters.Where(filter => filter != least))];
        return least.Also is not { } also
            ? new("", least.Tables, All([least.Conditions, .. asked]))
            : new("", $"(SELECT o.article_id FROM {least.Tables} WHERE {All([least.Conditions, .. asked])} UNION ALL SELECT o.article_id FROM {also.Tables} WHERE {All([also.Conditions, .. asked])}) o", "TRUE");
    }

    // The order's index from the cursor on.
    private static ArticleWalk Along(ArticleOrder order, IReadOnlyList<ArticleFilter> filters, IReadOnlyList<string> place) =>
        order.IsByViews
            ? new("", $"{order.Table} o", All([.. place, .. Checks([new("TRUE"), .. filters])])) // what is not public is counted there too
            : new("", $"{order.Table} o", All(["o.copy = @copy", .. place, .. Checks(filters)]));

    // The index of a filter, which goes on by date.
    private static ArticleWalk Along(
        Session session, ArticleOrder order, ArticleFilter filter, IReadOnlyList<ArticleFilter> filters, IReadOnlyList<string> place)
    {
        if (filter.Also is { } also)
        {
            List<ArticleFilter> others = [.. filters.Where(other => other != filter)];
            return new("", $"({Page(order, Along(session, order, filter with { Also = null }, others, place), 1)} UNION ALL {Page(order, Along(session, order, also, others, place), 2)}) o", "TRUE");
        }
        var conditions = All([filter.Condition, .. place, .. Checks(filters.Where(other => other != filter))]);
        return filter.Each is { } each
            ? new("", session.JoinFirst(each.Table, $"{filter.Table} o", conditions, order.By("o")), each.Condition)
            : new("", $"{filter.Table} o", conditions);
    }

    // No more of each part than of the whole.
    private static string Page(ArticleOrder order, ArticleWalk walk, int part) =>
        $"SELECT article_id, {order.Key} FROM (SELECT o.article_id, o.{order.Key} FROM {walk.From} WHERE {walk.Conditions} ORDER BY {order.By("o")} LIMIT @limit) part{part}";

    // What one filter leaves, read whole.
    private static ArticleWalk Sorted(
        ArticleOrder order, ArticleFilter filter, IReadOnlyList<ArticleFilter> filters, IReadOnlyList<string> place) => new(
        $"found AS MATERIALIZED (SELECT o.article_id FROM {filter.Tables} WHERE {filter.Conditions}{(filter.Also is { } also ? $" UNION SELECT o.article_id FROM {also.Tables} WHERE {also.Conditions}" : "")}), ",
        $"found f CROSS JOIN {order.Table} o",
        All([
            .. order.IsByViews ? Array.Empty<string>() : ["o.copy = @copy"],
            "o.article_id = f.article_id", .. place, .. Checks(filters.Where(other => other != filter)),
        ]));

    // As a value, not as a join: no engine can turn the walk around for it.
    private static IEnumerable<string> Checks(IEnumerable<ArticleFilter> filters)
    {
        var checks = filters.Select(filter => filter.Check).ToList();
        return checks.Count == 0
            ? []
            : [$"(SELECT {All(checks)} FROM article_copies c WHERE c.copy = @copy AND c.article_id = o.article_id)"];
    }

    private static string All(IReadOnlyList<string> conditions) => string.Join(" AND ", conditions);

    private static Task<IReadOnlyList<FilterSize>> SizesAsync(
        Session session, IReadOnlyList<ArticleFilter> filters, DynamicParameters args, CancellationToken ct)
    {
        args.Add("enough", Few + 1);
        return session.ListAsync<FilterSize>(string.Join("\nUNION ALL\n", filters.Select((filter, at) =>
            $"SELECT {at} AS nth, COUNT(*) AS articles FROM (SELECT 1 FROM {filter.Tables} WHERE {filter.Conditions} LIMIT @enough) n{at}")), args, ct);
    }

    private sealed record FilterSize
    {
        public required long Nth { get; init; }

        /// <summary>How many it leaves; one more than <see cref="Few"/> when it is more.</summary>
        public required long Articles { get; init; }
    }
}
