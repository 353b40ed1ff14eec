using System.Buffers;
using System.Text;

namespace HeadlessCms.Attachments.Formats;

/// <summary>Plain text: UTF-8, or GB18030 as older Chinese systems write it, without control characters.</summary>
internal static class TextContent
{
    private const int ChunkSize = 32 * 1024;

    // A noncharacter stands for what cannot be decoded: no text contains it, and nothing needs to be thrown.
    private static readonly DecoderReplacementFallback _undecodable = new("\uFFFF");

    private static readonly SearchValues<char> _neverInText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Except("\t\n\r\f\x1A"), '\x7F', '\uFFFF']);

    private static readonly Encoding _utf8 =
        Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, _undecodable);

    private static readonly Encoding _gb18030 = CodePagesEncodingProvider.Instance
        .GetEncoding("gb18030", EncoderFallback.ExceptionFallback, _undecodable)!; // part of .NET since Core 3.0

    public static bool IsText(ByteCursor cursor) =>
        Read(cursor, _utf8) is not null
        || (Read(cursor, _gb18030) is var (nonAscii, chinese) && chinese * 2 >= nonAscii);

    /// <summary>How much of it is not ASCII, and how much of that is Chinese; null when it is not text of this encoding.</summary>
    private static (long NonAscii, long Chinese)? Read(ByteCursor cursor, Encoding encoding)
    {
        var bytes = new byte[ChunkSize];
        var chars = new char[encoding.GetMaxCharCount(ChunkSize)];
        var decoder = encoding.GetDecoder();
        var (nonAscii, chinese) = (0L, 0L);
        cursor.TrySeek(0);
        int read;
        do
        {
            read = cursor.ReadSome(bytes);
            var text = chars.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0));
            if (text.ContainsAny(_neverInText))
            {
                return null;
            }

            nonAscii += Count(text, c => !char.IsAscii(c));
            chinese += Count(text, IsChinese);
        }
        while (read > 0);

        return (nonAscii, chinese);
    }

    /// <summary>Ideographs and their punctuation: what random bytes rarely decode to for long.</summary>
    private static bool IsChinese(char c) =>
        c is (>= '\u3000' and <= '\u303F') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uFF00' and <= '\uFFEF');

    private static long Count(ReadOnlySpan<char> text, Func<char, bool> matches)
    {
        var count = 0L;
        foreach (var c in text)
        {
            count += matches(c) ? 1 : 0;
        }

        return count;
    }
}
