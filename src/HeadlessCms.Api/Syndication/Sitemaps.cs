using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Sharing;
using HeadlessCms.Site;

namespace HeadlessCms.Syndication;

/// <summary>Gathers what sitemaps say.</summary>
internal sealed class Sitemaps(PublicAddress address, SiteZone zone)
{
    /// <summary>The name of the part that has the home page and the categories' pages.</summary>
    public const string Sections = "sections";

    private const int NewsArticles = 1000;
    private const int PendingAtMost = 500;

    private static readonly TimeSpan NewsAge = TimeSpan.FromHours(48);

    /// <summary>The parts as of this moment: with what the follower has yet to see, unless that is a lot.</summary>
    public static async Task<SitemapLayout> LayoutAsync(Session session, CancellationToken ct)
    {
        var parts = await SitemapStore.PartsAsync(session, ct);
        var place = await ChangeStore.PlaceOfAsync(session, SitemapParts.Follower, ct);
        if (parts.Count == 0 || place is null)
        {
            var changed = (await Revisions.ReadAsync(session, ct)).ChangedAt(Revisions.Articles, Revisions.Tree, Revisions.Site);
            return new([new SitemapPart { FirstId = Guid.Empty, ArticleCount = 0, ChangedSeq = 0, ChangedAt = changed ?? DateTimeOffset.UnixEpoch }], IsBehind: true);
        }
        var pending = await ChangeStore.AfterAsync(session, place.Value, PendingAtMost, ct);
        return new(SitemapPart.After(parts, pending), IsBehind: pending.Count == PendingAtMost);
    }

    /// <summary>The index: every part that holds anything, and the sections.</summary>
    public async Task<SitemapIndex> IndexAsync(Session session, CancellationToken ct)
    {
        var layout = await LayoutAsync(session, ct);
        var filled = await SitemapStore.FilledAsync(session, ct);
        var parts = layout.Parts.Where(part => filled.Contains(part.FirstId) || (layout.Parts.Count == 1 && layout.IsBehind))
            .Select(part => (Name: $"{part.FirstId}", ChangedAt: (DateTimeOffset?)part.ChangedAt))
            .Append((Name: Sections, ChangedAt: SectionsChanged(await Revisions.ReadAsync(session, ct))));
        return SitemapIndex.Of(parts.Select(part => (address.Of($"/sitemaps/{part.Name}.xml"), part.ChangedAt is { } at ? zone.Local(at) : (DateTimeOffset?)null)));
    }

    /// <summary>One part.</summary>
    public async Task<Sitemap> PartAsync(Session session, SitemapLayout layout, Guid first, CancellationToken ct)
    {
        var rows = await SitemapStore.ArticlesAsync(session, first, layout.After(first), SitemapParts.MaximumArticles, ct);
        var pages = await PagesAsync(session, ct);
        return Sitemap.Of(rows.Select(row => (pages.Of(row.ArticleId, row.Slug, row.CategoryId, row.SortedAt), (DateTimeOffset?)zone.Local(row.UpdatedAt))));
    }

    /// <summary>When an address of <see cref="SectionsAsync"/> last became another; null when none did.</summary>
    public static DateTimeOffset? SectionsChanged(RevisionSet revisions) => revisions.ChangedAt(Revisions.Tree, Revisions.Site);

    /// <summary>The home page and those of all categories, as far as they are on the host of the articles: a sitemap is of one.</summary>
    public async Task<Sitemap> SectionsAsync(Session session, CancellationToken ct)
    {
        var site = await SiteStore.GetAsync(session, ct);
        var host = new Uri(site.ArticleUrlTemplate.Split('{')[0]).Host;
        var urls = (await PagesAsync(session, ct)).OfCategories().Prepend($"https://{site.Domain}/").Distinct().Where(url => new Uri(url).Host == host);
        return Sitemap.Of(urls.Take(SitemapParts.MaximumArticles).Select(url => (url, (DateTimeOffset?)null))); // what they show follows every article
    }

    /// <summary>What was published in the last two days, newest first.</summary>
    public async Task<NewsSitemap> NewsAsync(Session session, DateTimeOffset now, CancellationToken ct)
    {
        var query = new FeedQuery().ToList() with { PublishedAfter = now - NewsAge, PublishedBefore = now.AddMilliseconds(1), Limit = NewsArticles - 1 };
        var rows = await ArticleListStore.ListAsync(session, query, categoryId: null, after: null, now, withBody: false, ct);
        var pages = await PagesAsync(session, ct);
        var site = await SiteStore.GetAsync(session, ct);
        return NewsSitemap.Of(site.Name, rows.Select(row => new NewsEntry(
            pages.Of(row.ArticleId, row.Slug, row.CategoryId, row.SortedAt), row.Draft.Title!, row.Locale, zone.Local(row.SortedAt))));
    }

    private async Task<ArticlePageAddresses> PagesAsync(Session session, CancellationToken ct) =>
        new(await SiteStore.GetAsync(session, ct), zone, await SitemapStore.CategoriesAsync(session, ct));
}

/// <summary>The parts of the sitemap at one moment.</summary>
/// <param name="Parts">In order.</param>
/// <param name="IsBehind">Whether more may have changed than they say.</param>
internal sealed record SitemapLayout(IReadOnlyList<SitemapPart> Parts, bool IsBehind)
{
    /// <summary>The part of this name; null without one.</summary>
    public SitemapPart? Find(Guid first) => Parts.FirstOrDefault(part => part.FirstId == first);

    /// <summary>Where the next one begins; null after the last.</summary>
    public Guid? After(Guid first) => Parts.FirstOrDefault(part => part.FirstId.CompareTo(first) > 0)?.FirstId;
}

/// <summary>The pages of many articles, with the whole tree at hand.</summary>
internal sealed class ArticlePageAddresses(SiteSettings site, SiteZone zone, IReadOnlyList<CategoryStep> categories)
{
    private readonly Dictionary<Guid, CategoryStep> _steps = categories.ToDictionary(category => category.Id);
    private readonly Dictionary<Guid, IReadOnlyList<CategoryRef>> _ways = [];

    /// <summary>Whether there is such a category.</summary>
    public bool Knows(Guid categoryId) => _steps.ContainsKey(categoryId);

    /// <summary>The page of one.</summary>
    public string Of(Guid id, string slug, Guid categoryId, DateTimeOffset date) =>
        ArticleAddressing.PageOf(site, zone, id, slug, WayTo(categoryId), date);

    /// <summary>The pages of all categories, in the order they were made.</summary>
    public IEnumerable<string> OfCategories() => categories.Select(category => CategoryPage.AddressOf(site, WayTo(category.Id)));

    // No deeper than the tree may be.
    private IReadOnlyList<CategoryRef> WayTo(Guid id)
    {
        if (_ways.TryGetValue(id, out var known))
        {
            return known;
        }
        var step = _steps[id];
        var above = step.ParentId is { } parent ? WayTo(parent) : [];
        return _ways[id] = [.. above, new CategoryRef { Id = step.Id, Slug = step.Slug, Name = step.Name }];
    }
}
