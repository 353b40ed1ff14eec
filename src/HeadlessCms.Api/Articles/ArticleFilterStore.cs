using Dapper;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>SQL of a list's filters: how each is walked by an index of its own, and how it is asked of one article.</summary>
internal static class ArticleFilterStore
{
    /// <summary>The filters of a list; of those with an index, the ones that usually leave least come first.</summary>
    public static IReadOnlyList<ArticleFilter> Of(ArticleQuery query, ArticleOrder order) =>
        [.. Few(query), .. Many(query), .. Unindexed(query), .. Dates(query, order)];

    /// <summary>
    /// The bounds of the dateline, where the walk is by it. A bound that the cursor has passed is left out: an engine that
    /// seeks to only one of the two might take the wrong one.
    /// </summary>
    public static IEnumerable<string> Range(ArticleQuery query, ArticleOrder order, bool hasCursor)
    {
        if (order.IsByDate && query.PublishedAfter is not null && (order.Descending || !hasCursor))
        {
            yield return "o.sorted_at >= @publishedAfter";
        }
        if (order.IsByDate && query.PublishedBefore is not null && (!order.Descending || !hasCursor))
        {
            yield return "o.sorted_at < @publishedBefore";
        }
    }

    /// <summary>The values that the conditions name.</summary>
    public static DynamicParameters Arguments(ArticleQuery query, Guid? categoryId, DateTimeOffset now)
    {
        var args = new DynamicParameters();
        args.Add("copy", query.Copy);
        args.Add("now", now);
        args.Add("pinStart", query.Pins?.Start);
        args.Add("categoryId", categoryId);
        args.Add("within", query.Within);
        args.Add("tag", query.Tag);
        args.Add("source", query.Source);
        args.Add("author", query.Author);
        args.Add("locale", query.Locale);
        args.Add("publishedAfter", query.PublishedAfter);
        args.Add("publishedBefore", query.PublishedBefore);
        args.Add("formerUrl", query.FormerUrl is { } url ? FormerUrl.HashOf(url) : null);
        args.Add("state", query.State);
        if (query.Ids is not null)
        {
            args.Add("ids", new InList<Guid>(query.Ids));
        }
        return args;
    }

    // What is never much: at most 100 ids, who had an address, what editors have pinned now, and what is set for later.
    private static IEnumerable<ArticleFilter> Few(ArticleQuery query)
    {
        if (query.Ids is not null)
        {
            yield return Column(c => $"{c}.article_id IN @ids") with { IsShort = true };
        }
        if (query.FormerUrl is not null)
        {
            yield return new("EXISTS (SELECT 1 FROM article_former_urls x WHERE x.copy = @copy AND x.url_hash = @formerUrl AND x.article_id = c.article_id)")
            {
                Each = new("article_former_urls x", "x.copy = @copy AND x.url_hash = @formerUrl"),
                Table = "article_copies",
                Condition = "o.copy = @copy AND o.article_id = x.article_id",
                IsShort = true,
            };
        }
        if (query.Pinned == true)
        {
            yield return Column(c => $"{c}.pinned_until > @now") with { IsShort = true };
        }
        if (query.Pins is { IsFirst: true })
        {
            yield return Column(c => $"{c}.category_id = @categoryId AND {c}.pinned_until > @pinStart") with { IsShort = true };
        }
        if (query.State == "scheduled")
        {
            yield return new("EXISTS (SELECT 1 FROM article_schedules s WHERE s.article_id = c.article_id)")
            {
                Each = new("article_schedules s", "TRUE"),
                Table = "article_copies",
                Condition = "o.copy = @copy AND o.article_id = s.article_id",
                IsShort = true,
            };
        }
    }

