using System.Text;
using HeadlessCms.Platform.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace HeadlessCms.Portability;

/// <summary>Reads a portal's folder, of its articles one at a time. What cannot be read is a fault each, and the rest is read on.</summary>
internal sealed class PortalReader(string folder, ImportFaults faults)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Everything that lies in the folder, of its articles the names of their files.</summary>
    public PortalEntries Read()
    {
        var portal = new PortalEntries
        {
            Site = ReadMap("site.yaml", YamlEntries.Site),
            Categories = ReadList("categories.yaml", YamlEntries.Category),
            Media = ReadMedia(),
            Articles = [.. FilesOf("articles")],
        };
        if (portal is { Site: null, Categories.Count: 0, Articles.Count: 0 } && !faults.Any)
        {
            faults.Add(new ImportFault(folder, 1, null, Directory.Exists(folder)
                ? "there is no portal in this folder: site.yaml, categories.yaml and articles/ are all missing or empty"
                : "there is no such folder"));
        }
        var places = new FirstPlaces();
        faults.Add(portal.Categories.SelectMany(entry => places.Add(entry.Id, entry.Draft.Slug, entry.Place)));
        return portal;
    }

    /// <summary>The list of its files.</summary>
    public IReadOnlyList<MediaEntry> ReadMedia()
    {
        var hasFiles = HasOwn("media");
        return [.. ReadList("media.yaml", YamlEntries.Media).Select(entry => WithItsFile(entry, hasFiles))];
    }

    private IEnumerable<string> FilesOf(string below) => HasOwn(below)
        ? Directory.EnumerateFiles(Path.Combine(folder, below)).Select(Path.GetFileName).Where(name => !name!.StartsWith('.')).Select(name => $"{below}/{name}").Order(StringComparer.Ordinal)
        : [];

    private bool HasOwn(string below)
    {
        var found = new DirectoryInfo(Path.Combine(folder, below));
        if (found.LinkTarget is not null)
        {
            Wrong<Entry>(below, "it is a link; a folder is expected here");
        }
        return IsOwn(found);
    }

    // By its bare name, and no link: a portal's folder from elsewhere must not name this machine's other files.
    private MediaEntry WithItsFile(MediaEntry entry, bool hasFiles)
    {
        var file = new FileInfo(Path.Combine(folder, "media", entry.File));
        if (entry.File.Length == 0 || (Path.GetFileName(entry.File) == entry.File && hasFiles && IsOwn(file)))
        {
            return entry;
        }
        faults.Add(entry.Place.Fault("/file", $"the file media/{entry.File} is missing"));
        return entry with { IsSound = false };
    }

    private static bool IsOwn(FileSystemInfo found) => found is { Exists: true, LinkTarget: null };

    /// <summary>The article that a file holds, or null when it cannot be read.</summary>
    /// <param name="name">One of <see cref="PortalEntries.Articles"/>.</param>
    public ArticleEntry? ReadArticle(string name)
    {
        var path = Path.Combine(folder, name);
        if (Path.GetExtension(path) is not (".html" or ".md"))
        {
            return Wrong<ArticleEntry>(name, "an article's file is named .html or .md");
        }
        if (!IsOwn(new FileInfo(path)))
        {
            return Wrong<ArticleEntry>(name, "it is a link; files are expected here");
        }
        if (ReadText(path, name) is not { } text)
        {
            return null;
        }
        // Checked out on Windows, perhaps. What we wrote has no such first line, and its text stays as it is.
        text = text.StartsWith("---\r\n", StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal) : text;
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            return Wrong<ArticleEntry>(name, "the front matter between two lines '---' is missing");
        }
        var body = text[(end + 5)..];
        var file = new ArticleFile(
            Path.GetFileNameWithoutExtension(path), Path.GetExtension(path) == ".md" ? "markdown" : "html",
            body.EndsWith('\n') ? body[..^1] : body, text[..(end + 5)].Count(letter => letter == '\n') + 1);
        return Parse(name, text[4..(end + 1)], firstLine: 2, ofNothing: new YamlMappingNode()) switch
        {
            null => null,
            YamlMappingNode node => Read(node, name, 2, map => YamlEntries.Article(map, file)),
            _ => Wrong<ArticleEntry>(name, "keys with values are expected between the two lines '---'"),
        };
    }

    private T? ReadMap<T>(string file, Func<YamlMap, T> read) where T : Entry => Load(file) switch
    {
        null => null,
        YamlMappingNode node => Read(node, file, 1, read),
        _ => Wrong<T>(file, "keys with values are expected here"),
    };

    private IReadOnlyList<T> ReadList<T>(string file, Func<YamlMap, T> read) where T : Entry => Load(file) switch
    {
        null => [],
        YamlSequenceNode list when list.All(item => item is YamlMappingNode) => [.. list.Select(item => Read((YamlMappingNode)item, file, 1, read))],
        _ => Wrong<IReadOnlyList<T>>(file, "a list is expected here") ?? [],
    };

    private T Read<T>(YamlMappingNode node, string file, int firstLine, Func<YamlMap, T> read) where T : Entry
    {
        var found = new List<ImportFault>();
        var map = new YamlMap(node, file, firstLine, found);
        var value = read(map);
        map.Finish();
        faults.Add(found);
        return (T)(value with { IsSound = found.Count == 0 });
    }

    private YamlNode? Load(string file)
    {
        var found = new FileInfo(Path.Combine(folder, file));
        return found.LinkTarget is not null ? Wrong<YamlNode>(file, "it is a link; files are expected here")
            : found.Exists && ReadText(found.FullName, file) is { } text ? Parse(file, text, firstLine: 1)
            : null;
    }

    private string? ReadText(string path, string name)
    {
        try
        {
            var text = File.ReadAllText(path, Utf8);
            return CodePoints.IsWellFormed(text) ? text : Wrong<string>(name, "the file holds the character NUL");
        }
        catch (DecoderFallbackException)
        {
            return Wrong<string>(name, "the file is not UTF-8");
        }
    }

    // A file with nothing in it says nothing: a portal without attachments has such a media.yaml. An article says something.
    private YamlNode? Parse(string file, string yaml, int firstLine, YamlNode? ofNothing = null)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count switch
            {
                0 => ofNothing,
                1 => stream.Documents[0].RootNode,
                _ => Wrong<YamlNode>(file, "one YAML document is expected here"),
            };
        }
        catch (YamlException fault)
        {
            faults.Add(new ImportFault(file, (int)(firstLine + fault.Start.Line - 1), null, fault.Message));
            return null;
        }
    }

    private T? Wrong<T>(string file, string what) where T : class
    {
        faults.Add(new ImportFault(file, 1, null, what));
        return null;
    }
}
