using System.Text.Json.Nodes;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>
/// The trail of who changed what: appended in the transaction of the change, each row chained by a keyed hash to the one
/// before, so that a row that is changed, taken out or slipped in afterwards is found.
/// </summary>
internal sealed class AuditLog(AuditChain chain, TimeProvider clock)
{
    /// <summary>The kinds of things that entries are about.</summary>
    public static IReadOnlyList<string> TargetTypes { get; } = ["article", "attachment", "category", "import", "key", "preview", "site", "version", "webhook"];

    /// <summary>Says in the transaction of a change who made it; written at its end.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What was done to what, as <c>article.publish</c>: the part before the point is the target's type.</param>
    /// <param name="targetId">The id of what was changed.</param>
    /// <param name="before">What it was, as far as it changed; null when it was not there. Written as JSON, long values as their hash.</param>
    /// <param name="after">What it is, as far as it changed; null when it is gone.</param>
    public void Append(Session session, Actor actor, string action, string targetId, object? before, object? after)
    {
        var row = new AuditRow
        {
            Seq = 0,
            Id = Guid.Empty,
            At = default,
            Action = action,
            KeyId = actor.KeyId,
            ActorName = actor.Name,
            AddressHash = actor.AddressHash,
            RequestId = actor.RequestId,
            TargetType = TypeOf(action),
            TargetId = targetId,
            Before = AuditValues.Write(before),
            After = AuditValues.Write(after),
            Hash = "",
        };
        session.AtEnd(last => AuditStore.AppendAsync(last, end => Follow(row, end), chain.Seal));
    }

    /// <inheritdoc cref="Append"/>
    /// <summary>The same of two states of one thing: only what differs is kept, and nothing is written when nothing does.</summary>
    public void AppendDifference(Session session, Actor actor, string action, string targetId, JsonObject before, JsonObject after)
    {
        var (was, now) = AuditValues.Difference(before, after);
        if (was.Count + now.Count > 0)
        {
            Append(session, actor, action, targetId, was, now);
        }
    }

    // A kind that is not named above could not be asked for.
    private static string TypeOf(string action) => action[..action.IndexOf('.', StringComparison.Ordinal)] is var type && TargetTypes.Contains(type)
        ? type
        : throw new InvalidOperationException($"No kind of thing is called as {action} begins.");

    // Stored to the millisecond, and never before the row it follows: a range of times is a range of rows.
    private AuditRow Follow(AuditRow row, AuditEnd? end)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var at = end is not null && end.At > now ? end.At : now;
        var placed = row with { Seq = (end?.Seq ?? 0) + 1, Id = clock.NewId(at), At = at };
        return placed with { Hash = chain.Sign(placed, end?.Hash ?? "") };
    }
}
