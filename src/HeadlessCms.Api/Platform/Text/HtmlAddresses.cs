using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html;

namespace HeadlessCms.Platform.Text;

/// <summary>The addresses in a sanitised body, for formats that have no page to resolve them against.</summary>
internal static partial class HtmlAddresses
{
    private const string OwnPrefix = "/v1/";

    /// <summary>
    /// The body with absolute addresses alone: our own files on this server, all else as a browser on the article's page
    /// would understand it.
    /// </summary>
    /// <param name="html">As <see cref="SafeHtml"/> writes it.</param>
    /// <param name="server">Where this server is found, without a slash at its end.</param>
    /// <param name="page">The article's page.</param>
    public static string MakeAbsolute(string html, string server, string page)
    {
        var basis = new Uri(page);
        return Tag().Replace(html, tag => Attribute().Replace(tag.Value, attribute =>
            $"{attribute.Groups["name"].Value}=\"{Encode(Absolute(attribute, server, basis))}\""));
    }

    private static string Absolute(Match attribute, string server, Uri basis)
    {
        var value = WebUtility.HtmlDecode(attribute.Groups["value"].Value);
        return attribute.Groups["name"].Value == "srcset"
            ? string.Join(", ", SourceSet.Parse(value).Select(candidate => $"{Absolute(candidate.Url ?? "", server, basis)} {candidate.Descriptor}".TrimEnd()))
            : Absolute(value, server, basis);
    }

    private static string Absolute(string address, string server, Uri basis)
    {
        if (address.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            return server + address;
        }
        // What has a scheme is left to the letter.
        return !Scheme().IsMatch(address) && Uri.TryCreate(basis, address, out var absolute) ? absolute.AbsoluteUri : address;
    }

    private static string Encode(string address) =>
        address.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    // In sanitised HTML every tag is written like this, and a bare "<" in words as an entity.
    [GeneratedRegex("""<[a-z][a-z0-9]*( [a-z-]+(="[^"]*")?)+>""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<= )(?<name>href|src|cite|poster|srcset)=""(?<value>[^""]*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9+.-]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
