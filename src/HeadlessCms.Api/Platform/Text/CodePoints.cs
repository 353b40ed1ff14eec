namespace HeadlessCms.Platform.Text;

/// <summary>
/// Text measured and judged by Unicode code points, so 𠮷 and 😀 count as the one character people see in them.
/// </summary>
internal static class CodePoints
{
    /// <summary>The number of code points; a lone surrogate counts as one.</summary>
    public static int Count(string text)
    {
        var pairs = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                pairs++;
            }
        }

        return text.Length - pairs;
    }

    /// <summary>
    /// False for NUL, which PostgreSQL cannot store, and for a lone surrogate, which UTF-8 cannot write.
    /// </summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return false;
            }

            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first <paramref name="count"/> code points, or the whole text when it has no more.</summary>
    public static string First(string text, int count)
    {
        var end = 0;
        for (; count > 0 && end < text.Length; count--)
        {
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        }

        return text[..end];
    }
}
