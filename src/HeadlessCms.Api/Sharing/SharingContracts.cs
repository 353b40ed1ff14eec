using System.Text.Json.Nodes;

namespace HeadlessCms.Sharing;

/// <summary>What the <c>head</c> of an article's page needs, in parts and as markup.</summary>
public sealed record Head
{
    /// <summary>The article's title; a site that likes its name behind it finds that in <c>og:site_name</c>.</summary>
    public required string Title { get; init; }

    /// <summary>In this order: Open Graph, Twitter card, HTML's own names, the labels of Chinese government sites. What has no value is left out.</summary>
    public required IReadOnlyList<HeadTag> Tags { get; init; }

    /// <summary>A schema.org graph of a <c>NewsArticle</c> and its <c>BreadcrumbList</c>.</summary>
    public required JsonObject JsonLd { get; init; }

    /// <summary>All of it, the canonical link, and where readers subscribe to its category's feed, as escaped markup.</summary>
    public required string Html { get; init; }
}

/// <summary>One <c>meta</c> element.</summary>
public sealed record HeadTag
{
    /// <summary>Its <c>name</c>; for <c>og:</c> and <c>article:</c> its <c>property</c>. A name may come more than once.</summary>
    /// <example>og:title</example>
    public required string Name { get; init; }

    /// <summary>Its value, unescaped.</summary>
    public required string Content { get; init; }
}
