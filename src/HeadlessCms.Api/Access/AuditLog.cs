using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>
/// The trail of who changed what: appended in the transaction of the change, each row chained by a keyed hash to the one
/// before, so that a row that is changed, taken out or slipped in afterwards is found.
/// </summary>
internal sealed class AuditLog(Secrets secrets, TimeProvider clock)
{
    /// <summary>Says in the transaction of a change who made it; written at its end.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What was done to what, as <c>article.publish</c>: the part before the point is the target's type.</param>
    /// <param name="targetId">The id of what was changed.</param>
    /// <param name="before">What it was, as far as it changed; null when it was not there. Written as JSON.</param>
    /// <param name="after">What it is, as far as it changed; null when it is gone.</param>
    public void Append(Session session, Actor actor, string action, string targetId, object? before, object? after)
    {
        var now = clock.GetUtcNow();
        session.AtEnd(last => AuditStore.AppendAsync(last, previous => Sign(new AuditRow
        {
            Seq = (previous?.Seq ?? 0) + 1,
            Id = Guid.CreateVersion7(now),
            At = now,
            Action = action,
            KeyId = actor.KeyId,
            ActorName = actor.Name,
            AddressHash = actor.AddressHash,
            RequestId = actor.RequestId,
            TargetId = targetId,
            Before = before is null ? null : StoredJson.Write(before),
            After = after is null ? null : StoredJson.Write(after),
            Hash = "",
        }, previous?.Hash ?? "", secrets.Current("audit"))));
    }

    private static AuditRow Sign(AuditRow row, string previousHash, byte[] key) => row with
    {
        Hash = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{previousHash}\n{StoredJson.Write(row)}"))),
    };
}
