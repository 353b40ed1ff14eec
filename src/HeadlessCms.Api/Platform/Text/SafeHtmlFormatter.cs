using AngleSharp.Dom;
using Ganss.Xss;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// Writes HTML as people do: <c>controls</c> and not <c>controls=""</c>. Only for trees that were sanitised.
/// </summary>
internal sealed class SafeHtmlFormatter : HtmlFormatter
{
    public static new readonly SafeHtmlFormatter Instance = new();

    protected override string Attribute(IAttr attribute) => attribute switch
    {
        { Name: TextAlignment.Attribute } => $"style=\"text-align: {attribute.Value}\"",
        { Value: "" } when SafeHtmlVocabulary.Switches.Contains(attribute.Name) => attribute.Name,
        _ => base.Attribute(attribute),
    };
}
