using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// Stands between the parser and its element factory and stops a parse that nests or multiplies beyond reason. One for
/// each parse. A count of tags would not do: an unclosed <c>&lt;b&gt;</c> is copied into every later paragraph,
/// and each such copy passes here, too.
/// </summary>
internal sealed class ElementBudget(int maximumElements, int maximumDepth) : IElementFactory<Document, HtmlElement>
{
    private static readonly IElementFactory<Document, HtmlElement> Factory =
        BrowsingContext.New(Configuration.Default).GetService<IElementFactory<Document, HtmlElement>>()
        ?? throw new InvalidOperationException("AngleSharp brings no element factory.");

    private int _made;
    private HtmlElement? _last;

    public HtmlElement Create(Document document, string localName, string? prefix, NodeFlags flags)
    {
        if (++_made > maximumElements)
        {
            throw new TooComplexException($"It makes more than {maximumElements} elements.");
        }

        // The last one has its place in the tree by now; this one gets its own after it is made.
        if (IsTooDeep(_last))
        {
            throw new TooComplexException($"Its elements are nested more than {maximumDepth} levels deep.");
        }

        return _last = Factory.Create(document, localName, prefix, flags);
    }

    private bool IsTooDeep(INode? node)
    {
        var depth = 0;
        for (; node is not null && depth <= maximumDepth; depth++)
        {
            node = node.Parent;
        }

        return depth > maximumDepth;
    }
}
