using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Sharing;

/// <summary>Gathers what the head of an article's page says.</summary>
internal sealed class Heads(ArticleReader reader, PublicAddress address, SiteZone zone)
{
    /// <summary>The head of a public article.</summary>
    public async Task<Head> OfAsync(Session session, Guid id, CancellationToken ct)
    {
        var row = (await ArticleStore.FindAsync(session, id, "public", ct))!;
        var article = await reader.ReadWholeAsync(session, row, ct);
        var category = (await CategoryStore.GetAsync(session, article.Category.Id, ct))!;
        return ArticleHead.Of(SourceOf(article, category.Type, await SiteStore.GetAsync(session, ct)));
    }

    private HeadSource SourceOf(Article article, string? categoryType, SiteSettings site) => new()
    {
        SiteName = site.Name,
        SiteDomain = site.Domain,
        SiteIdCode = site.SiteIdCode,
        Locale = article.Locale,
        CategoryName = article.Category.Name,
        CategoryType = categoryType,
        Breadcrumbs = Crumbs(article, site),
        Title = article.Title,
        Summary = article.Summary,
        Url = article.Url,
        FeedUrl = address.Of($"/v1/feeds/atom.xml?category={article.Category.Id}"),
        PublishedAt = zone.Local(article.PublishedAt!.Value),
        UpdatedAt = zone.Local(article.UpdatedAt),
        SourceName = article.Source?.Name,
        Author = article.Author,
        Tags = article.Tags,
        Cover = article.Cover is { } cover
            ? new HeadCover(address.Of(cover.Url), cover.Alt, (int?)cover.Width, (int?)cover.Height)
            : null,
        Publisher = site.Name,
    };

    private static IReadOnlyList<HeadCrumb> Crumbs(Article article, SiteSettings site) =>
        [.. article.Breadcrumbs!.Select((category, index) =>
            new HeadCrumb(category.Name, CategoryPage.AddressOf(site, [.. article.Breadcrumbs!.Take(index + 1)])))];
}
