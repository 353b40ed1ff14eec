using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HeadlessCms.Changes;
using HeadlessCms.Webhooks.Deliveries;

namespace HeadlessCms.Webhooks;

/// <summary>One message to one webhook: what is to be sent, or what came of it.</summary>
public record Delivery
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The <c>webhook-id</c> of its calls, the same each time: a receiver that knows it has nothing to do.</summary>
    /// <example>msg_0190f3c27b1e7c449a530d3f5d2c8a11</example>
    public required string MessageId { get; init; }

    /// <summary>The kind of the change, or <c>test</c>.</summary>
    /// <example>published</example>
    [AllowedValues(ChangeKind.Published, ChangeKind.Updated, ChangeKind.Corrected, ChangeKind.Withdrawn, ChangeKind.Deleted, ChangeKind.Category, "test")]
    public required string Event { get; init; }

    /// <summary>The article it is about; null when it is about none.</summary>
    public required Guid? ArticleId { get; init; }

    /// <summary><c>pending</c>; <c>held</c> while the webhook is not enabled; <c>delivered</c>; <c>failed</c>: given up.</summary>
    /// <example>delivered</example>
    [AllowedValues(DeliveryState.Pending, DeliveryState.Held, DeliveryState.Delivered, DeliveryState.Failed)]
    public required string State { get; init; }

    /// <summary>When it was put in line.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is sent next, at the earliest, and not before what came before of the same article; null when it is not pending.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was delivered or given up; null until then.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What came of each call, the last one last; of more than 20 the last 20.</summary>
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }
}

/// <summary>One call.</summary>
public sealed record DeliveryAttempt
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The status that was answered; null when none was.</summary>
    /// <example>204</example>
    public required int? Status { get; init; }

    /// <summary>
    /// Why none was: <c>timeout</c>, <c>not_allowed</c> (the name leads into a network that may not be called), <c>unknown_host</c>,
    /// <c>no_connection</c>, <c>tls</c>, <c>broken_answer</c>, <c>no_secret</c> (sealed with a <c>Cms:Secret</c> that is no longer known:
    /// rotate it). Else null.
    /// </summary>
    public required string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>The beginning of the answer, 1,000 characters at most; null without one.</summary>
    public required string? Response { get; init; }
}

/// <summary>A delivery with what is said in it.</summary>
public sealed record DeliveryDetail : Delivery
{
    [SetsRequiredMembers]
    internal DeliveryDetail(Delivery delivery, JsonObject payload) : base(delivery) => Payload = payload;

    /// <summary>The body of its calls.</summary>
    [JsonPropertyOrder(1)]
    public required JsonObject Payload { get; init; }
}

/// <summary>Which changes a webhook is told of again, or for the first time.</summary>
public sealed record Redelivery
{
    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Up to, and without, this moment; left out or null: now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether only what was given up is sent again, and not what it took or was never told.</summary>
    public bool OnlyFailed { get; init; }
}

/// <summary>What a redelivery came to.</summary>
public sealed record Redelivered
{
    /// <summary>How many deliveries were put in line.</summary>
    public required long Count { get; init; }
}
