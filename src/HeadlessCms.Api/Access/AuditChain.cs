using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>
/// What ties the rows of the trail together: each row's hash is keyed, and made over the row and the hash before it, so
/// that who can write to the database but has no secret cannot change, remove or slip in a row unseen. What an earlier
/// secret signed still verifies.
/// </summary>
internal sealed class AuditChain(Secrets secrets)
{
    private const string Purpose = "audit";

    private readonly byte[][] _keys = [.. secrets.All(Purpose)];

    /// <summary>What the row after the one with this hash is signed with.</summary>
    public string Sign(AuditRow row, string previousHash) => Hash(TextOf(row, previousHash), _keys[0]);

    /// <summary>Signs where the trail ends.</summary>
    public string Seal(long seq, string hash) => Hash(TextOfEnd(seq, hash), _keys[0]);

    /// <summary>Whether the row is what was written after the one with this hash.</summary>
    public bool Holds(AuditRow row, string previousHash) => Verifies(TextOf(row, previousHash), row.Hash);

    /// <summary>Whether the trail was said to end here.</summary>
    public bool Holds(AuditEnd end) => Verifies(TextOfEnd(end.Seq, end.Hash), end.Seal);

    private bool Verifies(string text, string hash) => _keys.Any(key => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Hash(text, key)), Encoding.UTF8.GetBytes(hash)));

    private static string Hash(string text, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    // A JSON array: no value can be moved into its neighbour.
    private static string TextOf(AuditRow row, string previousHash) => StoredJson.Write<string?[]>(
    [
        previousHash, Number(row.Seq), row.Id.ToString(), Number(row.At.ToUnixTimeMilliseconds()), row.Action,
        row.KeyId?.ToString(), row.ActorName, row.AddressHash, row.RequestId, row.TargetType, row.TargetId, row.Before, row.After,
    ]);

    private static string TextOfEnd(long seq, string hash) => StoredJson.Write<string[]>(["end", Number(seq), hash]);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
