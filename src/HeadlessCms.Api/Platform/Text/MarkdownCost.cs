namespace HeadlessCms.Platform.Text;

/// <summary>
/// Refuses, before it is parsed, Markdown whose cost is the square of its length: links, each sought through all others
/// of its block, tables, whose every row is filled up to the widest one, and lists set deeper and deeper.
/// </summary>
internal static class MarkdownCost
{
    private const long MaximumLinkSteps = 50_000_000;
    private const long MaximumCells = 100_000;
    private const int MaximumIndentation = 200;

    // CommonMark's own; any other white space neither ends a line nor makes one empty.
    private const string Blanks = " \t";
    private static readonly string[] LineEndings = ["\r\n", "\n", "\r"];

    /// <exception cref="TooComplexException">When it would cost more than any article needs.</exception>
    public static void Refuse(string markdown)
    {
        long steps = 0, cells = 0;
        foreach (var block in Blocks(markdown))
        {
            steps += block.Links * block.Links;
            cells += block.Rows * block.Columns;
            if (block.Indentation > MaximumIndentation || steps > MaximumLinkSteps || cells > MaximumCells)
            {
                throw new TooComplexException("One of its blocks holds too many links, table cells or levels.");
            }
        }
    }

    private static IEnumerable<Block> Blocks(string markdown)
    {
        var block = new Block();
        foreach (var line in markdown.Split(LineEndings, StringSplitOptions.None))
        {
            if (line.AsSpan().Trim(Blanks).Length > 0)
            {
                block = block.With(line);
                continue;
            }

            yield return block;
            block = new Block();
        }

        yield return block;
    }

    /// <summary>Lines without an empty one between them.</summary>
    private readonly record struct Block(long Links, long Rows, long Columns, int Indentation)
    {
        public Block With(ReadOnlySpan<char> line)
        {
            var pipes = line.Count('|');
            return new Block(
                Links + line.Count('[') + line.Count("://") + line.Count("www."),
                Rows + Math.Min(pipes, 1),
                Math.Max(Columns, pipes + 1),
                Math.Max(Indentation, line.Length - line.TrimStart(Blanks).Length));
        }
    }
}