    private static IEnumerable<ArticleFilter> Many(ArticleQuery query)
    {
        if (query.Tag is not null)
        {
            yield return new("EXISTS (SELECT 1 FROM article_tags t WHERE t.copy = @copy AND t.article_id = c.article_id AND t.tag = @tag)")
            {
                Table = "article_tags",
                Condition = "o.copy = @copy AND o.tag = @tag",
                PublicCount = "tag_counts WHERE tag = @tag",
            };
        }
        if (query.Category is not null)
        {
            yield return CategoryFilterStore.Of(query);
        }
        if (query.Within is not null)
        {
            yield return new("EXISTS (SELECT 1 FROM category_closure y WHERE y.ancestor_id = @within AND y.descendant_id = c.category_id)")
            {
                Each = new("category_closure y", "y.ancestor_id = @within"),
                Table = "article_copies",
                Condition = "o.copy = @copy AND o.category_id = y.descendant_id",
            };
        }
        if (query.Source is not null)
        {
            yield return Column(c => $"{c}.source_name = @source");
        }
        if (query.Author is not null)
        {
            yield return Column(c => $"{c}.author = @author");
        }
        if (query.Featured == true)
        {
            yield return Column(c => $"{c}.featured");
        }
        if (query.State is not (null or "published" or "scheduled" or "all"))
        {
            yield return Column(c => $"{c}.state = @state");
        }
        if (query.HasAttachments is { } has)
        {
            yield return Column(c => $"{c}.has_attachments = {(has ? "TRUE" : "FALSE")}");
        }
        if (query.Locale is not null)
        {
            yield return Column(c => $"{c}.locale = @locale");
        }
    }

    // What holds for nearly every article.
    private static IEnumerable<ArticleFilter> Unindexed(ArticleQuery query)
    {
        if (query.Featured == false)
        {
            yield return new("NOT c.featured");
        }
        if (query.Pins is { IsFirst: false })
        {
            yield return new("(c.category_id <> @categoryId OR c.pinned_until IS NULL OR c.pinned_until <= @pinStart)");
        }
        if (query.Pinned == false)
        {
            yield return new("(c.pinned_until IS NULL OR c.pinned_until <= @now)");
        }
    }

    // On a walk by date they are its ends. A draft may have no dateline, and then stands where it was made.
    private static IEnumerable<ArticleFilter> Dates(ArticleQuery query, ArticleOrder order)
    {
        List<string> bounds =
        [
            .. query.PublishedAfter is null ? Array.Empty<string>() : [" >= @publishedAfter"],
            .. query.PublishedBefore is null ? Array.Empty<string>() : [" < @publishedBefore"],
        ];
        if (bounds.Count == 0 || (order.IsByDate && query.Copy == "public"))
        {
            return [];
        }
        var check = string.Join(" AND ", bounds.Select(bound => $"c.published_at{bound}"));
        return order.IsByDate
            ? [new(check)]
            : [Column(c => string.Join(" AND ", bounds.Select(bound => $"{c}.sorted_at{bound}"))) with { Check = check }];
    }

    /// <summary>A condition on columns of a copy, by an index of theirs.</summary>
    public static ArticleFilter Column(Func<string, string> condition) => new(condition("c"))
    {
        Table = "article_copies",
        Condition = $"o.copy = @copy AND {condition("o")}",
    };
}

/// <summary>One filter of a list.</summary>
/// <param name="Check">Asks it of the copy <c>c</c>.</param>
internal sealed record ArticleFilter(string Check)
{
    /// <summary>Whose index, called <c>o</c>, finds what the filter leaves, by date; null when none does.</summary>
    public string? Table { get; init; }

    /// <summary>What the index is sought by.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Where it is walked once for each row of another table: which, and what is asked of it.</summary>
    public (string Table, string Condition)? Each { get; init; }

    /// <summary>What else the filter leaves, by another index; the two have no article in common.</summary>
    public ArticleFilter? Also { get; init; }

    /// <summary>Where it is kept how many public articles it leaves, or null.</summary>
    public string? PublicCount { get; init; }

    /// <summary>Whether it never leaves more than fit into one page or a few.</summary>
    public bool IsShort { get; init; }

    /// <summary>The tables that find all it leaves.</summary>
    public string Tables => Each is { } each ? $"{each.Table} CROSS JOIN {Table} o" : $"{Table} o";

    /// <summary>What is asked of them.</summary>
    public string Conditions => Each is { } each ? $"{each.Condition} AND {Condition}" : Condition;
}
