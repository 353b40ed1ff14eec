using AngleSharp.Dom;
using AngleSharp.Html;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// One picture of a body: its place among them from 0, and what readers who do not see it are told. <c>Alt</c> is null
/// where the attribute is missing; <c>Decorative</c> says that there is nothing to tell.
/// </summary>
internal sealed record BodyImage(int Index, string? Src, string? Alt, bool Decorative);

/// <summary>What a body shows and links to.</summary>
internal static class BodyImages
{
    /// <summary>Every picture, in the order of reading.</summary>
    public static IReadOnlyList<BodyImage> In(string html)
    {
        using var document = HtmlTree.Parse(html);
        return [.. document.QuerySelectorAll("img").Select(ToBodyImage)];
    }

    /// <summary>The attachments the body shows or links to, each once, in the order of reading.</summary>
    public static IEnumerable<Guid> AttachmentIds(string html)
    {
        using var document = HtmlTree.Parse(html);
        return [.. document.All.SelectMany(Addresses).Select(AttachmentAddress.IdIn).OfType<Guid>().Distinct()];
    }

    private static BodyImage ToBodyImage(IElement image, int index) => new(
        index,
        image.GetAttribute("src"),
        image.GetAttribute("alt"),
        image.HasAttribute("data-decorative") || image.GetAttribute("role") == "presentation");

    private static IEnumerable<string> Addresses(IElement element)
    {
        var single = SafeHtmlVocabulary.Addresses.Select(element.GetAttribute).OfType<string>();
        var candidates = SourceSet.Parse(element.GetAttribute("srcset") ?? "").Select(candidate => candidate.Url);
        return single.Concat(candidates.OfType<string>());
    }
}
