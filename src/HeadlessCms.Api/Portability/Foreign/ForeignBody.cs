using System.Text.RegularExpressions;
using AngleSharp.Dom;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// A body from elsewhere in which files that lie beside it are attachments, and every other address is whole, as there is no page
/// any more that it could be read from.
/// </summary>
internal static partial class ForeignBody
{
    /// <summary>Changes the addresses below an element.</summary>
    /// <param name="body">What is changed.</param>
    /// <param name="page">Where it was shown, or null when nobody knows.</param>
    /// <param name="fileOf">The file of an address as it stands in the body, and of that address when it is whole; null when none lies here.</param>
    /// <param name="take">Makes an attachment of a file, with what is said of it here.</param>
    /// <param name="missing">Is told, in words, of each picture that lies nowhere, and of each document of the page's own site.</param>
    public static void Rewrite(
        IElement body, Uri? page, Func<string, Uri?, string?> fileOf, Func<string, AttachmentDraft, Guid?> take, Action<string> missing)
    {
        foreach (var element in body.QuerySelectorAll("*").ToList())
        {
            foreach (var name in SafeHtmlVocabulary.Addresses.Where(element.HasAttribute))
            {
                Rewrite(element, name, page, fileOf, take, missing);
            }
        }
    }

    /// <summary>What a file is served as.</summary>
    public static string AddressOf(Guid id) => $"/v1/attachments/{id}/content";

    private static void Rewrite(
        IElement element, string name, Uri? page, Func<string, Uri?, string?> fileOf, Func<string, AttachmentDraft, Guid?> take, Action<string> missing)
    {
        var address = element.GetAttribute(name)!.Trim(); // it has one
        if (address.Length == 0 || address[0] == '#')
        {
            return;
        }
        var whole = ForeignText.Web(address) ?? (!Scheme().IsMatch(address) && page is not null && Uri.TryCreate(page, address, out var resolved) ? ForeignText.Web(resolved.AbsoluteUri) : null);
        var isShown = name is "src" or "poster";
        var mayBeFile = MayBeFile(element, name, whole?.AbsolutePath ?? address);
        var file = mayBeFile ? fileOf(address, whole) : null;
        if (file is not null && take(file, new AttachmentDraft { Alt = isShown ? element.GetAttribute("alt") : null }) is { } id)
        {
            element.SetAttribute(name, AddressOf(id));
            element.RemoveAttribute("srcset"); // sizes of the picture as the other system made them
            element.RemoveAttribute("sizes");
            return;
        }
        if (isShown && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            missing($"The picture {address} is not here.");
        }
        else if (mayBeFile && !isShown && file is null && IsOfItsSite(address, whole, page)) // of one that lies here, what is wrong was said
        {
            missing($"The document {address} is not here: the link still leads to the old site.");
        }
        if (whole is not null)
        {
            element.SetAttribute(name, whole.AbsoluteUri);
        }
    }

    private static bool IsOfItsSite(string address, Uri? whole, Uri? page) => whole is null ? !Scheme().IsMatch(address) : whole.Host == page?.Host;

    // Of links only those to documents and pictures: one to a page leads to that page.
    private static bool MayBeFile(IElement element, string name, string path) =>
        name is "src" or "poster" || (name == "href" && element.LocalName == "a"
            && MediaTypes.Accepted.Any(type => type.Extensions.Any(extension => path.Split('?', '#')[0].EndsWith(extension, StringComparison.OrdinalIgnoreCase))));

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9+.-]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
