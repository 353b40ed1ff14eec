using System.Buffers;
using System.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>A piece of an XML document.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Text">Its characters; null when there were more than a piece may have.</param>
/// <param name="IsWhole">Whether the document did not end within it.</param>
internal sealed record XmlSegment(int Line, string? Text, bool IsWhole);

/// <summary>
/// Cuts a long XML document into its head and its items, in memory that the longest piece alone decides. An item that is not
/// well-formed so costs itself and not all that follow it, as it would where the document is read as one. Items are known by their
/// names without a prefix; all have the first one's prefix, so that a like name within one is none.
/// </summary>
internal sealed class XmlSegments(TextReader source, params string[] items)
{
    /// <summary>Characters of a piece: as many as bytes of a line.</summary>
    public int Longest { get; init; } = TransferLines.LongestLine;

    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" \t\r\n/>");

    private readonly char[] _buffer = new char[32 * 1024];
    private readonly StringBuilder _text = new();
    private readonly List<string> _open = [];
    private readonly char[] _last = new char[3]; // by which the end of a long piece is known, of which not all is kept
    private int _at, _end, _line = 1, _lineOfMarkup = 1, _begin = 1;
    private bool _isTooLong;
    private string? _prefix; // of the first item; null before it

    /// <summary>What precedes the first item, with its open elements closed; then each item.</summary>
    public IEnumerable<XmlSegment> Read()
    {
        string? item = null;
        var isHead = true;
        while (Peek() >= 0)
        {
            var markup = Next();
            if (NameOf(markup) is { } name && markup[1] != '/' && IsItem(name))
            {
                _prefix ??= PrefixOf(name);
                _text.Length = Math.Max(0, _text.Length - markup.Length);
                if (isHead || item is not null)
                {
                    yield return isHead ? Head() : Piece(isWhole: false); // the one before has no end
                }
                (item, isHead, _begin, _isTooLong) = (name, false, _lineOfMarkup, false);
                _text.Clear().Append(markup);
            }
            if (item is not null && (IsEnd(markup, item) || (_text.Length == markup.Length && markup.EndsWith("/>", StringComparison.Ordinal))))
            {
                yield return Piece(isWhole: true);
                item = null;
            }
            else if (item is null && isHead)
            {
                Follow(markup);
            }
            else if (item is null)
            {
                _text.Clear(); // what stands between items and after the last says nothing
            }
        }
        if (isHead)
        {
            yield return Head();
        }
        else if (item is not null)
        {
            yield return Piece(isWhole: false);
        }
    }

    private bool IsItem(string name) => PrefixOf(name) is var prefix && (_prefix ?? prefix) == prefix && items.Contains(name[prefix.Length..]);

    // With its colon.
    private static string PrefixOf(string name) => name[..(name.IndexOf(':', StringComparison.Ordinal) + 1)];

    private XmlSegment Head()
    {
        var closing = string.Concat(Enumerable.Reverse(_open).Select(name => $"</{name}>"));
        var head = new XmlSegment(1, _isTooLong ? null : _text.ToString() + closing, IsWhole: true);
        _text.Clear();
        return head;
    }

    private XmlSegment Piece(bool isWhole)
    {
        var piece = new XmlSegment(_begin, _isTooLong ? null : _text.ToString(), isWhole);
        _text.Clear();
        return piece;
    }

    // The text as far as the next markup, and that.
    private string Next()
    {
        while (Peek() is >= 0 and not '<')
        {
            Take();
        }
        if (Peek() < 0)
        {
            return "";
        }
        _lineOfMarkup = _line;
        var markup = new StringBuilder();
        TakeTo(markup);
        if (Peek() is '!' or '?')
        {
            TakeTo(markup);
            var ending = markup[1] == '?' ? "?>" : Peek() == '-' ? "-->" : Peek() == '[' ? "]]>" : ">";
            for (var taken = 2; Peek() >= 0 && (taken < Least(ending) || !_last.AsSpan(_last.Length - ending.Length).SequenceEqual(ending)); taken++)
            {
                TakeTo(markup);
            }
            return markup.ToString();
        }
        // A value may hold ">", and no tag "<": there another one begins, in a document that is not well-formed.
        for (var quote = '\0'; Peek() is >= 0 and not '<';)
        {
            var letter = TakeTo(markup);
            if (letter == '>' && quote == '\0')
            {
                break;
            }
            quote = quote == '\0' && letter is '"' or '\'' ? letter : letter == quote ? '\0' : quote;
        }
        return markup.ToString();
    }

    // Which elements are open at the end of the head.
    private void Follow(string markup)
    {
        if (NameOf(markup) is not { } name || markup.EndsWith("/>", StringComparison.Ordinal))
        {
            return;
        }
        if (markup[1] != '/')
        {
            _open.Add(name);
        }
        else if (_open.LastIndexOf(name) is >= 0 and var at)
        {
            _open.RemoveRange(at, _open.Count - at);
        }
    }

    private static string? NameOf(string markup)
    {
        if (markup.Length < 3 || markup[0] != '<' || markup[1] is '!' or '?')
        {
            return null;
        }
        var begin = markup[1] == '/' ? 2 : 1;
        var end = markup.AsSpan(begin).IndexOfAny(EndOfName);
        return end <= 0 ? null : markup.Substring(begin, end);
    }

    private static bool IsEnd(string markup, string name) => markup.StartsWith("</", StringComparison.Ordinal) && NameOf(markup) == name;

    // "<!-->" is not the end of a comment yet.
    private static int Least(string ending) => ending == "-->" ? 7 : 2 + ending.Length;

    private int Peek()
    {
        if (_at == _end)
        {
            (_at, _end) = (0, source.Read(_buffer));
        }
        return _at < _end ? _buffer[_at] : -1;
    }

    private char TakeTo(StringBuilder markup)
    {
        var letter = Take();
        if (markup.Length <= Longest)
        {
            markup.Append(letter);
        }
        return letter;
    }

    private char Take()
    {
        var letter = _buffer[_at++];
        _line += letter == '\n' ? 1 : 0;
        (_last[0], _last[1], _last[2]) = (_last[1], _last[2], letter);
        if (_text.Length < Longest)
        {
            _text.Append(letter);
        }
        else
        {
            _isTooLong = true;
        }
        return letter;
    }
}
