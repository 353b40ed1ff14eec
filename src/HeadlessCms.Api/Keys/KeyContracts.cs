using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace HeadlessCms.Keys;

/// <summary>A key, by which a program or a person is let in.</summary>
public record Key
{
    /// <summary>UUIDv7, so ids sort by creation. The audit trail names the key by it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is or what for; who saved a version is named by it.</summary>
    /// <example>Newsroom of the Suzhou section</example>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The category in whose subtree alone it may act; null for the whole site. Once the category is gone, it may do nothing.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>The last four characters of its text, to tell it from others.</summary>
    /// <example>9fQz</example>
    public required string Hint { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused; null when it does not expire.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last presented, written down once a minute; null when it never was.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until when a text from before a rotation still opens it; null when only the present one does.</summary>
    public required DateTimeOffset? PreviousUntil { get; init; }
}

/// <summary>A key with its text.</summary>
public sealed record NewKey : Key
{
    [SetsRequiredMembers]
    internal NewKey(Key key, string text) : base(key) => Text = text;

    /// <summary>What to send as <c>Authorization: Bearer …</c>. Shown this once: only a hash of it is kept, and the replay of this answer has null here.</summary>
    /// <example>hcms_4qJ0H1mWv8b2Zr7XcKpYt5NfUd3LsGeQaRiOwEy6TBC1kzM9fQz</example>
    [JsonPropertyName("key")]
    [JsonPropertyOrder(1)]
    public required string? Text { get; init; }
}

/// <summary>What the maker of a key decides.</summary>
public sealed record KeyDraft
{
    /// <inheritdoc cref="Key.Name"/>
    /// <example>Newsroom of the Suzhou section</example>
    public string? Name { get; init; }

    /// <summary>What it may do: nothing that its maker may not.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>
    /// Id or slug of the category in whose subtree alone it may act; left out or null: the whole site. Such a key cannot
    /// have <c>webhooks:manage</c>, <c>site:manage</c>, <c>keys:manage</c> or <c>audit:read</c>.
    /// </summary>
    /// <example>suzhou-news</example>
    public string? CategoryId { get; init; }

    /// <summary>From when on it is refused: in the future, and no later than its maker's own end. Left out or null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>How a key's text is changed.</summary>
public sealed record KeyRotation
{
    // Settable: the generated reader gives an init property that was not sent its type's default instead of this one.
    /// <summary>Seconds in which the texts before go on working, so that callers can change over; 0 ends them at once. Left out: a day.</summary>
    public int Overlap { get; set; } = 86_400;
}
