using HeadlessCms.Articles;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Views;

/// <summary>Makes answers out of counted views.</summary>
internal static class ViewStatistics
{
    /// <summary>A public article's views.</summary>
    public static async Task<ArticleViews> OfAsync(Session session, Guid articleId, DayRange range, CancellationToken ct)
    {
        var totals = await ViewStore.TotalsAsync(session, [articleId], ct);
        var rows = await ViewStore.ListDaysAsync(session, articleId, range.From, range.To, ct);
        return new ArticleViews
        {
            ArticleId = articleId,
            Views = totals.Sum(total => total.Views),
            Days = [.. rows.GroupBy(row => row.Date).Select(day => new ViewsOfDay { Date = day.Key, Views = day.Sum(row => row.Views) })],
            BySource = new SortedDictionary<string, long>(
                rows.GroupBy(row => row.Source).ToDictionary(source => source.Key, source => source.Sum(row => row.Views)),
                StringComparer.Ordinal),
        };
    }

    /// <summary>The totals of those of these articles that are public, in this order.</summary>
    public static async Task<ViewTotals> TotalsAsync(Session session, IReadOnlyList<Guid> articleIds, CancellationToken ct)
    {
        var found = (await ViewStore.TotalsAsync(session, articleIds, ct)).ToDictionary(total => total.ArticleId);
        return new ViewTotals { Items = [.. articleIds.Where(found.ContainsKey).Select(id => found[id])] };
    }

    /// <summary>The articles of these counts, in this order.</summary>
    public static async Task<TrendingArticles> TrendingAsync(
        Session session, ArticleReader reader, IReadOnlyList<ViewTotal> top, CancellationToken ct)
    {
        if (top.Count == 0)
        {
            return new TrendingArticles { Items = [] };
        }
        var rows = await ArticleStore.FindAsync(session, [.. top.Select(total => total.ArticleId)], "public", ct);
        var articles = (await reader.ReadAsync(session, rows, ArticleSelection.Item, ct))
            .Zip(rows).ToDictionary(pair => pair.Second.ArticleId, pair => pair.First);
        return new TrendingArticles
        {
            Items = [.. top.Select(total => new TrendingArticle { Article = articles[total.ArticleId], Views = total.Views })],
        };
    }
}
