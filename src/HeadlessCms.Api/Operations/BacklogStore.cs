using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>SQL of what waits to be done, each in one statement.</summary>
internal static class BacklogStore
{
    /// <summary>By follower of the change log: how many changes it has yet to be told.</summary>
    public static Task<IReadOnlyList<BacklogRow>> LagAsync(Database database, CancellationToken ct) => database.ListAsync<BacklogRow>(
        "SELECT f.name, COALESCE((SELECT MAX(g.seq) FROM changes AS g), 0) - f.seq AS amount FROM change_followers AS f", null, ct);

    /// <summary>By state: how many deliveries wait.</summary>
    public static Task<IReadOnlyList<BacklogRow>> DeliveriesAsync(Database database, CancellationToken ct) => database.ListAsync<BacklogRow>(
        """
        SELECT d.state AS name, COUNT(*) AS amount
        FROM webhooks AS w
        CROSS JOIN webhook_deliveries AS d
        WHERE d.webhook_id = w.id AND d.state IN ('pending', 'held')
        GROUP BY d.state
        """, null, ct);

    /// <summary>How many webhooks fail, and how many were disabled for it.</summary>
    public static Task<IReadOnlyList<BacklogRow>> WebhooksAsync(Database database, CancellationToken ct) => database.ListAsync<BacklogRow>(
        """
        SELECT 'failing' AS name, COUNT(*) AS amount FROM webhooks WHERE enabled AND failing_since IS NOT NULL
        UNION ALL
        SELECT 'disabled', COUNT(*) FROM webhooks WHERE NOT enabled AND disabled_reason IS NOT NULL
        """, null, ct);
}

/// <summary>How much there is of something.</summary>
internal sealed record BacklogRow
{
    public required string Name { get; init; }

    public required long Amount { get; init; }
}
