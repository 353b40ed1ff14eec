using System.Xml.Linq;

namespace HeadlessCms.Portability.Foreign;

/// <summary>An item of WordPress's export. Its namespaces carry the version in their names, so they are told by how they begin.</summary>
internal sealed class WxrPost(XElement item)
{
    private const string Own = "http://wordpress.org/export/";

    /// <summary><c>post</c>, <c>page</c>, <c>attachment</c>, or whatever a plug-in made.</summary>
    public string Type => Text("post_type") ?? "post";

    /// <summary><c>publish</c>, <c>future</c>, <c>draft</c>, <c>pending</c>, <c>private</c>, <c>trash</c>, …</summary>
    public string State => Text("status") ?? "publish";

    /// <summary>Its text.</summary>
    public string? Content => item.Element(XName.Get("encoded", "http://purl.org/rss/1.0/modules/content/"))?.Value;

    /// <summary>Its summary, or a file's caption.</summary>
    public string? Excerpt => item.Elements().FirstOrDefault(element =>
        element.Name.LocalName == "encoded" && element.Name.NamespaceName.StartsWith(Own, StringComparison.Ordinal))?.Value;

    /// <summary>The login of who wrote it.</summary>
    public string? Author => Element(XName.Get("creator", "http://purl.org/dc/elements/1.1/"));

    /// <summary>The sections it lies in: what they are called in addresses, and by their names.</summary>
    public IEnumerable<(string Slug, string Name)> Categories => InDomain("category");

    /// <summary>Its tags.</summary>
    public IEnumerable<string> Tags => InDomain("post_tag").Concat(InDomain("tag")).Select(tag => tag.Name);

    /// <summary>What RSS itself says of it; null when it says nothing.</summary>
    public string? Element(XName name) => item.Element(name)?.Value is { Length: > 0 } text ? text : null;

    /// <summary>What WordPress says of it; null when it says nothing.</summary>
    public string? Text(string name) => TextOf(item, name);

    /// <summary>A custom field; null when it has none of this name.</summary>
    public string? Meta(string key) => item.Elements()
        .Where(element => element.Name.LocalName == "postmeta" && TextOf(element, "meta_key") == key)
        .Select(element => TextOf(element, "meta_value")).FirstOrDefault();

    /// <summary>A date: in UTC where that is said, else as clocks in this zone show it; null where there is none.</summary>
    public DateTimeOffset? Date(string name, TimeZoneInfo zone) =>
        ForeignText.Time(Text($"{name}_gmt"), TimeZoneInfo.Utc) ?? ForeignText.Time(Text(name), zone);

    /// <summary>What WordPress says below an element; null when it says nothing.</summary>
    public static string? TextOf(XElement element, string name) => element.Elements().FirstOrDefault(inner =>
        inner.Name.LocalName == name && inner.Name.NamespaceName.StartsWith(Own, StringComparison.Ordinal))?.Value is { Length: > 0 } text ? text : null;

    private IEnumerable<(string Slug, string Name)> InDomain(string domain) => item.Elements("category")
        .Where(element => element.Attribute("domain")?.Value == domain)
        .Select(element => (element.Attribute("nicename")?.Value ?? "", ForeignText.Line(element.Value) ?? ""))
        .Where(found => found.Item2.Length > 0);
}
