using System.Security.Cryptography;

namespace HeadlessCms.Platform.Security;

/// <summary>
/// Keeps secrets that must be used again, unlike keys, which are only compared: sealed with AES-256-GCM under a key of the
/// installation's secret, each to the thing it belongs to, so that no row opens in place of another.
/// </summary>
internal sealed class Sealing(Secrets secrets)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals a secret of a thing.</summary>
    public byte[] Seal(string purpose, Guid owner, ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(secrets.Current(purpose), TagBytes);
        cipher.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), owner.ToByteArray());
        return box;
    }

    /// <summary>Opens it, also with an earlier secret of the installation; null when none of them sealed it.</summary>
    public byte[]? Open(string purpose, Guid owner, byte[] box)
    {
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        foreach (var key in secrets.All(purpose))
        {
            try
            {
                using var cipher = new AesGcm(key, TagBytes);
                cipher.Decrypt(
                    box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain, owner.ToByteArray());
                return plain;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another of the secrets sealed it, or none.
            }
        }
        return null;
    }
}
