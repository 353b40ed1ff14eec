using System.Text.Json.Nodes;

namespace HeadlessCms.Access;

/// <summary>One entry of the audit trail: who changed what.</summary>
public sealed record AuditEntry
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>When; an entry is never earlier than one before it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was done to what kind of thing.</summary>
    /// <example>article.publish</example>
    public required string Action { get; init; }

    /// <summary>Who did it.</summary>
    public required AuditActor Actor { get; init; }

    /// <summary>What was changed.</summary>
    public required AuditTarget Target { get; init; }

    /// <summary>
    /// What of it was different before, or null when it was not there. A long value is its length and SHA-256; so is the
    /// text of an article, whose versions keep it.
    /// </summary>
    public required JsonObject? Before { get; init; }

    /// <summary>What of it is different since, or null when it is gone.</summary>
    public required JsonObject? After { get; init; }

    /// <summary>The request, as its answer's <c>X-Request-Id</c>; null when the program acted by itself.</summary>
    public required string? RequestId { get; init; }
}

/// <summary>Who changed something.</summary>
public sealed record AuditActor
{
    /// <summary>The key; null for the settings' admin key and for the program itself.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>The key's name at that time, or the part of the program that acted by itself.</summary>
    /// <example>newsroom</example>
    public required string Name { get; init; }
}

/// <summary>What was changed.</summary>
public sealed record AuditTarget
{
    /// <summary>The kind of thing.</summary>
    /// <example>article</example>
    public required string Type { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }
}
