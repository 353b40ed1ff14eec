using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform;

namespace HeadlessCms.Access;

/// <summary>
/// How a key looks: <c>hcms_</c>, 43 random characters and a checksum of 6, all of <c>0–9 A–Z a–z</c>. Whoever finds one, a
/// scanner for leaked secrets among them, can tell it from a typo without asking us.
/// </summary>
internal static class KeyText
{
    /// <summary>How every key begins.</summary>
    public const string Prefix = "hcms_";

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 43; // 62^43 > 2^256
    private const int ChecksumLength = 6; // 62^6 > 2^32
    private static readonly int Length = Prefix.Length + RandomLength + ChecksumLength;

    /// <summary>A new one, of 256 random bits.</summary>
    public static string Make(TimeProvider clock)
    {
        var begin = Prefix + clock.NewText(Digits, RandomLength);
        return begin + ChecksumOf(begin);
    }

    /// <summary>Whether it can be one of ours; says nothing of whether it opens anything.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.EndsWith(ChecksumOf(text[..^ChecksumLength]), StringComparison.Ordinal);

    /// <summary>What is shown of a key for good, to tell it from others: of its checksum, so nothing of its secret.</summary>
    public static string HintOf(string text) => text[^4..];

    // The first four bytes of the SHA-256 of all before it, as a number in base 62.
    private static string ChecksumOf(string begin)
    {
        var number = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(begin)));
        Span<char> checksum = stackalloc char[ChecksumLength];
        for (var at = ChecksumLength - 1; at >= 0; at--)
        {
            (number, var digit) = Math.DivRem(number, 62);
            checksum[at] = Digits[(int)digit];
        }
        return new string(checksum);
    }
}
