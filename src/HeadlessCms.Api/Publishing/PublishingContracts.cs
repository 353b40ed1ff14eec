namespace HeadlessCms.Publishing;

/// <summary>How to publish.</summary>
public sealed record PublishRequest
{
    /// <summary>
    /// When; left out: now. Up to 60 seconds ago is now, too. Later saves of the working copy are not in it until it is
    /// published, or its time is set, anew.
    /// </summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// When it ceases to be public, with the reason <c>expired</c>; left out: what was set stays. An end that is set for what
    /// is public already holds until the new publication takes its place.
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What was wrong in public and is right now: kept on the article, for everybody to read. Refused while nothing was public yet.</summary>
    public string? Correction { get; init; }

    /// <summary>Why, for the record; kept with the version, not public.</summary>
    public string? ChangeNote { get; init; }
}

/// <summary>Why to withdraw.</summary>
public sealed record WithdrawRequest
{
    /// <summary><c>correction</c>, <c>legal</c>, <c>error</c>, <c>expired</c> or <c>other</c>; the public is told.</summary>
    /// <example>error</example>
    public string? Reason { get; init; }

    /// <summary>More about it; the public is not told.</summary>
    public string? Note { get; init; }
}
