using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks;

/// <summary>How long a webhook has been failing.</summary>
internal sealed record WebhookFailures
{
    public required long Failures { get; init; }

    public required DateTimeOffset FailingSince { get; init; }
}

/// <summary>A webhook as it lies in the table.</summary>
internal sealed record WebhookRow
{
    public required Guid Id { get; init; }

    public required long Revision { get; init; }

    public required string Url { get; init; }

    public required string? Description { get; init; }

    public required string Events { get; init; }

    public required Guid? CategoryId { get; init; }

    public required long Concurrency { get; init; }

    public required bool Enabled { get; init; }

    public required string? DisabledReason { get; init; }

    public required byte[] Secret { get; init; }

    public required byte[]? PreviousSecret { get; init; }

    public required DateTimeOffset? PreviousUntil { get; init; }

    public required long SinceSeq { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required long Failures { get; init; }

    public required DateTimeOffset? FailingSince { get; init; }

    public required DateTimeOffset? PausedUntil { get; init; }

    public required DateTimeOffset? LastSuccessAt { get; init; }

    public required DateTimeOffset? LastFailureAt { get; init; }

    public required long Waiting { get; init; }

    /// <summary>One of which people have decided nothing yet.</summary>
    public static WebhookRow New(Guid id, byte[] secret, long sinceSeq, DateTimeOffset now) => new()
    {
        Id = id,
        Revision = 1,
        Url = "",
        Description = null,
        Events = "[]",
        CategoryId = null,
        Concurrency = 1,
        Enabled = true,
        DisabledReason = null,
        Secret = secret,
        PreviousSecret = null,
        PreviousUntil = null,
        SinceSeq = sinceSeq,
        CreatedAt = now,
        UpdatedAt = now,
        Failures = 0,
        FailingSince = null,
        PausedUntil = null,
        LastSuccessAt = null,
        LastFailureAt = null,
        Waiting = 0,
    };

    /// <summary>The kinds it is told of.</summary>
    public IReadOnlyList<string> Kinds => StoredJson.Read<string[]>(Events);

    /// <summary>Whether it is told of this kind.</summary>
    public bool Wants(string kind) => Kinds.Contains(kind) || Kinds.Contains(WebhookRules.Everything);

    /// <summary>What people decided of it.</summary>
    public WebhookDraft ToDraft() => new()
    {
        Url = Url,
        Description = Description,
        Events = Kinds,
        CategoryId = CategoryId?.ToString(),
        Concurrency = (int)Concurrency,
        Enabled = Enabled,
    };

    /// <summary>As it is answered.</summary>
    public Webhook ToContract(DateTimeOffset now) => new()
    {
        Id = Id,
        Url = Url,
        Description = Description,
        Events = Kinds,
        CategoryId = CategoryId,
        Concurrency = (int)Concurrency,
        Enabled = Enabled,
        DisabledReason = DisabledReason,
        PreviousSecretUntil = PreviousUntil > now ? PreviousUntil : null,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Health = new WebhookHealth
        {
            State = !Enabled ? "disabled" : Failures > 0 ? "failing" : LastSuccessAt is null ? "untried" : "healthy",
            FailuresInARow = Failures,
            FailingSince = FailingSince,
            LastSuccessAt = LastSuccessAt,
            LastFailureAt = LastFailureAt,
            Waiting = Waiting,
        },
    };
}
