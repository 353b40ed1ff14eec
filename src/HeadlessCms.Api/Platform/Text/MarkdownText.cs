using Markdig;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// Markdown as editors write it: CommonMark with tables, footnotes, plain links and the emphasis of
/// <c>~~del~~ ++ins++ ==mark== H~2~O x^2^</c>. HTML inside is welcome, as the result is sanitised like any other.
/// </summary>
internal static class MarkdownText
{
    private const int MaximumHtmlLength = 8 * 1024 * 1024;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseFootnotes().UseAutoLinks().UseEmphasisExtras()
        .Build();

    /// <summary>Sanitised HTML.</summary>
    /// <exception cref="TooComplexException">When it is nested or entangled beyond what any article needs.</exception>
    public static string ToHtml(string markdown)
    {
        MarkdownCost.Refuse(markdown);
        using var html = new BoundedWriter(MaximumHtmlLength);
        try
        {
            Markdown.ToHtml(markdown, html, Pipeline);
        }
        catch (ArgumentException deep)
        {
            // Markdig has no type of its own for its depth limit; nothing else in this call can be a wrong argument.
            throw new TooComplexException(deep.Message);
        }

        return SafeHtml.Sanitize(html.ToString());
    }
}
