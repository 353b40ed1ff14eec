using System.Text.Json.Nodes;

namespace HeadlessCms.Views;

/// <summary>What became of a view that was sent.</summary>
public sealed record CountedView
{
    /// <summary>The article.</summary>
    public required Guid ArticleId { get; init; }

    /// <summary>How often it has been viewed in all, this view included if it was counted.</summary>
    /// <example>1235</example>
    public required long Views { get; init; }

    /// <summary>Whether this view was counted: a crawler's, a prefetch and a repetition are not.</summary>
    public required bool Counted { get; init; }
}

/// <summary>How often an article has been viewed: in all, and within a range of days by day and by source.</summary>
public sealed record ArticleViews
{
    /// <summary>The article.</summary>
    public required Guid ArticleId { get; init; }

    /// <summary>How often it has been viewed in all, whatever the range; with what an import brought.</summary>
    /// <example>1235</example>
    public required long Views { get; init; }

    /// <summary>The days of the range, earliest first; those without a view are left out.</summary>
    public required IReadOnlyList<ViewsOfDay> Days { get; init; }

    /// <summary>Views within the range by where their readers came from: the <c>src</c> they were counted with.</summary>
    public required IReadOnlyDictionary<string, long> BySource { get; init; }
}

/// <summary>The views of one day.</summary>
public sealed record ViewsOfDay
{
    /// <summary>The day, by the site's time zone.</summary>
    /// <example>2026-11-23</example>
    public required DateOnly Date { get; init; }

    /// <summary>How many.</summary>
    /// <example>12</example>
    public required long Views { get; init; }
}

/// <summary>How often several articles have been viewed.</summary>
public sealed record ViewTotals
{
    /// <summary>In the order that was asked for; articles that are not public are left out.</summary>
    public required IReadOnlyList<ViewTotal> Items { get; init; }
}

/// <summary>How often an article has been viewed in all.</summary>
public sealed record ViewTotal
{
    /// <summary>The article.</summary>
    public required Guid ArticleId { get; init; }

    /// <summary>How often.</summary>
    /// <example>1235</example>
    public required long Views { get; init; }
}

/// <summary>The most viewed articles of a window of time.</summary>
public sealed record TrendingArticles
{
    /// <summary>Most viewed first.</summary>
    public required IReadOnlyList<TrendingArticle> Items { get; init; }
}

/// <summary>An article and how often it was viewed within the window.</summary>
public sealed record TrendingArticle
{
    /// <summary>The article, as lists show it.</summary>
    public required JsonObject Article { get; init; }

    /// <summary>Views within the window.</summary>
    /// <example>84</example>
    public required long Views { get; init; }
}
