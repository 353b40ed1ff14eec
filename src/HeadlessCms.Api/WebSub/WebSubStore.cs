using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.WebSub;

/// <summary>SQL of subscriptions to feeds.</summary>
internal static class WebSubStore
{
    /// <summary>What <see cref="Database.Signalled"/> says when there is something to do.</summary>
    public const string Signal = "websub";

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    private const string Columns = "name, id, topic, callback, category_id, secret, expires_at, changed_seq, sent, tries, due_at";

    /// <summary>How many requests wait, counted no further than this.</summary>
    public static Task<long> CountRequestsAsync(Session session, int most, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM (SELECT 1 FROM websub_requests LIMIT @most) AS line", new { most }, ct);

    /// <summary>Whether there are so many subscriptions already, this one not among them.</summary>
    public static Task<bool> IsFullAsync(Session session, int most, string name, CancellationToken ct) => session.FirstOrDefaultAsync<bool>(
        """
        SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM websub_subscriptions LIMIT @most) AS line) >= @most
            AND NOT EXISTS (SELECT 1 FROM websub_subscriptions WHERE name = @name)
        """, new { most, name }, ct);

    /// <summary>Puts a request in line.</summary>
    public static Task AddRequestAsync(Session session, WebSubRequestRow row, CancellationToken ct) => session.ExecuteAsync(
        """
        INSERT INTO websub_requests (id, mode, topic, callback, secret, lease, tries, due_at)
        VALUES (@Id, @Mode, @Topic, @Callback, @Secret, @Lease, @Tries, @DueAt)
        """, row, ct);

    /// <summary>The requests to be verified now.</summary>
    public static Task<IReadOnlyList<WebSubRequestRow>> DueRequestsAsync(Session session, DateTimeOffset now, int limit, CancellationToken ct) =>
        session.ListAsync<WebSubRequestRow>(
            """
            SELECT id, mode, topic, callback, secret, lease, tries, due_at
            FROM websub_requests
            WHERE due_at <= @now
            ORDER BY due_at, id
            LIMIT @limit
            """, new { now, limit }, ct);

    /// <summary>Verifies it again later.</summary>
    public static Task PutOffAsync(Session session, Guid id, DateTimeOffset dueAt, CancellationToken ct) =>
        session.ExecuteAsync("UPDATE websub_requests SET tries = tries + 1, due_at = @dueAt WHERE id = @id", new { id, dueAt }, ct);

    /// <summary>It is over, whatever came of it.</summary>
    public static Task RemoveRequestAsync(Session session, Guid id, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM websub_requests WHERE id = @id", new { id }, ct);

    /// <summary>Makes a subscription, or makes one anew with another lease and secret.</summary>
    public static Task SubscribeAsync(Session session, WebSubSubscriptionRow row, CancellationToken ct) => session.ExecuteAsync(
        """
        INSERT INTO websub_subscriptions (name, id, topic, callback, category_id, secret, expires_at, changed_seq, tries)
        VALUES (@Name, @Id, @Topic, @Callback, @CategoryId, @Secret, @ExpiresAt, @ChangedSeq, 0)
        ON CONFLICT (name) DO UPDATE SET id = excluded.id, secret = excluded.secret, expires_at = excluded.expires_at, category_id = excluded.category_id
        """, row, ct);

    /// <summary>Ends a subscription.</summary>
    public static Task UnsubscribeAsync(Session session, string name, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM websub_subscriptions WHERE name = @name", new { name }, ct);

    /// <summary>Ends those whose lease is over.</summary>
    public static Task ExpireAsync(Session session, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM websub_subscriptions WHERE expires_at <= @now", new { now }, ct);

    /// <summary>
    /// Says that the feeds changed which the changes from one to another concern; how many subscriptions are due by that. Who is to be called again
    /// only later is called soon: it may be up again, and what changed may be a takedown.
    /// </summary>
    public static Task<int> ChangedAsync(Session session, long first, long last, DateTimeOffset now, CancellationToken ct) => session.ExecuteAsync(
        """
        UPDATE websub_subscriptions
        SET changed_seq = @last, due_at = CASE WHEN due_at IS NULL THEN @now WHEN due_at > @soon THEN @soon ELSE due_at END
        WHERE changed_seq < @last AND (category_id IS NULL OR EXISTS
        (
            SELECT 1
            FROM change_categories AS t
            WHERE t.category_id = websub_subscriptions.category_id AND t.seq BETWEEN @first AND @last
        ))
        """, new { first, last, now, soon = now + Soon }, ct);

    /// <summary>The subscriptions to be sent their feed now.</summary>
    public static Task<IReadOnlyList<WebSubSubscriptionRow>> DueAsync(Session session, DateTimeOffset now, int limit, CancellationToken ct) =>
        session.ListAsync<WebSubSubscriptionRow>(
            $"SELECT {Columns} FROM websub_subscriptions WHERE due_at <= @now ORDER BY due_at, name LIMIT @limit", new { now, limit }, ct);

    /// <summary>It was sent this, or gave it up; due again only if the feed changed meanwhile.</summary>
    public static Task SentAsync(Session session, WebSubSubscriptionRow row, string? sent, CancellationToken ct) => session.ExecuteAsync(
        """
        UPDATE websub_subscriptions
        SET sent = @sent, tries = 0, due_at = CASE WHEN changed_seq > @ChangedSeq THEN due_at END
        WHERE name = @Name
        """, new { row.Name, row.ChangedSeq, sent }, ct);

    /// <summary>Sends it again later; soon, if the feed changed meanwhile.</summary>
    public static Task AgainAsync(Session session, WebSubSubscriptionRow row, DateTimeOffset now, TimeSpan rest, CancellationToken ct) => session.ExecuteAsync(
        """
        UPDATE websub_subscriptions
        SET tries = tries + 1, due_at = CASE WHEN changed_seq > @ChangedSeq THEN @soon ELSE @later END
        WHERE name = @Name
        """, new { row.Name, row.ChangedSeq, soon = now + (rest < Soon ? rest : Soon), later = now + rest }, ct);
}

/// <summary>A request that was not verified yet.</summary>
internal sealed record WebSubRequestRow
{
    public required Guid Id { get; init; }

    public required string Mode { get; init; }

    public required string Topic { get; init; }

    public required string Callback { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[]? Secret { get; init; }

    /// <summary>In seconds.</summary>
    public required long Lease { get; init; }

    public required long Tries { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>What the subscription is called by: topic and callback, which may be longer than an index takes.</summary>
    public string Name => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{Topic}\n{Callback}")));
}

/// <summary>A subscription.</summary>
internal sealed record WebSubSubscriptionRow
{
    public required string Name { get; init; }

    public required Guid Id { get; init; }

    public required string Topic { get; init; }

    public required string Callback { get; init; }

    /// <summary>The category its feed is of; null for the whole site.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>Sealed.</summary>
    public required byte[]? Secret { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The last change that concerns it.</summary>
    public required long ChangedSeq { get; init; }

    /// <summary>The hash of what it was sent last; null before the first time.</summary>
    public required string? Sent { get; init; }

    public required long Tries { get; init; }

    public required DateTimeOffset? DueAt { get; init; }
}
