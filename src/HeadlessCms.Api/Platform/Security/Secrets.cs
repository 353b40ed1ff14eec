using System.Security.Cryptography;
using System.Text;

namespace HeadlessCms.Platform.Security;

/// <summary>
/// The one secret of an installation. Nothing signs or hashes with it directly: each purpose has its own key, derived
/// by HKDF-SHA256 (RFC 5869), so that one leaked key opens nothing else.
/// </summary>
internal sealed class Secrets
{
    private readonly byte[][] _roots;

    /// <param name="current">What signs.</param>
    /// <param name="previous">What still verifies after a change.</param>
    public Secrets(byte[] current, params IEnumerable<byte[]> previous) => _roots = [current, .. previous];

    /// <summary>The key that signs and hashes for a purpose.</summary>
    public byte[] Current(string purpose) => Derive(_roots[0], purpose);

    /// <summary>The keys that verify for a purpose, the current one first.</summary>
    public IEnumerable<byte[]> All(string purpose) => _roots.Select(root => Derive(root, purpose));

    private static byte[] Derive(byte[] root, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, root, outputLength: 32, salt: null, info: Encoding.UTF8.GetBytes("HeadlessCms " + purpose));
}
