using System.Text.RegularExpressions;

namespace HeadlessCms.Platform.Text;

/// <summary>The address an attachment's bytes have inside a body: <c>/v1/attachments/{id}/content</c>.</summary>
internal static partial class AttachmentAddress
{
    /// <summary>The id in such an address, with or without a host before it and a query behind it; else null.</summary>
    public static Guid? IdIn(string address) =>
        Shape().Match(address) is { Success: true } match ? Guid.ParseExact(match.Groups["id"].ValueSpan, "D") : null;

    private const string Id = "(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})";

    [GeneratedRegex(
        $@"\A\s*((https?:)?//[^/?#]+)?/v1/attachments/{Id}/content([?#]|\s*\z)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
