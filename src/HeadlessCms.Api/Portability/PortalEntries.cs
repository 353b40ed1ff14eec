using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>A whole portal as it lies in a folder: <c>site.yaml</c>, <c>categories.yaml</c>, <c>media.yaml</c>, <c>articles/</c>.</summary>
internal sealed record PortalEntries
{
    public required SiteSettings? Site { get; init; }

    public required IReadOnlyList<CategoryEntry> Categories { get; init; }

    public required IReadOnlyList<MediaEntry> Media { get; init; }

    public required IReadOnlyList<ArticleEntry> Articles { get; init; }

    /// <summary>What is wrong, each with its file and line.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}

/// <summary>A category with what the API decides itself.</summary>
internal sealed record CategoryEntry
{
    public required Guid Id { get; init; }

    public required CategoryDraft Draft { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands, for faults.</summary>
    public required string Place { get; init; }
}

/// <summary>A file and what is said of it.</summary>
internal sealed record MediaEntry
{
    public required Guid Id { get; init; }

    /// <summary>Its name below <c>media/</c>.</summary>
    public required string File { get; init; }

    /// <summary>What it is called when saved.</summary>
    public required string FileName { get; init; }

    public required string MediaType { get; init; }

    public required string? Alt { get; init; }

    public required string? Caption { get; init; }

    public required string? Credit { get; init; }

    public required bool Decorative { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands, for faults.</summary>
    public required string Place { get; init; }
}

/// <summary>An article with what the API decides itself.</summary>
internal sealed record ArticleEntry
{
    public required Guid Id { get; init; }

    public required long Version { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }

    public required string? Reason { get; init; }

    /// <summary>Slug of the article this is a translation of.</summary>
    public required string? TranslationOf { get; init; }

    public required ArticleDraft Draft { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required long Views { get; init; }

    /// <summary>Where it stands, for faults.</summary>
    public required string Place { get; init; }
}
