namespace HeadlessCms.Partners;

/// <summary>What a partner confirms: one of the two, or both.</summary>
public sealed record Acknowledgement
{
    /// <summary>A <c>cursor</c> of the changes: everything up to there has been applied, of the category that it was made for.</summary>
    public string? Cursor { get; init; }

    /// <summary>An article that was withdrawn or deleted: the partner's copy is gone.</summary>
    public Guid? ArticleId { get; init; }
}

/// <summary>A key that follows the changes, of everything or of one category, and how far it is with these.</summary>
public sealed record Partner
{
    /// <summary>The key; null for the settings' admin key.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>The key's name.</summary>
    /// <example>city-portal</example>
    public required string Name { get; init; }

    /// <summary>The category it follows with all below it; null for everything. Whoever follows two is here twice.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>When something new was last delivered to it, or null.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the newest change that was delivered to it happened; null when the log no longer remembers it.</summary>
    public required DateTimeOffset? DeliveredUpTo { get; init; }

    /// <summary>When it last confirmed that it had applied what was delivered, or null.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When the newest change that it confirmed happened; null when there is none, or the log no longer remembers it.</summary>
    public required DateTimeOffset? AcknowledgedUpTo { get; init; }

    /// <summary>How many withdrawals and deletions, of what it follows and since it began to, it has not confirmed.</summary>
    public required long PendingTakedowns { get; init; }

    /// <summary>
    /// The takedown that was asked about, as far as it reached this partner; null without one, and when it is none of what
    /// the partner follows.
    /// </summary>
    public required Takedown? Takedown { get; init; }
}

/// <summary>One takedown, and when it reached a partner.</summary>
public sealed record Takedown
{
    /// <summary>When the article was withdrawn or deleted.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the partner was sent it, or all that was public without it; null when it was not.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When the partner confirmed it, or null.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }
}
