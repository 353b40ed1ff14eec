using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace HeadlessCms.Categories;

/// <summary>A category as others mention it: one step of a breadcrumb.</summary>
public sealed record CategoryRef
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique over the site.</summary>
    /// <example>suzhou-news</example>
    public required string Slug { get; init; }

    /// <summary>What people read.</summary>
    /// <example>苏州要闻</example>
    public required string Name { get; init; }
}

/// <summary>A section of the site. Sections form a tree.</summary>
public record Category
{
    /// <summary>UUIDv7, so ids sort by creation.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique over the site; a slug it had before redirects to this one.</summary>
    /// <example>suzhou-news</example>
    public required string Slug { get; init; }

    /// <summary>What people read; unique among its siblings.</summary>
    /// <example>苏州要闻</example>
    public required string Name { get; init; }

    /// <summary>What the section is about, or null. The government site survey calls it 栏目描述.</summary>
    public required string? Description { get; init; }

    /// <summary>Words the section is found by, in the order they were given (栏目关键词).</summary>
    public required IReadOnlyList<string> Keywords { get; init; }

    /// <summary>The kind of section in the site's own words (栏目类别), or null.</summary>
    /// <example>政务动态</example>
    public required string? Type { get; init; }

    /// <summary>The category above, or null at the top.</summary>
    public required Guid? ParentId { get; init; }

    /// <summary>Its place among its siblings, from 0 without gaps.</summary>
    public required int Position { get; init; }

    /// <summary>The slugs from the top down to this one, joined by <c>/</c>.</summary>
    /// <example>home/news/suzhou-news</example>
    public required string Path { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed itself; what happens below or beside it does not count.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A category in a list.</summary>
public sealed record CategoryNode : Category
{
    [SetsRequiredMembers]
    internal CategoryNode(Category category, IReadOnlyList<CategoryNode>? children) : base(category) =>
        Children = children;

    /// <summary>What lies directly below it, in order; only with <c>as=tree</c>.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CategoryNode>? Children { get; init; }
}

/// <summary>A category by itself: with the way to it and what lies below.</summary>
public sealed record CategoryDetail : Category
{
    [SetsRequiredMembers]
    internal CategoryDetail(
        Category category, IReadOnlyList<CategoryRef> breadcrumbs, IReadOnlyList<Category> children, long articleCount)
        : base(category) => (Breadcrumbs, Children, ArticleCount) = (breadcrumbs, children, articleCount);

    /// <summary>The way to it from the top, itself included.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<CategoryRef> Breadcrumbs { get; init; }

    /// <summary>What lies directly below it, in order.</summary>
    [JsonPropertyOrder(2)]
    public required IReadOnlyList<Category> Children { get; init; }

    /// <summary>How many public articles lie in it and anywhere below it.</summary>
    [JsonPropertyOrder(3)]
    public required long ArticleCount { get; init; }
}

/// <summary>What an editor decides about a category.</summary>
public sealed record CategoryDraft
{
    /// <summary>Unique over the site, former slugs included. Left out or null: made from the name.</summary>
    /// <example>suzhou-news</example>
    public string? Slug { get; init; }

    /// <inheritdoc cref="Category.Name"/>
    /// <example>苏州要闻</example>
    public string? Name { get; init; }

    /// <inheritdoc cref="Category.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="Category.Keywords"/>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <inheritdoc cref="Category.Type"/>
    /// <example>政务动态</example>
    public string? Type { get; init; }

    /// <summary>Id or slug of the category above; null for the top.</summary>
    /// <example>news</example>
    public string? ParentId { get; init; }

    /// <summary>
    /// Its place among its siblings, from 0; the others make room. Beyond the last means the last. Left out or null:
    /// where it is, or last when it is new or comes from elsewhere.
    /// </summary>
    public int? Position { get; init; }
}
