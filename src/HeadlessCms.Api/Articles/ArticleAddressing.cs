using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Site;

namespace HeadlessCms.Articles;

/// <summary>The addresses an article has: its page on the front end's site, and what this server says of it.</summary>
internal static class ArticleAddressing
{
    /// <summary>The article's page, by the site's URL template.</summary>
    /// <param name="site">Whose template it is.</param>
    /// <param name="zone">Whose days <c>{yyyy}</c>, <c>{MM}</c> and <c>{dd}</c> are.</param>
    /// <param name="id">The article's.</param>
    /// <param name="slug">The article's.</param>
    /// <param name="breadcrumbs">From the root to its own category.</param>
    /// <param name="date">Its dateline, or when it was made.</param>
    public static string PageOf(
        SiteSettings site, SiteZone zone, Guid id, string slug, IReadOnlyList<CategoryRef> breadcrumbs, DateTimeOffset date)
    {
        var day = zone.Day(date);
        return site.ArticleUrlTemplate
            .Replace("{categorySlug}", breadcrumbs[^1].Slug, StringComparison.Ordinal)
            .Replace("{categoryPath}", string.Join('/', breadcrumbs.Select(category => category.Slug)), StringComparison.Ordinal)
            .Replace("{slug}", slug, StringComparison.Ordinal)
            .Replace("{id}", id.ToString(), StringComparison.Ordinal)
            .Replace("{yyyy}", $"{day.Year:D4}", StringComparison.Ordinal)
            .Replace("{MM}", $"{day.Month:D2}", StringComparison.Ordinal)
            .Replace("{dd}", $"{day.Day:D2}", StringComparison.Ordinal);
    }

    /// <summary>Paths on this server; by id, which never changes.</summary>
    public static ArticleLinks LinksOf(Guid id) => new()
    {
        Self = $"/v1/articles/{id}",
        Qr = $"/v1/articles/{id}/qr.svg",
        Views = $"/v1/articles/{id}/views",
        Head = $"/v1/articles/{id}/head",
    };
}
