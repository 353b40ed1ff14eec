namespace HeadlessCms.Previews;

/// <summary>A link that shows one version of an article to whoever has it.</summary>
public sealed record Preview
{
    /// <summary>UUIDv7, so ids sort by creation.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// What opens the version, sent as <c>preview</c>: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, 512 characters
    /// at most. Null where an answer is repeated for its <c>Idempotency-Key</c>; the list has it.
    /// </summary>
    public required string? Token { get; init; }

    /// <summary>The previewed article on this server, as a path; null where the token is.</summary>
    /// <example>/v1/articles/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11?preview=AZDz…</example>
    public required string? Url { get; init; }

    /// <summary>The version it shows, whatever becomes of the working copy.</summary>
    /// <example>3</example>
    public required long Version { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of the key that made it.</summary>
    /// <example>要闻编辑</example>
    public required string By { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What to preview, and for how long.</summary>
public sealed record PreviewRequest
{
    /// <summary>The version to show (needs <c>drafts:read</c>); left out or null: the working copy's as it is now.</summary>
    public long? Version { get; init; }

    /// <summary>Seconds until it ends: a minute to thirty days. Left out or null: a day.</summary>
    /// <example>86400</example>
    public long? ExpiresIn { get; init; }
}
