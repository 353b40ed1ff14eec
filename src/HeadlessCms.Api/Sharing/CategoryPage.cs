using HeadlessCms.Categories;
using HeadlessCms.Site;

namespace HeadlessCms.Sharing;

/// <summary>Where the front end shows a category; the site says only where it shows articles.</summary>
internal static class CategoryPage
{
    private static readonly string[] OfArticlesOnly = ["{slug}", "{id}", "{yyyy}", "{MM}", "{dd}"];

    /// <summary>
    /// The article template as far as it speaks of the category alone: <c>https://host/{categorySlug}/{slug}</c> gives
    /// <c>https://host/suzhou-news/</c>. A template that does not name the category gives the site's own address.
    /// </summary>
    public static string AddressOf(SiteSettings site, IReadOnlyList<CategoryRef> breadcrumbs)
    {
        var template = site.ArticleUrlTemplate;
        var end = OfArticlesOnly
            .Select(word => template.IndexOf(word, StringComparison.Ordinal))
            .Where(at => at >= 0)
            .DefaultIfEmpty(template.Length)
            .Min();
        var folder = template[..(template.LastIndexOf('/', end - 1) + 1)];
        return folder.Contains("{category", StringComparison.Ordinal)
            ? folder
                .Replace("{categorySlug}", breadcrumbs[^1].Slug, StringComparison.Ordinal)
                .Replace("{categoryPath}", string.Join('/', breadcrumbs.Select(category => category.Slug)), StringComparison.Ordinal)
            : $"https://{site.Domain}/";
    }
}
