using HeadlessCms.Platform.Http.Idempotency;

namespace HeadlessCms.Views;

/// <summary>A view that waits to be counted.</summary>
internal sealed record PendingView
{
    /// <summary>Of which article, as far as is known.</summary>
    public required Guid ArticleId { get; init; }

    /// <summary>The slug it was sent to, which must still be the article's; null when it was sent to its id.</summary>
    public required string? Slug { get; init; }

    /// <summary>Where the reader came from.</summary>
    public required string Source { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Under what its answer is kept for a retry; empty when it has no <c>Idempotency-Key</c>.</summary>
    public IReadOnlyList<IdentifiedRequest> Requests { get; init; } = [];

    /// <summary>What is kept, when it has a key: the answer that names this total.</summary>
    public Func<long, StoredAnswer>? Keep { get; init; }
}

/// <summary>What became of a view.</summary>
internal sealed record CountOutcome
{
    /// <summary>The article is not public at that address any longer.</summary>
    public static readonly CountOutcome NotThere = new();

    /// <summary>Too many views wait, or they cannot be written now. It may be sent again.</summary>
    public static readonly CountOutcome Refused = new() { IsRefused = true };

    /// <summary>Whether it was refused.</summary>
    public bool IsRefused { get; private init; }

    /// <summary>How often the article has been viewed, with this view; null when it was not counted.</summary>
    public long? Total { get; init; }

    /// <summary>The answer kept for retries: of this view, or of the earlier one that had the same key.</summary>
    public StoredAnswer? Kept { get; init; }
}
