namespace HeadlessCms.Partners;

/// <summary>What a partner confirms: one of the two, or both.</summary>
public sealed record Acknowledgement
{
    /// <summary>A <c>cursor</c> of the changes: everything up to there has been applied.</summary>
    public string? Cursor { get; init; }

    /// <summary>An article that was withdrawn or deleted: the partner's copy is gone.</summary>
    public Guid? ArticleId { get; init; }
}

/// <summary>A key that follows the changes, and how far it is.</summary>
public sealed record Partner
{
    /// <summary>The key; null for the settings' admin key.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>The key's name.</summary>
    /// <example>city-portal</example>
    public required string Name { get; init; }

    /// <summary>When something was last delivered to it, or null.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the newest change that was delivered to it happened; null when the log no longer remembers it.</summary>
    public required DateTimeOffset? DeliveredUpTo { get; init; }

    /// <summary>When it last confirmed that it had applied what was delivered, or null.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the newest change that it confirmed happened; null when there is none, or the log no longer remembers it.</summary>
    public required DateTimeOffset? AcknowledgedUpTo { get; init; }

    /// <summary>How many withdrawals and deletions since it began to follow it has not confirmed.</summary>
    public required long PendingTakedowns { get; init; }

    /// <summary>The takedown that was asked about, as far as it reached this partner; null without one.</summary>
    public required Takedown? Takedown { get; init; }
}

/// <summary>One takedown, and when it reached a partner.</summary>
public sealed record Takedown
{
    /// <summary>When the article was withdrawn or deleted.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the partner was told, or null.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the partner confirmed it, or null.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }
}
