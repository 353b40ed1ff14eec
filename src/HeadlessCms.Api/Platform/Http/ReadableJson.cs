using System.Buffers;
using System.Text.Encodings.Web;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Writes text as people read it: 苏州, 𠮷 and 😀 stay what they are. Escaped is only what RFC 8259 section 7 demands
/// (the quote, the backslash, controls); half of a surrogate pair, which UTF-8 cannot write, becomes U+FFFD.
/// The framework's most relaxed encoder still escapes everything outside the Basic Multilingual Plane.
/// Never put its output into HTML as it is.
/// </summary>
internal sealed class ReadableJson : JavaScriptEncoder
{
    /// <summary>The one instance; it holds no state.</summary>
    public static readonly JavaScriptEncoder Encoder = new ReadableJson();

    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(['"', '\\']).Concat(Enumerable.Range(0xD800, 0x800)).Select(code => (char)code)]);

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Concat(['"', '\\']).Select(code => (byte)code)]);

    private ReadableJson()
    {
    }

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6; // \u001f

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    // The base class has these two take pointers, so nobody can derive from it without saying unsafe.
    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) =>
        FirstToEncode(new ReadOnlySpan<char>(text, textLength));

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var escape = EscapeOf(unicodeScalar);
        var fits = escape.AsSpan().TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? escape.Length : 0;
        return fits;
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var escaped = utf8Text.IndexOfAny(Escaped);
        // Bytes that are not UTF-8 need the slow way too: there they become U+FFFD.
        return System.Text.Unicode.Utf8.IsValid(escaped < 0 ? utf8Text : utf8Text[..escaped])
            ? escaped
            : base.FindFirstCharacterToEncodeUtf8(utf8Text);
    }

    private static int FirstToEncode(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (text[at..].IndexOfAny(Suspects) is var next and >= 0)
        {
            at += next;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return at;
            }
            at += 2;
        }
        return -1;
    }

    private static string EscapeOf(int code) => code switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{code:x4}",
    };
}
