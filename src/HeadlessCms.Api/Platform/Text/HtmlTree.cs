using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace HeadlessCms.Platform.Text;

/// <summary>The one way HTML from outside is parsed: as a browser would, but within bounds.</summary>
internal static class HtmlTree
{
    /// <summary>Levels of elements, html and body included; browsers themselves stop nesting at 512.</summary>
    public const int MaximumDepth = 256;

    /// <summary>A table of 5,000 rows of 15 cells still fits.</summary>
    public const int MaximumElements = 100_000;

    /// <summary>
    /// Side by side in one element, words between them included; going through them costs the square of it.
    /// </summary>
    public const int MaximumChildren = 20_000;

    private static readonly AngleSharp.IConfiguration Configuration = AngleSharp.Configuration.Default;

    // Scripting on, as in the browsers of the readers: what they see of <noscript> is what is judged here.
    private static readonly HtmlParserOptions Options = new() { IsScripting = true };

    /// <summary>The document whose body holds the fragment.</summary>
    /// <exception cref="TooComplexException">When it goes beyond the bounds.</exception>
    public static IHtmlDocument Parse(string html)
    {
        var document = ParseWithin(new ElementBudget(MaximumElements, MaximumDepth), html);
        if (document.All.Any(element => element.ChildNodes.Length > MaximumChildren))
        {
            throw new TooComplexException($"One of its elements holds more than {MaximumChildren} others.");
        }

        // Copies of an element left open share their attributes in memory, but each would write them out.
        var written = document.All.SelectMany(element => element.Attributes).Sum(each => (long)each.Value.Length);
        if (written > 2L * html.Length)
        {
            throw new TooComplexException("It repeats its attributes by elements left open.");
        }

        return document;
    }

    private static IHtmlDocument ParseWithin(ElementBudget budget, string html)
    {
        try
        {
            var context = BrowsingContext.New(Configuration.WithOnly<IElementFactory<Document, HtmlElement>>(budget));
            return new HtmlParser(Options, context).ParseDocument("<!doctype html><html><body>" + html);
        }
        catch (Exception lost) when (lost is ArgumentOutOfRangeException or NullReferenceException)
        {
            // AngleSharp's parser loses its open elements in some tangles of select with html, body or frameset.
            throw new TooComplexException("Its tags are entangled beyond reading.");
        }
    }
}
