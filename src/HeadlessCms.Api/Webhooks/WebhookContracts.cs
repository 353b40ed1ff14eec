using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using HeadlessCms.Changes;

namespace HeadlessCms.Webhooks;

/// <summary>An address that is called when something becomes different for the public (Standard Webhooks 1.0).</summary>
public record Webhook
{
    /// <summary>UUIDv7, so ids sort by creation.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is called. Only whoever may manage webhooks sees it: it may hold a secret of the receiver.</summary>
    /// <example>https://partner.example/hooks/cms</example>
    public required string Url { get; init; }

    /// <summary>Whose it is or what for.</summary>
    /// <example>City portal</example>
    public required string? Description { get; init; }

    /// <summary>The kinds of changes it is told of, or <c>*</c> for all.</summary>
    [AllowedValues(ChangeKind.Published, ChangeKind.Updated, ChangeKind.Corrected, ChangeKind.Withdrawn, ChangeKind.Deleted, ChangeKind.Category, "*")]
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The category of which alone it is told, with all below it; null for the whole site.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>
    /// How many calls are made to it at the same time. Of one article there is never more than one, whatever this is, and the
    /// next change is told after the one before was taken or given up; with 1 and no failures all come in the order of the log.
    /// </summary>
    public required int Concurrency { get; init; }

    /// <summary>Whether it is called.</summary>
    public required bool Enabled { get; init; }

    /// <summary>
    /// Why it is not called though nobody decided so: <c>gone</c>, it answered 410; <c>failing</c>, it took nothing for five days.
    /// Else null.
    /// </summary>
    public required string? DisabledReason { get; init; }

    /// <summary>Until when calls carry a second signature, by the secret from before a rotation; null when there is one only.</summary>
    public required DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>When it was made. It is told of nothing before.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When somebody last changed it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How it has been doing.</summary>
    public required WebhookHealth Health { get; init; }
}

/// <summary>How the calls of a webhook have been going.</summary>
public sealed record WebhookHealth
{
    /// <summary>
    /// <c>untried</c>, <c>healthy</c>: the last call was taken; <c>failing</c>: it was not, and is made again; <c>disabled</c>: none is made.
    /// </summary>
    /// <example>healthy</example>
    [AllowedValues("untried", "healthy", "failing", "disabled")]
    public required string State { get; init; }

    /// <summary>How many calls in a row were not taken. From the fifth on, one at a time is tried, less and less often (at least every five minutes).</summary>
    public required long FailuresInARow { get; init; }

    /// <summary>Since when none was taken; null when the last one was.</summary>
    public required DateTimeOffset? FailingSince { get; init; }

    /// <summary>When a call was last taken, or null.</summary>
    public required DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a call was last not taken, or null.</summary>
    public required DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>How many deliveries wait, those held among them; more than 10,000 are told as 10,001.</summary>
    public required long Waiting { get; init; }
}

/// <summary>A webhook with its secret.</summary>
public sealed record NewWebhook : Webhook
{
    [SetsRequiredMembers]
    internal NewWebhook(Webhook webhook, string secret) : base(webhook) => Secret = secret;

    /// <summary>What calls are signed with, as libraries of Standard Webhooks take it. Shown this once; the replay of this answer has null here.</summary>
    /// <example>whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD</example>
    [JsonPropertyOrder(1)]
    public required string? Secret { get; init; }
}

/// <summary>What the maker of a webhook decides.</summary>
public sealed record WebhookDraft
{
    /// <summary>What is called: http or https, without a fragment or a name and password, and not in a private network unless the settings allow it.</summary>
    /// <example>https://partner.example/hooks/cms</example>
    public string? Url { get; init; }

    /// <inheritdoc cref="Webhook.Description"/>
    /// <example>City portal</example>
    public string? Description { get; init; }

    /// <summary>Kinds of changes, as in <c>/v1/changes</c>: <c>published</c>, <c>updated</c>, <c>corrected</c>, <c>withdrawn</c>, <c>deleted</c>, <c>category</c>, or <c>*</c> for all of them.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Id or slug of the category of which alone it is told, with all below it; left out or null: the whole site.</summary>
    /// <example>suzhou-news</example>
    public string? CategoryId { get; init; }

    /// <summary>How many calls are made to it at the same time, of one article never more than one. Left out or null: 1.</summary>
    /// <example>1</example>
    public int? Concurrency { get; init; }

    /// <summary>
    /// Whether it is called; left out or null: it is. What waits when it is switched off waits on; of what happens until it is switched on again it is not
    /// told, unless that is asked for (<c>/redeliver</c>).
    /// </summary>
    public bool? Enabled { get; init; }
}

/// <summary>How a webhook's secret is changed.</summary>
public sealed record WebhookRotation
{
    /// <summary>Seconds in which calls are signed with the secret before, too, so that the receiver can change over; 0 ends it at once. Left out or null: a day.</summary>
    /// <example>86400</example>
    public int? Overlap { get; init; }
}
