using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform.Security;

namespace HeadlessCms.Platform.Http;

/// <summary>Where a walk over a list stands: the sort key and id of the last item.</summary>
/// <param name="Key">The sort key as text, as the store wrote it.</param>
/// <param name="Id">The item's id, which makes every order total.</param>
internal sealed record Position(string Key, Guid Id);

/// <summary>
/// Opaque cursors: signed, so that a tampered one is refused; bound to the filters they were made with; at most 512
/// characters of <c>A–Z a–z 0–9 - _</c>. They hold no secret and survive restarts.
/// </summary>
internal sealed class Cursors(Secrets secrets)
{
    private const int FilterBytes = 8;
    private const int IdBytes = 16;
    private const int MacBytes = 12;

    /// <summary>The parameter every list has.</summary>
    public static QueryParameter Parameter { get; } = QueryParameter.Text(
        "cursor", 512, "^[A-Za-z0-9_.-]+$", "the nextCursor of the page before", "The `nextCursor` of the page before; the filters must be the same.");

    /// <summary>Writes down a position in the list that these filters make.</summary>
    public string Write(Position position, string filters)
    {
        var key = Encoding.UTF8.GetBytes(position.Key);
        var bytes = new byte[FilterBytes + IdBytes + key.Length + MacBytes];
        HashOf(filters).CopyTo(bytes, 0);
        position.Id.TryWriteBytes(bytes.AsSpan(FilterBytes), bigEndian: true, out _);
        key.CopyTo(bytes, FilterBytes + IdBytes);
        MacOf(bytes.AsSpan(0, bytes.Length - MacBytes), secrets.Current("cursor")).CopyTo(bytes, bytes.Length - MacBytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor back; null when it is not ours, was tampered with, or belongs to other filters.</summary>
    public Position? Read(string cursor, string filters)
    {
        if (!Base64Url.IsValid(cursor))
        {
            return null;
        }
        var bytes = Base64Url.DecodeFromChars(cursor);
        // The last character may carry bits that decoding drops: only the one true spelling is taken.
        if (bytes.Length < FilterBytes + IdBytes + MacBytes || Base64Url.EncodeToString(bytes) != cursor)
        {
            return null;
        }
        var signed = bytes.AsMemory(0, bytes.Length - MacBytes);
        var isOurs = secrets.All("cursor").Any(key => CryptographicOperations.FixedTimeEquals(
            MacOf(signed.Span, key), bytes.AsSpan(bytes.Length - MacBytes)));
        return isOurs && signed.Span[..FilterBytes].SequenceEqual(HashOf(filters))
            ? new Position(
                Encoding.UTF8.GetString(signed.Span[(FilterBytes + IdBytes)..]),
                new Guid(signed.Span.Slice(FilterBytes, IdBytes), bigEndian: true))
            : null;
    }

    /// <summary>What a cursor that cannot be read is answered with.</summary>
    public static InvalidProblem Refused() => new([Fault.In(
        "cursor", "not_allowed", "It is not a cursor of this list: tampered with, or made with other filters.")]);

    private static byte[] HashOf(string filters) => SHA256.HashData(Encoding.UTF8.GetBytes(filters))[..FilterBytes];

    private static byte[] MacOf(ReadOnlySpan<byte> bytes, byte[] key) => HMACSHA256.HashData(key, bytes)[..MacBytes];
}
