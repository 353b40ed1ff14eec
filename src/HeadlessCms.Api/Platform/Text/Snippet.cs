using AngleSharp.Dom;

namespace HeadlessCms.Platform.Text;

/// <summary>A body as plain text, for summaries, search and descriptions.</summary>
internal static class Snippet
{
    private static readonly HashSet<string> Inline =
    [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q",
        "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    ];

    // Readings of a ruby text repeat the word they stand over; the others are not shown to anyone.
    private static readonly HashSet<string> Unread = ["rt", "rp", "script", "style", "template", "noscript"];

    /// <summary>
    /// The words of the body in one line. Blocks are set apart by a space; a line break inside a block is one, too, but
    /// not between two characters of a script written without spaces.
    /// </summary>
    public static string PlainText(string html)
    {
        using var document = HtmlTree.Parse(html);
        var line = new FoldedLine();
        if (document.Body is { } body)
        {
            Append(line, body);
        }

        return line.ToString();
    }

    /// <summary>The beginning of the plain text: at most so many code points, the <c>…</c> of a cut included.</summary>
    public static string Summary(string html, int maximumCodePoints)
    {
        var text = PlainText(html);
        return CodePoints.Count(text) <= maximumCodePoints
            ? text
            : CodePoints.First(text, maximumCodePoints - 1).TrimEnd() + "…";
    }

    // Recursion is safe: the tree is no deeper than HtmlTree.MaximumDepth.
    private static void Append(FoldedLine line, INode parent)
    {
        foreach (var node in parent.ChildNodes)
        {
            if (node is IText text)
            {
                line.Append(text.Data);
            }
            else if (node is IElement element && !Unread.Contains(element.LocalName))
            {
                AppendElement(line, element);
            }
        }
    }

    private static void AppendElement(FoldedLine line, IElement element)
    {
        if (Inline.Contains(element.LocalName))
        {
            Append(line, element);
            return;
        }

        line.Border();
        Append(line, element);
        line.Border();
    }
}
