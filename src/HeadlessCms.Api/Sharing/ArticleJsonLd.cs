using System.Text.Json.Nodes;

namespace HeadlessCms.Sharing;

/// <summary>The article in the vocabulary of schema.org.</summary>
internal static class ArticleJsonLd
{
    public static JsonObject Of(HeadSource source) => new()
    {
        ["@context"] = "https://schema.org",
        ["@graph"] = new JsonArray(NewsArticle(source), BreadcrumbList(source)),
    };

    private static JsonObject NewsArticle(HeadSource source) => WithoutNulls(new JsonObject
    {
        ["@type"] = "NewsArticle",
        ["@id"] = source.Url + "#article",
        ["headline"] = source.Title,
        ["description"] = source.Summary,
        ["datePublished"] = ArticleHead.Instant(source.PublishedAt),
        ["dateModified"] = ArticleHead.Instant(source.UpdatedAt),
        ["inLanguage"] = source.Locale,
        ["mainEntityOfPage"] = new JsonObject
        {
            ["@type"] = "WebPage",
            ["@id"] = source.Url,
            ["breadcrumb"] = new JsonObject { ["@id"] = BreadcrumbId(source) },
        },
        ["image"] = source.Cover is { } cover ? Image(cover) : null,
        ["author"] = Author(source),
        ["sourceOrganization"] = source.SourceName is { } origin ? Named("Organization", origin) : null,
        ["publisher"] = Named("Organization", source.Publisher),
        ["articleSection"] = source.CategoryName,
        ["keywords"] = source.Tags.Count == 0 ? null : new JsonArray([.. source.Tags.Select(tag => JsonValue.Create(tag))]),
        ["isAccessibleForFree"] = true,
    });

    /// <summary>The person who wrote it, or else who reported it first, or else who publishes it.</summary>
    private static JsonObject Author(HeadSource source) => source.Author is { } person
        ? Named("Person", person)
        : Named("Organization", source.SourceName ?? source.Publisher);

    private static JsonObject Image(HeadCover cover) => WithoutNulls(new JsonObject
    {
        ["@type"] = "ImageObject",
        ["url"] = cover.Url,
        ["width"] = cover.Width,
        ["height"] = cover.Height,
        ["caption"] = string.IsNullOrEmpty(cover.Alt) ? null : cover.Alt,
    });

    /// <summary>The way down to the category, and the article as its end.</summary>
    private static JsonObject BreadcrumbList(HeadSource source) => new()
    {
        ["@type"] = "BreadcrumbList",
        ["@id"] = BreadcrumbId(source),
        ["itemListElement"] = new JsonArray(
            [.. source.Breadcrumbs.Append(new HeadCrumb(source.Title, source.Url)).Select(ListItem)]),
    };

    private static JsonObject ListItem(HeadCrumb crumb, int index) => WithoutNulls(new JsonObject
    {
        ["@type"] = "ListItem",
        ["position"] = index + 1,
        ["name"] = crumb.Name,
        ["item"] = crumb.Url,
    });

    private static string BreadcrumbId(HeadSource source) => source.Url + "#breadcrumb";

    private static JsonObject Named(string type, string name) => new() { ["@type"] = type, ["name"] = name };

    /// <summary>In JSON-LD null would mean "has none", which we do not know.</summary>
    private static JsonObject WithoutNulls(JsonObject known)
    {
        foreach (var name in known.Where(property => property.Value is null).Select(property => property.Key).ToArray())
        {
            known.Remove(name);
        }
        return known;
    }
}
