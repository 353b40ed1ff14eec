using System.Globalization;
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
    /// <summary>A page of the list, in order: one row more than the limit when there is a next page.</summary>
    public static Task<IReadOnlyList<ArticleRow>> ListAsync(
        Session session, ArticleQuery query, Guid? categoryId, Position? after, DateTimeOffset now, bool withBody, CancellationToken ct)
    {
        var order = ArticleOrder.Of(query);
        var args = Arguments(query, categoryId, now);
        args.Add("limit", query.Limit + 1);
        if (after is not null)
        {
            args.Add("afterKey", order.ReadKey(after.Key));
            args.Add("afterId", after.Id);
        }
        var direction = order.Descending ? "DESC" : "ASC";
        return session.ListAsync<ArticleRow>(
            $"""
            WITH page AS
            (
                SELECT {order.Id} AS article_id, {order.Key} AS sort_key
                FROM {Source(query, order)}
                WHERE {Conditions(query, order, after)}
                ORDER BY {order.Key} {direction}, {order.Id} {direction}
                LIMIT @limit
            )
            SELECT {ArticleStore.Columns}, {(withBody ? "v.body, v.body_source," : "")} {(order.ByViews ? "page.sort_key" : "NULL")} AS sort_views
            FROM page
            JOIN article_copies c ON c.copy = @copy AND c.article_id = page.article_id
            {ArticleStore.Joins}
            ORDER BY page.sort_key {direction}, c.article_id {direction}
            """, args, ct);
    }

    /// <summary>How many articles the filters leave.</summary>
    public static Task<long> CountAsync(Session session, ArticleQuery query, Guid? categoryId, DateTimeOffset now, CancellationToken ct)
    {
        var order = ArticleOrder.ByDate;
        return session.FirstOrDefaultAsync<long>(
            $"""
            SELECT COUNT(*)
            FROM {Source(query, order)}
            WHERE {Conditions(query, order, after: null)}
            """, Arguments(query, categoryId, now), ct);
    }

    // The table that has the order's index comes first; the rest narrow it.
    private static string Source(ArticleQuery query, ArticleOrder order)
    {
        var source = order.Source;
        if (query.Tag is not null)
        {
            source += " JOIN article_tags t ON t.copy = @copy AND t.article_id = c.article_id AND t.tag = @tag";
        }
        if (query.Category is not null && !query.OwnCategoryOnly)
        {
            source += " JOIN category_closure x ON x.descendant_id = c.category_id AND x.ancestor_id = @categoryId";
        }
        return source;
    }

    private static string Conditions(ArticleQuery query, ArticleOrder order, Position? after)
    {
        List<string> conditions = ["c.copy = @copy"];
        void When(bool asked, string condition)
        {
            if (asked)
            {
                conditions.Add(condition);
            }
        }
        When(after is not null, $"({order.Key}, {order.Id}) {(order.Descending ? '<' : '>')} (@afterKey, @afterId)");
        When(query.Category is not null && query.OwnCategoryOnly, "c.category_id = @categoryId");
        When(query.Source is not null, "c.source_name = @source");
        When(query.Author is not null, "c.author = @author");
        When(query.Locale is not null, "c.locale = @locale");
        When(query.PublishedAfter is not null, "c.published_at >= @publishedAfter AND c.sorted_at >= @publishedAfter");
        When(query.PublishedBefore is not null, "c.published_at < @publishedBefore");
        When(query.Featured == true, "c.featured");
        When(query.Featured == false, "NOT c.featured");
        When(query.Pinned == true, "c.pinned_until > @now");
        When(query.Pinned == false, "(c.pinned_until IS NULL OR c.pinned_until <= @now)");
        When(query.Ids is not null, "c.article_id IN @ids");
        When(query.HasAttachments == true, "c.has_attachments");
        When(query.HasAttachments == false, "NOT c.has_attachments");
        When(query.State is not (null or "published" or "all"), "c.state = @state");
        return string.Join(" AND ", conditions);
    }

    private static DynamicParameters Arguments(ArticleQuery query, Guid? categoryId, DateTimeOffset now)
    {
        var args = new DynamicParameters();
        args.Add("copy", query.Copy);
        args.Add("now", now);
        args.Add("categoryId", categoryId);
        args.Add("tag", query.Tag);
        args.Add("source", query.Source);
        args.Add("author", query.Author);
        args.Add("locale", query.Locale);
        args.Add("publishedAfter", query.PublishedAfter);
        args.Add("publishedBefore", query.PublishedBefore);
        args.Add("state", query.State);
        if (query.Ids is not null)
        {
            args.Add("ids", new InList<Guid>(query.Ids));
        }
        return args;
    }
}

/// <summary>An order a list can have: the column of its key, where it comes from, and how a cursor's text becomes its value.</summary>
/// <param name="Key">The column.</param>
/// <param name="Id">The id beside it in the same index.</param>
/// <param name="Descending">Greatest first.</param>
/// <param name="Source">The tables that have both.</param>
/// <param name="ReadKey">From a cursor.</param>
internal sealed record ArticleOrder(string Key, string Id, bool Descending, string Source, Func<string, object> ReadKey)
{
    private const string Copies = "article_copies c";

    /// <summary>Newest first.</summary>
    public static ArticleOrder ByDate { get; } = new("c.sorted_at", "c.article_id", true, Copies, ReadTime);

    /// <summary>Whether the key is a count.</summary>
    public bool ByViews => Key == "w.views";

    /// <summary>The order that was asked for.</summary>
    public static ArticleOrder Of(ArticleQuery query) => query.Sort switch
    {
        "publishedAt" => ByDate with { Descending = false },
        "-updatedAt" => new("c.updated_at", "c.article_id", true, Copies, ReadTime),
        "title" => new("c.title_key", "c.article_id", false, Copies, text => text),
        "-views" => new("w.views", "w.article_id", true, "article_views w JOIN article_copies c ON c.article_id = w.article_id", ReadNumber),
        _ => ByDate,
    };

    /// <summary>The cursor's text of a row's place in this order.</summary>
    public string WriteKey(ArticleRow row) => Key switch
    {
        "c.sorted_at" => WriteTime(row.SortedAt),
        "c.updated_at" => WriteTime(row.UpdatedAt),
        "w.views" => row.SortViews!.Value.ToString(CultureInfo.InvariantCulture),
        _ => TitleKey(row.Draft.Title!),
    };

    /// <summary>What titles are ordered by: their first 80 code points, so that a cursor stays below 512 characters.</summary>
    public static string TitleKey(string title) => string.Concat(title.EnumerateRunes().Take(80));

    private static object ReadTime(string text) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));

    private static object ReadNumber(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string WriteTime(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
