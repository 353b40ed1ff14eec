using System.Buffers.Text;
using System.Security.Cryptography;
using HeadlessCms.Platform.Security;

namespace HeadlessCms.Access;

/// <summary>
/// What stands in a preview's link: its id, signed with HMAC-SHA256. Nobody can make one without the installation's
/// secret, and none has to be stored; one that was signed with a previous secret still opens.
/// </summary>
internal sealed class PreviewTokens(Secrets secrets)
{
    private const string Purpose = "preview";
    private const int IdBytes = 16;
    private const int MacBytes = 24;

    /// <summary>The token of a preview: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string Write(Guid id)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        MacOf(bytes[..IdBytes], secrets.Current(Purpose)).CopyTo(bytes[IdBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Whose token it is; null when it is not ours.</summary>
    public Guid? Read(string token)
    {
        if (!Base64Url.IsValid(token, out var length) || length != IdBytes + MacBytes)
        {
            return null;
        }
        var bytes = Base64Url.DecodeFromChars(token);
        // Base64 may be spelled with white space and padding: only the one true spelling is taken.
        return Base64Url.EncodeToString(bytes) == token && secrets.All(Purpose).Any(key => IsSigned(bytes, key))
            ? new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true)
            : null;
    }

    private static bool IsSigned(byte[] bytes, byte[] key) => CryptographicOperations.FixedTimeEquals(
        MacOf(bytes.AsSpan(0, IdBytes), key), bytes.AsSpan(IdBytes));

    private static ReadOnlySpan<byte> MacOf(ReadOnlySpan<byte> id, byte[] key) => HMACSHA256.HashData(key, id).AsSpan(0, MacBytes);
}
