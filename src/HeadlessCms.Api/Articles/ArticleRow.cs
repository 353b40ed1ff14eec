namespace HeadlessCms.Articles;

/// <summary>One copy of an article with the version it shows and its category's names.</summary>
internal sealed record ArticleRow
{
    public required Guid ArticleId { get; init; }

    public required string Copy { get; init; }

    public required long Version { get; init; }

    public required string State { get; init; }

    public required string Slug { get; init; }

    public required Guid CategoryId { get; init; }

    public required string CategorySlug { get; init; }

    public required string CategoryName { get; init; }

    public required string Locale { get; init; }

    public required Guid TranslationOf { get; init; }

    public required DateTimeOffset? PublishedAt { get; init; }

    public required DateTimeOffset SortedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required long LatestVersion { get; init; }

    public required long Revision { get; init; }

    public required long PublicRevision { get; init; }

    /// <summary>Null when nothing is public.</summary>
    public required long? PublicVersion { get; init; }

    /// <summary>The stored <see cref="ArticleDraft"/>, without its text.</summary>
    public required string Content { get; init; }

    /// <summary>Null when the list does not show it.</summary>
    public required string? Body { get; init; }

    /// <summary>Null when it is the same as the body, or is not shown.</summary>
    public required string? BodySource { get; init; }

    /// <summary>How often it was read, where a list is ordered by that.</summary>
    public long? SortViews { get; init; }

    /// <summary>What the editor decided.</summary>
    public ArticleDraft Draft => HeadlessCms.Platform.Storage.StoredJson.Read<ArticleDraft>(Content);
}
