using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Operations;

/// <summary>The pages about problems: plain HTML that needs nothing from anywhere else.</summary>
internal static partial class ProblemPage
{
    /// <summary>One kind.</summary>
    public static string Of(ProblemKind kind) => Whole(kind.Title,
        $"""
        <h1>{Html(kind.Title)}</h1>
        <p>{Html(kind.Meaning)}</p>
        <dl>
          <dt>Status</dt><dd>{kind.Status}</dd>
          <dt>Type</dt><dd><code>{kind.Address}</code></dd>
        </dl>
        <p><a href="/problems">All problems</a></p>
        """);

    /// <summary>All kinds.</summary>
    public static string OfAll(IEnumerable<ProblemKind> kinds) => Whole("Problems",
        $"""
        <h1>Problems</h1>
        <p>What can go wrong, as problem documents (RFC 9457) say it in <code>type</code>.</p>
        <ul>
        {string.Join('\n', kinds.Select(kind => $"""  <li>{kind.Status} <a href="{kind.Address}">{Html(kind.Title)}</a></li>"""))}
        </ul>
        """);

    private static string Whole(string title, string body) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Html(title)}</title>
        </head>
        <body>
        {body}
        </body>
        </html>

        """;

    // Meanings mark names as Markdown does.
    private static string Html(string text) =>
        Code().Replace(HtmlEncoder.Default.Encode(text), "<code>$1</code>");

    [GeneratedRegex("`(.*?)`")]
    private static partial Regex Code();
}
