using System.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// In which encoding bytes from elsewhere may be: by their byte order mark, else as they say, else UTF-8 if they are that, else
/// GB18030, of which GB2312 and GBK are parts.
/// </summary>
internal static class ForeignEncodings
{
    /// <summary>Those to be tried, the likeliest first; each throws a <see cref="DecoderFallbackException"/> at bytes without a meaning.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="label">What they say of themselves, or null.</param>
    public static IReadOnlyList<Encoding> Of(ReadOnlySpan<byte> start, string? label)
    {
        foreach (var marked in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            if (start.StartsWith(marked.Preamble))
            {
                return [Strict(marked)];
            }
        }
        var labelled = label is null ? null : Named(label);
        // A label that could be read in single bytes is not of an encoding of two.
        return [.. new[] { labelled is UnicodeEncoding or UTF32Encoding ? null : labelled, Encoding.UTF8, Named("gb18030") }.OfType<Encoding>().Select(Strict)];
    }

    /// <summary>The encoding of this name, or null: of the Chinese ones the one that has all the others' characters.</summary>
    private static Encoding? Named(string name)
    {
        var known = name.Trim().ToLowerInvariant() is "gb2312" or "gbk" or "gb18030" or "x-gbk" or "cp936" or "936" or "gb_2312-80" ? "gb18030" : name.Trim();
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known) ?? Encoding.GetEncoding(known);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException) // UTF-7 is refused
        {
            return null;
        }
    }

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
