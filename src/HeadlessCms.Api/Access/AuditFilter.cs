using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Access;

/// <summary>Which entries a list shows.</summary>
internal sealed record AuditFilter
{
    /// <summary>A key's id.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>A name, when it is not a key's id.</summary>
    public required string? ActorName { get; init; }

    public required string? Action { get; init; }

    public required string? TargetType { get; init; }

    public required string? TargetId { get; init; }

    public required DateTimeOffset? From { get; init; }

    public required DateTimeOffset? To { get; init; }

    /// <summary>Reads the parameters.</summary>
    public static AuditFilter Of(Query query)
    {
        var isKey = IdText.TryRead(query.Text("actor"), out var id);
        return new()
        {
            KeyId = isKey ? id : null,
            ActorName = isKey ? null : query.Text("actor"),
            Action = query.Text("action"),
            TargetType = query.Text("targetType"),
            TargetId = query.Text("targetId"),
            From = query.Time("from"),
            To = query.Time("to"),
        };
    }

    /// <summary>What a cursor is bound to.</summary>
    public string ToKey() => $"audit {this}";
}
