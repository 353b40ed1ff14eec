using System.Text.RegularExpressions;

namespace HeadlessCms.Platform.Text;

/// <summary>The elements, attributes and addresses an article may be made of. Everything else goes.</summary>
internal static partial class SafeHtmlVocabulary
{
    public static readonly string[] Elements =
    [
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "hr", "br", "wbr", "pre", "blockquote",
        "ul", "ol", "li", "dl", "dt", "dd",
        "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
        "figure", "figcaption", "img", "picture", "source", "audio", "video", "track",
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
        "small", "span", "strong", "sub", "sup", "time", "u", "var", "ruby", "rt", "rp",
    ];

    /// <summary>
    /// No class: it would let a body dress up as the site's own controls. No target: a reader decides where a link
    /// opens. No name, and no id but <see cref="HarmlessId"/>: scripts of the page find elements by both.
    /// </summary>
    public static readonly HashSet<string> Attributes =
    [
        "lang", "dir", "title",
        "href", "rel", "hreflang", "download", "cite", "datetime",
        "src", "srcset", "sizes", "media", "type", "alt", "width", "height", "loading", "data-decorative",
        "controls", "poster", "preload", "loop", "muted", "playsinline", "kind", "srclang", "label", "default",
        "scope", "colspan", "rowspan", "headers", "span",
        "start", "reversed", "value",
    ];

    /// <summary>Kept where <see cref="AllowsValue"/>.</summary>
    private static readonly HashSet<string> AttributesByValue = ["id", "role", TextAlignment.Attribute];

    /// <summary>Written without a value, as people write them.</summary>
    public static readonly HashSet<string> Switches =
        ["controls", "loop", "muted", "playsinline", "default", "reversed", "download", "data-decorative"];

    /// <summary>Attributes that hold one address.</summary>
    public static readonly string[] Addresses = ["href", "src", "cite", "poster"];

    /// <summary>Beside relative addresses.</summary>
    public static readonly string[] Schemes = ["http", "https", "mailto", "tel"];

    /// <summary>
    /// Elements whose content is not prose, so it goes with them. Of any other unknown element only the tags go: an
    /// article pasted with <c>&lt;font&gt;</c> or <c>&lt;article&gt;</c> keeps its words. This list is for tidiness;
    /// what makes the result safe is that only <see cref="Elements"/> stay.
    /// </summary>
    public static readonly HashSet<string> WithoutProse =
    [
        "script", "style", "template", "noscript", "iframe", "frame", "frameset", "noframes", "object", "embed",
        "applet", "noembed", "canvas", "title", "xmp", "plaintext", "listing", "svg", "math", "map",
        "textarea", "select", "datalist", "button", "input",
    ];

    /// <summary>Whether an attribute of that name may stay on any element.</summary>
    public static bool Knows(string name) => Attributes.Contains(name) || AttributesByValue.Contains(name);

    /// <summary>Whether an attribute that is not in <see cref="Attributes"/> may stay for its value.</summary>
    public static bool AllowsValue(string element, string name, string value) => name switch
    {
        "id" => HarmlessId().IsMatch(value),
        "role" => element == "img" && value == "presentation",
        TextAlignment.Attribute => TextAlignment.IsWord(value),
        _ => false,
    };

    /// <summary>
    /// An element's id becomes a property of window, so <c>id="config"</c> could stand in for a variable of the page's
    /// scripts (DOM clobbering). One with a colon inside cannot: no identifier has one. It is enough for footnotes
    /// (<c>fn:1</c>) and for what <c>headers</c> of a table cell names (<c>th:2020</c>).
    /// </summary>
    [GeneratedRegex(@"\A[a-z]+:[a-z0-9-]{1,64}\z")]
    private static partial Regex HarmlessId();
}
