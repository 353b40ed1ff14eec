using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HeadlessCms.Versions;

/// <summary>A state an article was saved in.</summary>
public record VersionEntry
{
    /// <summary>Counts every saved state of the article, from 1.</summary>
    /// <example>3</example>
    public required long Version { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>The name of the key that saved it; null when it came with an import.</summary>
    /// <example>要闻编辑</example>
    public required string? By { get; init; }

    /// <summary>Why it was changed or published, or null.</summary>
    public required string? ChangeNote { get; init; }

    /// <summary>Whether the public sees it or ever saw it.</summary>
    public required bool Published { get; init; }

    /// <summary>When the public saw it first, or null.</summary>
    public required DateTimeOffset? FirstPublishedAt { get; init; }

    /// <summary>When it was last shown anew, or null: an earlier version may be published again.</summary>
    public required DateTimeOffset? LastPublishedAt { get; init; }

    /// <summary>The earlier version that this one repeats, or null.</summary>
    public required long? RestoredFrom { get; init; }

    /// <summary>The properties that differ from the version before, by the names they are written with; none in the first.</summary>
    public required IReadOnlyList<string> Changed { get; init; }
}

/// <summary>A version by itself: with the whole article as it was in it.</summary>
public sealed record VersionDetail<TArticle> : VersionEntry
{
    [SetsRequiredMembers]
    internal VersionDetail(VersionEntry entry, TArticle article) : base(entry) => Article = article;

    /// <summary>The article as it was, with what editors see.</summary>
    [JsonPropertyOrder(1)]
    public required TArticle Article { get; init; }
}

/// <summary>What differs between two versions.</summary>
public sealed record VersionDiff
{
    /// <summary>The version that was asked for.</summary>
    public required long From { get; init; }

    /// <summary>The version it is compared with.</summary>
    public required long To { get; init; }

    /// <summary>Each difference, in the order of the article's properties; empty when there is none.</summary>
    public required IReadOnlyList<VersionChange> Changes { get; init; }
}

/// <summary>One difference.</summary>
public sealed record VersionChange
{
    /// <summary>Where it is, as a JSON Pointer (RFC 6901) into what an editor sends.</summary>
    /// <example>/body</example>
    public required string Pointer { get; init; }

    /// <summary>The value in <c>from</c>; null when there is none.</summary>
    public required JsonNode? Before { get; init; }

    /// <summary>The value in <c>to</c>; null when there is none.</summary>
    public required JsonNode? After { get; init; }

    /// <summary>
    /// For prose: what differs, for people to read. What was taken away stands in <c>[-…-]</c>, what was put in in
    /// <c>{+…+}</c>, as <c>git diff --word-diff</c> writes it; <c>…</c> stands for what was left out of it. Compared word
    /// by word, Chinese character by character; a text that was changed too much for that, as a whole. Null for all else.
    /// </summary>
    /// <example>…苏州召开[-推进-]{+动员+}大会…</example>
    public required string? Text { get; init; }
}

/// <summary>How to restore a version.</summary>
public sealed record RestoreRequest
{
    /// <summary>Why; kept with the new version, not public.</summary>
    public string? ChangeNote { get; init; }
}
