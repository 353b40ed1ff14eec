using AngleSharp.Dom;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// The one style a body may have. While it is sanitised it goes by the name of an ordinary attribute with one word as
/// its value, so no style sheet engine has to be trusted with strangers' CSS, nor waited for: that costs more than all
/// the rest.
/// </summary>
internal static class TextAlignment
{
    public const string Attribute = "data-text-align";

    private static readonly HashSet<string> Words = ["left", "right", "center", "justify", "start", "end"];

    public static bool IsWord(string value) => Words.Contains(value);

    /// <summary>
    /// Turns every style into the attribute, at the same place among its neighbours; other declarations go.
    /// </summary>
    public static void TakeFromStyles(IParentNode root)
    {
        foreach (var element in root.QuerySelectorAll("[style]"))
        {
            TakeFromStyle(element);
        }
    }

    private static void TakeFromStyle(IElement element)
    {
        var word = WordIn(element.GetAttribute("style") ?? "");
        if (word is null)
        {
            element.RemoveAttribute("style");
            return;
        }

        // The DOM cannot rename, so all are taken off and put on again; what would be removed later need not come back,
        // and could not, where its name is one that only a parser may give.
        foreach (var (name, value) in element.Attributes.Select(each => (each.Name, each.Value)).ToList())
        {
            element.RemoveAttribute(name);
            if (name == "style")
            {
                element.SetAttribute(Attribute, word);
            }
            else if (name != Attribute && SafeHtmlVocabulary.Knows(name))
            {
                element.SetAttribute(name, value);
            }
        }
    }

    private static string? WordIn(string style) => style.ToLowerInvariant().Split(';')
        .Select(declaration => declaration.Split(':', StringSplitOptions.TrimEntries))
        .LastOrDefault(parts => parts is ["text-align", var value] && IsWord(value))?[1];
}
