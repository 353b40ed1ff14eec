using AngleSharp;
using AngleSharp.Dom;
using Ganss.Xss;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// The door every body passes before it is stored or shown: what comes out holds prose, tables, pictures and links,
/// and nothing that runs. Clean HTML comes out as it went in, byte for byte.
/// </summary>
internal static class SafeHtml
{
    // Far more than any tree is known to need: two settle ordinary HTML, three what was unwrapped.
    private const int MaximumPasses = 10;

    // Shared: the sanitizer is thread-safe once it is set up.
    private static readonly HtmlSanitizer Sanitizer = CreateSanitizer();

    /// <summary>The same for the same input, and itself unchanged by another round.</summary>
    /// <exception cref="TooComplexException">When it is nested or entangled beyond what any article needs.</exception>
    public static string Sanitize(string html)
    {
        // Taking tags away can leave a tree that HTML cannot spell (a paragraph in a paragraph), and then a browser
        // would build another one than was judged. So it is read again until nothing changes any more.
        for (var pass = 0; pass < MaximumPasses; pass++)
        {
            var safe = SanitizeOnce(html);
            if (safe == html)
            {
                return safe;
            }

            html = safe;
        }

        throw new TooComplexException("Its tags are entangled so that it reads differently each time.");
    }

    private static string SanitizeOnce(string html)
    {
        using var document = HtmlTree.Parse(html);
        TextAlignment.TakeFromStyles(document);
        Sanitizer.SanitizeDom(document, document.Body);
        return document.Body?.ChildNodes.ToHtml(SafeHtmlFormatter.Instance) ?? "";
    }

    private static HtmlSanitizer CreateSanitizer()
    {
        var options = HtmlSanitizerOptions.Empty();
        options.AllowedTags.UnionWith(SafeHtmlVocabulary.Elements);
        options.AllowedAttributes.UnionWith(SafeHtmlVocabulary.Attributes);
        options.UriAttributes.UnionWith(SafeHtmlVocabulary.Addresses);
        options.UriListAttributes.Add("srcset");
        options.AllowedSchemes.UnionWith(SafeHtmlVocabulary.Schemes);

        var sanitizer = new HtmlSanitizer(options);
        sanitizer.RemovingTag += KeepProse;
        sanitizer.RemovingAttribute += KeepHarmlessValues;
        return sanitizer;
    }

    private static void KeepProse(object? sender, RemovingTagEventArgs removing)
    {
        var element = removing.Tag;
        if (element.NamespaceUri != NamespaceNames.HtmlUri
            || SafeHtmlVocabulary.WithoutProse.Contains(element.LocalName))
        {
            return;
        }

        element.Replace([.. element.ChildNodes]);
        removing.Cancel = true;
    }

    private static void KeepHarmlessValues(object? sender, RemovingAttributeEventArgs removing)
    {
        var (element, attribute) = (removing.Tag.LocalName, removing.Attribute);
        removing.Cancel = removing.Reason == RemoveReason.NotAllowedAttribute
            && SafeHtmlVocabulary.AllowsValue(element, attribute.Name, attribute.Value);
    }
}
