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

    /// <summary>The ids of the other categories that show it, as stored JSON; null when none does.</summary>
    public required string? AlsoIn { get; init; }

    public required DateTimeOffset? PublishedAt { get; init; }

    public required DateTimeOffset SortedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required long LatestVersion { get; init; }

    public required long Revision { get; init; }

    public required long PublicRevision { get; init; }

    /// <summary>Null when nothing is public.</summary>
    public required long? PublicVersion { get; init; }

    /// <summary>What was put right in public, as stored JSON; null when nothing was.</summary>
    public required string? Corrections { get; init; }

    /// <summary>Why a set publication could not happen, as stored JSON, or null.</summary>
    public required string? PublishFault { get; init; }

    /// <summary>The version whose time is set; null when nothing is.</summary>
    public required long? ScheduledVersion { get; init; }

    /// <summary>When it becomes public; null when it is, or nothing is set.</summary>
    public required DateTimeOffset? PublishAt { get; init; }

    /// <summary>When what becomes public then ceases to be; null when it stays.</summary>
    public required DateTimeOffset? WithdrawAt { get; init; }

    /// <summary>When what is public now ceases to be; null when it stays.</summary>
    public required DateTimeOffset? PublicUntil { get; init; }

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

    /// <summary>What happens to it at a set time, or null.</summary>
    public ArticleSchedule? Schedule => ScheduledVersion is { } version
        ? new ArticleSchedule { Version = version, At = PublishAt, Until = PublishAt is null ? PublicUntil : WithdrawAt, PublicUntil = PublicUntil }
        : null;

    /// <summary>The other categories that show it, in the editor's order; some may be no more.</summary>
    public IReadOnlyList<Guid> AlsoInIds =>
        AlsoIn is null ? [] : HeadlessCms.Platform.Storage.StoredJson.Read<IReadOnlyList<Guid>>(AlsoIn);

    /// <summary>Newest last.</summary>
    public IReadOnlyList<Correction> AllCorrections =>
        Corrections is null ? [] : HeadlessCms.Platform.Storage.StoredJson.Read<IReadOnlyList<Correction>>(Corrections);
}
