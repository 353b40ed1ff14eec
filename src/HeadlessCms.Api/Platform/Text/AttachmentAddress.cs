using System.Text.RegularExpressions;

namespace HeadlessCms.Platform.Text;

/// <summary>The address an attachment's bytes have inside a body: <c>/v1/attachments/{id}/content</c>.</summary>
internal static partial class AttachmentAddress
{
    /// <summary>The id in such an address, with or without a host before it and a query behind it; else null.</summary>
    public static Guid? IdIn(string address) =>
        Shape().Match(address) is { Success: true } match ? Guid.ParseExact(match.Groups["id"].ValueSpan, "D") : null;

    /// <summary>
    /// The HTML with this added to the query of every such address on our own server; another server's, host and all, is
    /// left as it is.
    /// </summary>
    public static string WithQuery(string html, string query) => Attribute().Replace(html, attribute =>
        OwnAddress().Replace(attribute.Value, address => address.Value + (address.Groups["query"].Success ? "&amp;" : "?") + query));

    [GeneratedRegex(
        @"\s(href|src|cite|poster|srcset)=""[^""]*/v1/attachments/[^""]*""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();

    [GeneratedRegex(
        $@"(?<=[""\s,])/v1/attachments/{Id}/content(?<query>\?[^\s""#,]*)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnAddress();

    private const string Id = "(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})";

    [GeneratedRegex(
        $@"\A\s*((https?:)?//[^/?#]+)?/v1/attachments/{Id}/content([?#]|\s*\z)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
