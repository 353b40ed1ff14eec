namespace HeadlessCms.Publishing;

/// <summary>How to publish.</summary>
public sealed record PublishRequest
{
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
