using System.Text;

namespace HeadlessCms.Platform.Text;

/// <summary>Gathers text into one line, every run of white space folded into one space or none.</summary>
internal sealed class FoldedLine
{
    private enum Gap { None, LineBreak, Space }

    private readonly StringBuilder _line = new();
    private Gap _gap;
    private Rune _last;

    /// <summary>What follows stands apart from what came before.</summary>
    public void Border() => _gap = Gap.Space;

    public void Append(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                Widen(rune);
            }
            else
            {
                Append(rune);
            }
        }
    }

    public override string ToString() => _line.ToString();

    // A line break and the indentation after it are how the source was set, not what was written.
    private void Widen(Rune space)
    {
        if (_gap == Gap.None)
        {
            _gap = space.Value is '\n' or '\r' ? Gap.LineBreak : Gap.Space;
        }
    }

    private void Append(Rune rune)
    {
        if (_line.Length > 0 && NeedsSpaceBefore(rune))
        {
            _line.Append(' ');
        }

        _line.Append(rune.ToString());
        _gap = Gap.None;
        _last = rune;
    }

    private bool NeedsSpaceBefore(Rune next) => _gap switch
    {
        Gap.None => false,
        Gap.Space => true,
        _ => !(Scripts.IsWrittenWithoutSpaces(_last) && Scripts.IsWrittenWithoutSpaces(next)),
    };
}
