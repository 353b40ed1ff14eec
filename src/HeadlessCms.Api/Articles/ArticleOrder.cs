using System.Globalization;

namespace HeadlessCms.Articles;

/// <summary>An order a list can have: the table and column of its key, and how a cursor's text becomes its value.</summary>
/// <param name="Table">Has an index of the key and the article's id.</param>
/// <param name="Key">The column; <c>article_id</c> beside it makes the order total.</param>
/// <param name="Descending">Greatest first.</param>
/// <param name="ReadKey">From a cursor.</param>
internal sealed record ArticleOrder(string Table, string Key, bool Descending, Func<string, object> ReadKey)
{
    /// <summary>Newest first.</summary>
    public static ArticleOrder ByDate { get; } = new("article_copies", "sorted_at", true, ReadTime);

    /// <summary>Whether the key is the dateline, which every filter's index goes on with.</summary>
    public bool IsByDate => Key == ByDate.Key;

    /// <summary>Whether the key is a count.</summary>
    public bool IsByViews => Key == "views";

    /// <summary>The order that was asked for.</summary>
    public static ArticleOrder Of(ArticleQuery query) => query.Sort switch
    {
        "publishedAt" => ByDate with { Descending = false },
        "-updatedAt" => new("article_copies", "updated_at", true, ReadTime),
        "title" => new("article_copies", "title_key", false, text => text),
        "-views" => new("article_views", "views", true, ReadNumber),
        _ => ByDate,
    };

    /// <summary>The clause, of the table that is called <paramref name="alias"/>.</summary>
    public string By(string alias, string? key = null)
    {
        var direction = Descending ? "DESC" : "ASC";
        return $"{alias}.{key ?? Key} {direction}, {alias}.article_id {direction}";
    }

    /// <summary>What comes after the cursor's place.</summary>
    public string After(string alias) => $"({alias}.{Key}, {alias}.article_id) {(Descending ? '<' : '>')} (@afterKey, @afterId)";

    /// <summary>The cursor's text of a row's place in this order.</summary>
    public string WriteKey(ArticleRow row) => Key switch
    {
        "sorted_at" => WriteTime(row.SortedAt),
        "updated_at" => WriteTime(row.UpdatedAt),
        "views" => row.SortViews!.Value.ToString(CultureInfo.InvariantCulture),
        _ => TitleKey(row.Draft.Title!),
    };

    /// <summary>What titles are ordered by: their first 80 code points, so that a cursor stays below 512 characters.</summary>
    public static string TitleKey(string title) => string.Concat(title.EnumerateRunes().Take(80));

    private static object ReadTime(string text) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));

    private static object ReadNumber(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string WriteTime(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
