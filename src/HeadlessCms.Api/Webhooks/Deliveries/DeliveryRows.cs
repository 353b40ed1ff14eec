using System.Text.Json.Nodes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>Where a delivery is; the words are part of the contract.</summary>
internal static class DeliveryState
{
    /// <summary>To be sent.</summary>
    public const string Pending = "pending";

    /// <summary>To be sent once its webhook is enabled again.</summary>
    public const string Held = "held";

    /// <summary>Taken.</summary>
    public const string Delivered = "delivered";

    /// <summary>Given up.</summary>
    public const string Failed = "failed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Pending, Held, Delivered, Failed];
}

/// <summary>A delivery as it lies in the table.</summary>
internal sealed record DeliveryRow
{
    public required Guid Id { get; init; }

    public required Guid WebhookId { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The kind of the change, or <see cref="WebhookMessages.Test"/>.</summary>
    public required string Event { get; init; }

    /// <summary>What keeps its order: the article; none at all for changes of the tree; the delivery itself for a test.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The change it tells of, or where the log ended when somebody asked for a test.</summary>
    public required long Seq { get; init; }

    public required string State { get; init; }

    /// <summary>How often it was tried since it was put in line, or was again.</summary>
    public required long Tries { get; init; }

    /// <summary>Stored <see cref="DeliveryAttempt"/>s.</summary>
    public required string Attempts { get; init; }

    /// <summary>Null unless it is pending.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What is said in it.</summary>
    public required string Body { get; init; }

    /// <summary>Whether somebody asked for it, to see whether it arrives: it is tried once and says nothing about the webhook's health.</summary>
    public bool IsTest => Event == WebhookMessages.Test;

    /// <summary>The <c>webhook-id</c>.</summary>
    public string MessageName => NameOf(MessageId);

    /// <summary>As it is answered.</summary>
    public Delivery ToContract() => new()
    {
        Id = Id,
        MessageId = MessageName,
        Event = Event,
        ArticleId = IsTest || SubjectId == Guid.Empty ? null : SubjectId,
        State = State,
        CreatedAt = CreatedAt,
        DueAt = DueAt,
        FinishedAt = FinishedAt,
        Attempts = AllAttempts,
    };

    /// <summary>The same with what is said in it.</summary>
    public DeliveryDetail ToDetail() => new(ToContract(), JsonNode.Parse(Body)!.AsObject()); // an object: we wrote it

    /// <summary>What came of each call.</summary>
    public IReadOnlyList<DeliveryAttempt> AllAttempts => [.. StoredJson.Read<StoredAttempt[]>(Attempts).Select(attempt => attempt.ToContract())];

    /// <summary>A message's id as receivers know it.</summary>
    public static string NameOf(Guid message) => $"msg_{message:n}";
}

/// <summary>An attempt as it lies in the column, where what is null is left out.</summary>
internal sealed record StoredAttempt
{
    public DateTimeOffset At { get; init; }

    public int? Status { get; init; }

    public string? Error { get; init; }

    public long Milliseconds { get; init; }

    public string? Response { get; init; }

    public DeliveryAttempt ToContract() => new() { At = At, Status = Status, Error = Error, Milliseconds = Milliseconds, Response = Response };
}

/// <summary>A public article as a message tells of it.</summary>
internal sealed record PublicArticle
{
    public required Guid ArticleId { get; init; }

    public required string Slug { get; init; }

    public required long Version { get; init; }

    public required Guid CategoryId { get; init; }

    public required DateTimeOffset? PublishedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required long PublicRevision { get; init; }

    /// <summary>How often its public group of translations has changed.</summary>
    public required long? GroupRevision { get; init; }
}
