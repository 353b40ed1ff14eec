using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>SQL of a list's category: what lies in it or below it, and what lies elsewhere and is shown there, too.</summary>
internal static class CategoryFilterStore
{
    /// <summary>The category itself alone.</summary>
    private static readonly ArticleFilter Own = ArticleFilterStore.Column(c => $"{c}.category_id = @categoryId") with
    {
        PublicCount = "category_counts WHERE category_id = @categoryId",
    };

    /// <summary>With all below it.</summary>
    private static readonly ArticleFilter Subtree =
        new("EXISTS (SELECT 1 FROM category_closure x WHERE x.ancestor_id = @categoryId AND x.descendant_id = c.category_id)")
        {
            Each = new("category_closure x", "x.ancestor_id = @categoryId"),
            Table = "article_copies",
            Condition = "o.copy = @copy AND o.category_id = x.descendant_id",
            PublicCount = "category_closure x JOIN category_counts n ON n.category_id = x.descendant_id WHERE x.ancestor_id = @categoryId",
        };

    // Nothing is shown where it lies itself.
    private static readonly ArticleFilter OwnShown = new("")
    {
        Table = "article_also_in",
        Condition = "o.copy = @copy AND o.category_id = @categoryId",
    };

    // Once, however many of the subtree's categories show it, and not if it lies in one of them.
    private static readonly ArticleFilter SubtreeShown = new("")
    {
        Each = new("category_closure x", "x.ancestor_id = @categoryId"),
        Table = "article_also_in",
        Condition =
            """
            o.copy = @copy AND o.category_id = x.descendant_id
                AND NOT EXISTS (SELECT 1 FROM category_closure y WHERE y.ancestor_id = @categoryId AND y.descendant_id = o.own_id)
                AND NOT EXISTS
                (
                    SELECT 1 FROM article_also_in p CROSS JOIN category_closure y
                    WHERE p.copy = @copy AND p.article_id = o.article_id AND p.category_id < o.category_id
                        AND y.ancestor_id = @categoryId AND y.descendant_id = p.category_id
                )
            """,
    };

    /// <summary>The filter that the list asks for.</summary>
    public static ArticleFilter Of(ArticleQuery query) => (query.OwnCategoryOnly, query.ReachesAlsoIn) switch
    {
        (true, false) => Own,
        (false, false) => Subtree,
        (true, true) => With(Own, OwnShown,
            "EXISTS (SELECT 1 FROM article_also_in p WHERE p.copy = @copy AND p.article_id = c.article_id AND p.category_id = @categoryId)"),
        (false, true) => With(Subtree, SubtreeShown,
            """
            EXISTS (SELECT 1 FROM article_also_in p CROSS JOIN category_closure x
                WHERE p.copy = @copy AND p.article_id = c.article_id AND x.ancestor_id = @categoryId AND x.descendant_id = p.category_id)
            """),
    };

    /// <summary>How a category stands, so that a list of one that shows nothing from elsewhere and pins nothing is as simple as can be.</summary>
    public static async Task<CategoryStanding> StandingAsync(
        Session session, ArticleQuery query, Guid categoryId, DateTimeOffset now, CancellationToken ct) =>
        (await session.FirstOrDefaultAsync<CategoryStanding>(
            $"""
            SELECT {(query.OwnCategoryOnly ? $"EXISTS ({ShownHere})" : $"EXISTS ({ShownAnywhere}) AND EXISTS ({ShownBelow})")} AS reaches_also_in,
                {(query.OwnCategoryOnly ? "1" : Branches)} AS branches,
                (SELECT MIN(pinned_until) FROM article_copies WHERE {PinsHere} AND pinned_until > @now) AS pin_ends_at,
                (SELECT MAX(pinned_until) FROM article_copies WHERE {PinsHere} AND pinned_until <= @now) AS pin_ended_at
            """, new { query.Copy, categoryId, now, many = CategoryStanding.Many }, ct))!;

    private const string PinsHere = "copy = @Copy AND category_id = @categoryId AND pinned_until IS NOT NULL";

    private const string ShownHere = "SELECT 1 FROM article_also_in WHERE copy = @Copy AND category_id = @categoryId";

    private const string ShownAnywhere = "SELECT 1 FROM article_also_in WHERE copy = @Copy";

    private const string Branches = "(SELECT COUNT(*) FROM (SELECT 1 FROM category_closure WHERE ancestor_id = @categoryId LIMIT @many) b)";

    private const string ShownBelow =
        """
        SELECT 1 FROM category_closure x CROSS JOIN article_also_in o
        WHERE x.ancestor_id = @categoryId AND o.copy = @Copy AND o.category_id = x.descendant_id
        """;

    private static ArticleFilter With(ArticleFilter filter, ArticleFilter shown, string check) => filter with
    {
        Check = $"({filter.Check} OR {check})",
        Also = shown,
        PublicCount = $"(SELECT article_count FROM {filter.PublicCount} UNION ALL SELECT 1 FROM {shown.Tables} WHERE {shown.Conditions}) k",
    };
}

/// <summary>What a list of a category must know beforehand.</summary>
internal sealed record CategoryStanding
{
    /// <summary>Categories from which on the newest articles of all are looked at before the indexes of these are merged.</summary>
    public const int Many = 64;

    /// <summary>Whether articles that lie elsewhere are shown in it.</summary>
    public required bool ReachesAlsoIn { get; init; }

    /// <summary>How many categories it is, with all below it; <see cref="Many"/> when there are more.</summary>
    public required long Branches { get; init; }

    /// <summary>When the next pin in the category itself ends; null when nothing is pinned there.</summary>
    public required DateTimeOffset? PinEndsAt { get; init; }

    /// <summary>When a pin ended last; null when none ever did.</summary>
    public required DateTimeOffset? PinEndedAt { get; init; }

    /// <summary>What a walk takes for its start: since then the same articles are pinned, so equal pages have equal bytes.</summary>
    public DateTimeOffset Start => PinEndedAt ?? DateTimeOffset.UnixEpoch;

    /// <summary>The list of the category, with what is known of it now.</summary>
    public ArticleQuery Knowing(ArticleQuery query) => query with { ReachesAlsoIn = ReachesAlsoIn, IsWide = Branches == Many };
}
