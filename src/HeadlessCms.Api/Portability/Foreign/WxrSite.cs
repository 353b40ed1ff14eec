using System.Xml.Linq;

namespace HeadlessCms.Portability.Foreign;

/// <summary>What WordPress's export says before its items: the tree of sections, and who the authors are.</summary>
internal sealed class WxrSite
{
    private const int Deepest = 50;

    private readonly Dictionary<string, (string Name, string? Parent)> _categories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _authors = new(StringComparer.Ordinal);

    private WxrSite()
    {
    }

    /// <summary>Of a document whose beginning cannot be read.</summary>
    public static WxrSite Empty => new();

    /// <summary>Reads the beginning.</summary>
    public static WxrSite Of(XElement head)
    {
        var site = new WxrSite();
        foreach (var element in head.Descendants())
        {
            if (element.Name.LocalName == "category" && WxrPost.TextOf(element, "category_nicename") is { } slug)
            {
                site._categories[slug] = (ForeignText.Line(WxrPost.TextOf(element, "cat_name")) ?? slug, WxrPost.TextOf(element, "category_parent"));
            }
            if (element.Name.LocalName == "author" && WxrPost.TextOf(element, "author_login") is { } login && WxrPost.TextOf(element, "author_display_name") is { } name)
            {
                site._authors[login] = name;
            }
        }
        return site;
    }

    /// <summary>Who wrote it, by the name that readers saw.</summary>
    public string? AuthorOf(string? login) => login is not null && _authors.TryGetValue(login, out var name) ? name : login;

    /// <summary>The names from the top down to a section, and what they are called in addresses.</summary>
    public (IReadOnlyList<string> Names, IReadOnlyList<string?> Slugs) WayOf((string Slug, string Name) category)
    {
        var (names, slugs) = (new List<string> { category.Name }, new List<string?> { ForeignArticle.SlugOf(category.Slug) });
        var above = _categories.GetValueOrDefault(category.Slug).Parent;
        while (above is not null && names.Count < Deepest && _categories.TryGetValue(above, out var next))
        {
            names.Insert(0, next.Name);
            slugs.Insert(0, ForeignArticle.SlugOf(above));
            above = next.Parent;
        }
        return (names, slugs);
    }
}
