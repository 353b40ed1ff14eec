using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Strong entity tags (RFC 9110 section 8.8.3), one a representation and content coding: <c>"x"</c>, <c>"x-br"</c>,
/// <c>"x-gzip"</c>.
/// </summary>
internal static class EntityTags
{
    private static readonly string[] Codings = ["-br", "-gzip"];

    /// <summary>The tag of whatever these parts decide.</summary>
    public static string Of(params ReadOnlySpan<string?> parts) =>
        Quote(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

    /// <summary>The tag of these bytes.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Quote(SHA256.HashData(bytes));

    /// <summary>
    /// A tag of two parts, <c>"own.rest"</c>: what its editors change, and what else it shows (counts, other resources).
    /// A write compares only the first, so that nobody's edit is refused because an article was published meanwhile.
    /// </summary>
    public static string Join(string own, string rest) => $"{own[..^1]}.{rest[1..]}";

    /// <summary>Whether a client's list of tags names one whose own part is this, whatever the rest was.</summary>
    public static bool NamesOwn(string? list, string own) =>
        Names(list, own, candidate => Own(Plain(Strong(candidate))));

    /// <summary>The tag of the same representation in another coding.</summary>
    public static string Coded(string tag, string? coding) => coding is null ? tag : $"{tag[..^1]}-{coding}\"";

    /// <summary>
    /// Whether an <c>If-None-Match</c> names this very representation (RFC 9110 section 13.1.2: compared weakly). The
    /// same in another coding is another: a cache could not tell which of its copies a 304 speaks of.
    /// </summary>
    public static bool Matches(string? list, string tag) => Names(list, tag, Strong);

    /// <summary>
    /// Whether an <c>If-Match</c> names this state, in whatever coding, weak or strong: the client read it through a
    /// proxy that compressed it and weakened the tag, and it is the same state all the same.
    /// </summary>
    public static bool Names(string? list, string tag) => Names(list, tag, candidate => Plain(Strong(candidate)));

    private static bool Names(string? list, string tag, Func<string, string> reading)
    {
        if (string.IsNullOrEmpty(list))
        {
            return false;
        }
        if (string.Equals(list, tag, StringComparison.Ordinal) && reading(tag) == tag)
        {
            return true;
        }
        if (list.Trim() == "*")
        {
            return true;
        }
        return list.Split(',', StringSplitOptions.TrimEntries).Any(candidate => reading(candidate) == tag);
    }

    private static string Own(string tag) =>
        tag.IndexOf('.', StringComparison.Ordinal) is > 0 and var end ? tag[..end] + '"' : tag;

    private static string Strong(string candidate) =>
        candidate.StartsWith("W/", StringComparison.Ordinal) ? candidate[2..] : candidate;

    private static string Plain(string tag)
    {
        var coding = Codings.FirstOrDefault(coding => tag.EndsWith(coding + '"', StringComparison.Ordinal));
        return coding is null ? tag : tag[..^(coding.Length + 1)] + '"';
    }

    private static string Quote(byte[] hash) => $"\"{Base64Url.EncodeToString(hash.AsSpan(0, 16)).Replace('-', '~')}\"";
}
