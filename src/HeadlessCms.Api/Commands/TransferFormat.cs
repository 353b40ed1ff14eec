using System.CommandLine;
using System.Text;
using HeadlessCms.Portability.Foreign;

namespace HeadlessCms.Commands;

/// <summary>How a portal lies outside: as files in a folder, as lines of JSON in one file, or as another system wrote it.</summary>
internal static class TransferFormat
{
    /// <summary>Plain files, as <c>export</c> writes them.</summary>
    public const string Folder = "folder";

    /// <summary>Lines of JSON.</summary>
    public const string Lines = "ndjson";

    /// <summary>What a web server needs to lead addresses of before to those of now.</summary>
    public const string Redirects = "redirects";

    /// <summary>An RSS or Atom file.</summary>
    public const string Feed = "feed";

    /// <summary>WordPress's export.</summary>
    public const string Wxr = "wxr";

    /// <summary>A folder of saved pages.</summary>
    public const string Pages = "pages";

    private const string ByContent = "auto";

    /// <summary>The option of <c>export</c>.</summary>
    public static Option<string> OfExport()
    {
        var format = new Option<string>("--format")
        {
            Description = $"'{Folder}': plain files; '{Lines}': one file of lines, as /v1/export and /v1/import have it; '{Redirects}': one file for 'map $http_host$request_uri' of nginx, "
                + "from the addresses that articles had elsewhere to those of now.",
            DefaultValueFactory = _ => Folder,
        };
        format.AcceptOnlyFromAmong(Folder, Lines, Redirects);
        return format;
    }

    /// <summary>The option of <c>import</c>.</summary>
    public static Option<string> OfImport()
    {
        var format = new Option<string>("--format")
        {
            Description = $"'{Folder}' and '{Lines}': as 'export' writes them; '{Feed}': RSS or Atom; '{Wxr}': WordPress's export; '{Pages}': a folder of saved pages of a Chinese public body's site; "
                + $"'{ByContent}': what it looks like.",
            DefaultValueFactory = _ => ByContent,
        };
        format.AcceptOnlyFromAmong(ByContent, Folder, Lines, Feed, Wxr, Pages);
        return format;
    }

    /// <summary>The format that is said, or that the file or folder looks like.</summary>
    public static string Of(string said, string path) => said != ByContent ? said : Directory.Exists(path) ? OfFolder(path) : File.Exists(path) ? OfFile(path) : Folder;

    private static string OfFolder(string path)
    {
        var isOwn = File.Exists(Path.Combine(path, "site.yaml")) || File.Exists(Path.Combine(path, "categories.yaml")) || Directory.Exists(Path.Combine(path, "articles"));
        return isOwn || !PageSource.HasPages(path) ? Folder : Pages;
    }

    private static string OfFile(string path)
    {
        const int Enough = 64 * 1024;
        using var file = File.OpenRead(path);
        var start = new byte[Enough];
        // In any of the encodings these come in, such words are the same bytes.
        var text = Encoding.Latin1.GetString(start, 0, file.ReadAtLeast(start, Enough, throwOnEndOfStream: false)).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        return !text.StartsWith('<') ? Lines : text.Contains("wordpress.org/export/", StringComparison.Ordinal) ? Wxr : Feed;
    }
}
