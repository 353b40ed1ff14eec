using System.Globalization;
using HeadlessCms.Site;

namespace HeadlessCms.Syndication;

/// <summary>
/// Names that are nobody else's and outlive every edit (RFC 4151): <c>tag:www.example.gov.cn,2021-04-20:0178eb99-…</c>.
/// Readers tell by them what they know already, so they are made of nothing that editors change: the domain is the first that
/// the site had.
/// </summary>
internal static class TagAddress
{
    // The day by which a domain belonged to who names feeds in it. It is a part of the names, and so never changed.
    private const string OfFeeds = "2026-01-01";

    /// <summary>An article: its domain, the day it was made, its id.</summary>
    public static string OfArticle(SiteSettings site, Guid id, DateTimeOffset createdAt) =>
        $"tag:{Authority(site)},{createdAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}:{id}";

    /// <summary>A feed: of everything, or of what these filters leave.</summary>
    public static string OfFeed(SiteSettings site, Guid? categoryId, string? tag, string? locale) =>
        $"tag:{Authority(site)},{OfFeeds}:feed" + string.Concat(
            new[] { categoryId is null ? null : $"/category/{categoryId}", Part("tag", tag), Part("locale", locale) });

    private static string Authority(SiteSettings site) => site.TagDomain ?? site.Domain;

    private static string? Part(string name, string? value) => value is null ? null : $"/{name}/{Uri.EscapeDataString(value)}";
}
