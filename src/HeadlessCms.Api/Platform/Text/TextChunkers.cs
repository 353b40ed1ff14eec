using System.Text;
using System.Text.RegularExpressions;
using DiffPlex;

namespace HeadlessCms.Platform.Text;

/// <summary>Cuts a text after its lines and, in HTML, after its blocks. All pieces together are the text.</summary>
internal sealed partial class ParagraphChunker : IChunker
{
    public static readonly ParagraphChunker Instance = new();

    public IReadOnlyList<string> Chunk(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        foreach (var end in Ends().EnumerateMatches(text))
        {
            pieces.Add(text[start..(end.Index + end.Length)]);
            start = end.Index + end.Length;
        }
        if (start < text.Length)
        {
            pieces.Add(text[start..]);
        }
        return pieces;
    }

    [GeneratedRegex(
        @"\n|</(p|div|section|h[1-6]|li|ul|ol|dl|dt|dd|tr|table|caption|figure|figcaption|blockquote|pre)>|<[bh]r>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Ends();
}

/// <summary>
/// Cuts a text into words, spaces, tags and single characters; in scripts written without spaces every character stands
/// for itself. All pieces together are the text.
/// </summary>
internal sealed class WordChunker : IChunker
{
    public static readonly WordChunker Instance = new();

    private const int MaximumTag = 2_000;

    public IReadOnlyList<string> Chunk(string text)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var length = LengthAt(text, start);
            pieces.Add(text.Substring(start, length));
            start += length;
        }
        return pieces;
    }

    private static int LengthAt(string text, int start)
    {
        var first = RuneAt(text, start);
        if (first.Value == '<' && TagLengthAt(text, start) is > 0 and var tag)
        {
            return tag;
        }
        return IsOfWord(first) ? RunLengthAt(text, start, IsOfWord)
            : Rune.IsWhiteSpace(first) ? RunLengthAt(text, start, Rune.IsWhiteSpace)
            : first.Utf16SequenceLength;
    }

    private static int RunLengthAt(string text, int start, Func<Rune, bool> belongs)
    {
        var end = start;
        while (end < text.Length && RuneAt(text, end) is var next && belongs(next))
        {
            end += next.Utf16SequenceLength;
        }
        return end - start;
    }

    private static int TagLengthAt(string text, int start)
    {
        var window = text.AsSpan(start, Math.Min(MaximumTag, text.Length - start));
        return window.Length > 2 && (char.IsAsciiLetter(window[1]) || window[1] == '/') ? window.IndexOf('>') + 1 : 0;
    }

    private static bool IsOfWord(Rune rune) => !Scripts.IsWrittenWithoutSpaces(rune)
        && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark);

    // Stored text holds no half of a surrogate pair; were there one, it would be a character of its own.
    private static Rune RuneAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune : new Rune('\uFFFD');
}
