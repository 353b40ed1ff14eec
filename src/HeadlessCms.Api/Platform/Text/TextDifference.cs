using System.Text;
using DiffPlex;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// What differs between two texts, for people to read: first paragraph by paragraph, and in those that changed word by
/// word, Chinese character by character. The work is bounded whatever the texts are: what would cost more than the
/// bound is shown as one whole that was replaced by another.
/// </summary>
internal sealed class TextDifference
{
    private const int Context = 40;
    private const int MaximumPiece = 4_000;
    private const int MaximumText = 100_000;
    private const int MaximumParagraph = 200_000;
    private const char LeftOut = '…';

    // Comparing n pieces costs at most n² steps, a few nanoseconds each.
    private long _steps = 100_000_000;

    private TextDifference()
    {
    }

    /// <summary>As <c>git diff --word-diff</c> writes it; empty when nothing differs.</summary>
    public static string Between(string before, string after) => Write(new TextDifference().Parts(before, after));

    private List<Part> Parts(string before, string after)
    {
        var parts = new List<Part>();
        foreach (var part in Compare(before, after, ParagraphChunker.Instance, _steps / 2))
        {
            if (part is { Removed.Length: > 0, Added.Length: > 0 } && part.Removed.Length + part.Added.Length <= MaximumParagraph)
            {
                parts.Add(new Part(part.Kept, "", ""));
                parts.AddRange(Joined(Compare(part.Removed, part.Added, WordChunker.Instance, _steps)));
            }
            else
            {
                parts.Add(part);
            }
        }
        return parts;
    }

    private IEnumerable<Part> Compare(string before, string after, IChunker chunker, long steps)
    {
        var (one, other) = (chunker.Chunk(before), chunker.Chunk(after));
        var start = 0;
        while (start < one.Count && start < other.Count && one[start] == other[start])
        {
            start++;
        }
        var end = 0;
        while (end < one.Count - start && end < other.Count - start && one[^(end + 1)] == other[^(end + 1)])
        {
            end++;
        }
        var (removed, added) = (Text(one, start, one.Count - end), Text(other, start, other.Count - end));
        var length = (long)one.Count + other.Count - (2 * (start + end));
        var isCheap = length * length <= steps;
        _steps -= isCheap ? length * length : 0;
        var between = isCheap ? Between(removed, added, chunker) : [new Part("", removed, added)];
        return [new Part(Text(one, 0, start), "", ""), .. between, new Part(Text(one, one.Count - end, one.Count), "", "")];
    }

    private static IEnumerable<Part> Between(string before, string after, IChunker chunker)
    {
        var found = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, chunker);
        var at = 0;
        foreach (var block in found.DiffBlocks)
        {
            yield return new Part(
                Text(found.PiecesOld, at, block.DeleteStartA),
                Text(found.PiecesOld, block.DeleteStartA, block.DeleteStartA + block.DeleteCountA),
                Text(found.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB));
            at = block.DeleteStartA + block.DeleteCountA;
        }
        yield return new Part(Text(found.PiecesOld, at, found.PiecesOld.Count), "", "");
    }

    // Where less was kept between two changes than either changed, they read better as one: else unrelated sentences
    // come out as confetti around every 的.
    private static List<Part> Joined(IEnumerable<Part> parts)
    {
        var joined = new List<Part>();
        foreach (var part in parts.Where(part => !part.IsEmpty))
        {
            if (joined.Count > 0 && joined[^1] is { IsChange: false } plain)
            {
                joined[^1] = part with { Kept = plain.Kept + part.Kept };
            }
            else if (joined.Count > 0 && part.IsChange && part.Kept.Length <= Math.Min(joined[^1].Size, part.Size))
            {
                var last = joined[^1];
                joined[^1] = last with { Removed = last.Removed + part.Kept + part.Removed, Added = last.Added + part.Kept + part.Added };
            }
            else
            {
                joined.Add(part);
            }
        }
        return joined;
    }

    private static string Write(IEnumerable<Part> parts)
    {
        var text = new StringBuilder();
        var kept = new StringBuilder();
        foreach (var part in parts)
        {
            kept.Append(part.Kept);
            if (!part.IsChange)
            {
                continue;
            }
            if (text.Length > MaximumText)
            {
                return text.Append(LeftOut).ToString();
            }
            text.Append(Around(kept.ToString(), hasBefore: text.Length > 0, hasAfter: true));
            kept.Clear();
            text.Append(Marked("[-", part.Removed, "-]")).Append(Marked("{+", part.Added, "+}"));
        }
        return text.Length == 0 ? "" : text.Append(Around(kept.ToString(), hasBefore: true, hasAfter: false)).ToString();
    }

    // What is kept next to a change, from its end and to its beginning.
    private static string Around(string kept, bool hasBefore, bool hasAfter)
    {
        if (kept.Length <= (hasBefore ? Context : 0) + (hasAfter ? Context : 0))
        {
            return kept;
        }
        return (hasBefore ? First(kept, Context) : "") + LeftOut + (hasAfter ? Last(kept, Context) : "");
    }

    private static string Marked(string opening, string text, string closing) => text.Length switch
    {
        0 => "",
        > MaximumPiece => opening + First(text, MaximumPiece) + LeftOut + closing,
        _ => opening + text + closing,
    };

    private static string First(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Last(string text, int length) => text[(char.IsLowSurrogate(text[^length]) ? ^(length - 1) : ^length)..];

    private static string Text(IReadOnlyList<string> pieces, int from, int to) => string.Concat(pieces.Skip(from).Take(to - from));

    /// <summary>What was kept, and what was changed after it.</summary>
    private sealed record Part(string Kept, string Removed, string Added)
    {
        public bool IsChange => Removed.Length + Added.Length > 0;

        public bool IsEmpty => !IsChange && Kept.Length == 0;

        public int Size => Math.Max(Removed.Length, Added.Length);
    }
}
