using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>A whole portal as it lies in a folder: <c>site.yaml</c>, <c>categories.yaml</c>, <c>media.yaml</c>, <c>articles/</c>.</summary>
internal sealed record PortalEntries
{
    public required SiteEntry? Site { get; init; }

    public required IReadOnlyList<CategoryEntry> Categories { get; init; }

    public required IReadOnlyList<MediaEntry> Media { get; init; }

    /// <summary>The names of the articles' files in the folder, in order; each is read when it is its turn.</summary>
    public required List<string> Articles { get; init; }

    /// <summary>The name of the file of the article of this slug; null when there is none.</summary>
    public string? ArticleOf(string slug) =>
        ((string[])[".html", ".md"]).Select(extension => $"articles/{slug}{extension}").FirstOrDefault(file => Articles.BinarySearch(file, StringComparer.Ordinal) >= 0);
}

/// <summary>Something that comes in.</summary>
internal abstract record Entry
{
    /// <summary>Where it stands, for faults.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether it could be read; what could not is only looked at for more faults.</summary>
    public bool IsSound { get; init; } = true;

    /// <summary>What others may name it by.</summary>
    public abstract IEnumerable<string?> Names { get; }
}

/// <summary>The site's settings.</summary>
internal sealed record SiteEntry : Entry
{
    public required SiteDraft Draft { get; init; }

    /// <inheritdoc cref="SiteSettings.TagDomain"/>
    public required string? TagDomain { get; init; }

    public override IEnumerable<string?> Names => [];
}

/// <summary>A category with what the API decides itself.</summary>
internal sealed record CategoryEntry : Entry
{
    public required Guid Id { get; init; }

    public required CategoryDraft Draft { get; init; }

    /// <summary>What it was called before: these addresses lead to it.</summary>
    public required IReadOnlyList<string> FormerSlugs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public override IEnumerable<string?> Names => [Id.ToString(), Draft.Slug];
}

/// <summary>A file and what is said of it.</summary>
internal sealed record MediaEntry : Entry
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

    public override IEnumerable<string?> Names => [Id.ToString()];
}

/// <summary>An article with what the API decides itself.</summary>
internal sealed record ArticleEntry : Entry
{
    public required Guid Id { get; init; }

    public required long Version { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }

    public required string? Reason { get; init; }

    /// <summary>What was put right in public, newest last.</summary>
    public required IReadOnlyList<Correction> Corrections { get; init; }

    /// <summary>What is set for later, or null.</summary>
    public required Publication? Schedule { get; init; }

    /// <summary>Slug of the article this is a translation of.</summary>
    public required string? TranslationOf { get; init; }

    public required ArticleDraft Draft { get; init; }

    /// <summary>What it was called in public before: these addresses lead to it.</summary>
    public required IReadOnlyList<string> FormerSlugs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required long Views { get; init; }

    /// <inheritdoc cref="Arrival.IsForeign"/>
    public bool IsForeign { get; init; }

    public override IEnumerable<string?> Names => [Id.ToString(), Draft.Slug];
}
