using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Site;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace HeadlessCms.Portability;

/// <summary>Reads a portal's folder. Every fault is found before anything is stored.</summary>
internal sealed class PortalReader(string folder)
{
    private readonly List<string> _faults = [];

    /// <summary>Everything that lies in the folder, and what is wrong with it.</summary>
    public PortalEntries Read()
    {
        var site = ReadMap("site.yaml", SiteOf);
        var categories = ReadList("categories.yaml", CategoryOf);
        var media = ReadList("media.yaml", MediaOf);
        var articles = Directory.Exists(Path.Combine(folder, "articles"))
            ? Directory.EnumerateFiles(Path.Combine(folder, "articles")).Order(StringComparer.Ordinal).Select(ArticleOf).OfType<ArticleEntry>().ToList()
            : [];
        if (site is null && categories.Count == 0 && articles.Count == 0)
        {
            _faults.Add($"{folder}: there is no portal in this folder");
        }
        // By its bare name: a portal's folder from elsewhere must not name this machine's other files.
        foreach (var entry in media.Where(entry => Path.GetFileName(entry.File) != entry.File || !File.Exists(Path.Combine(folder, "media", entry.File))))
        {
            _faults.Add($"{entry.Place}: the file media/{entry.File} is missing");
        }
        Twice(articles.Select(entry => (entry.Draft.Slug!, entry.Place)), "slug");
        Twice(articles.Select(entry => (entry.Id.ToString(), entry.Place)).Concat(media.Select(entry => (entry.Id.ToString(), entry.Place))), "id");
        return new PortalEntries { Site = site, Categories = categories, Media = media, Articles = articles, Faults = _faults };
    }

    private void Twice(IEnumerable<(string Value, string Place)> values, string what)
    {
        foreach (var repeated in values.GroupBy(value => value.Value).Where(group => group.Count() > 1))
        {
            _faults.Add($"{repeated.Last().Place}: the {what} '{repeated.Key}' is already at {repeated.First().Place}");
        }
    }

    private static SiteSettings SiteOf(YamlMap map) => new()
    {
        Name = map.Required("name"),
        Domain = map.Required("domain"),
        SiteIdCode = map.Text("siteIdCode"),
        TimeZone = map.Required("timeZone"),
        DefaultLocale = map.Required("defaultLocale"),
        ArticleUrlTemplate = map.Required("articleUrlTemplate"),
        Description = map.Text("description"),
        LogoId = map.OptionalId("logo"),
    };

    private static CategoryEntry CategoryOf(YamlMap map) => new()
    {
        Id = map.Id("id"),
        Draft = new CategoryDraft
        {
            Slug = map.Required("slug"),
            Name = map.Required("name"),
            Description = map.Text("description"),
            Keywords = map.Texts("keywords"),
            Type = map.Text("type"),
            ParentId = map.Text("parent"),
            Position = (int)map.Integer("position", 0),
        },
        CreatedAt = map.Time("createdAt"),
        Place = map.Place,
    };

    private static MediaEntry MediaOf(YamlMap map)
    {
        var id = map.Id("id");
        var file = map.Required("file");
        return new MediaEntry
        {
            Id = id,
            File = file,
            FileName = map.Text("fileName") ?? file,
            MediaType = map.Required("mediaType"),
            Alt = map.Text("alt"),
            Caption = map.Text("caption"),
            Credit = map.Text("credit"),
            Decorative = map.Flag("decorative"),
            CreatedAt = map.Time("createdAt"),
            Place = map.Place,
        };
    }

    private ArticleEntry? ArticleOf(string path)
    {
        var file = $"articles/{Path.GetFileName(path)}";
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            _faults.Add($"{file}:1: the front matter between two lines '---' is missing");
            return null;
        }
        var body = text[(end + 5)..];
        return Parse(file, text[4..(end + 1)], firstLine: 2) is YamlMappingNode node
            ? Read(node, file, 2, map => ArticleOf(map, Path.GetFileNameWithoutExtension(path), Path.GetExtension(path), body.EndsWith('\n') ? body[..^1] : body))
            : null;
    }

    private ArticleEntry ArticleOf(YamlMap map, string slug, string extension, string body)
    {
        var state = map.Text("state") ?? "published";
        if (state is not ("published" or "draft" or "withdrawn"))
        {
            _faults.Add($"{map.Place}: 'state' is published, draft or withdrawn");
        }
        return new ArticleEntry
        {
            Id = map.Id("id"),
            Version = map.Integer("version", 1),
            State = state,
            WithdrawnAt = state == "withdrawn" ? map.Time("withdrawnAt") : null,
            Reason = state == "withdrawn" ? map.Required("reason") : null,
            TranslationOf = map.Text("translationOf"),
            Draft = DraftOf(map, slug, extension == ".md" ? "markdown" : "html", body),
            CreatedAt = map.Time("createdAt"),
            UpdatedAt = map.Time("updatedAt"),
            Views = map.Integer("views", 0),
            Place = map.Place,
        };
    }

    private ArticleDraft DraftOf(YamlMap map, string slug, string format, string body) => new()
    {
        Slug = slug,
        Locale = map.Text("locale"),
        Title = map.Required("title"),
        Subtitle = map.Text("subtitle"),
        Kicker = map.Text("kicker"),
        Summary = map.Text("summary"),
        Body = body,
        BodyFormat = format,
        LinkUrl = map.Text("linkUrl"),
        CategoryId = map.Required("category"),
        AlsoInIds = map.Texts("alsoIn"),
        Source = map.Inner("source", source => new SourceDraft { Name = source.Text("name"), Url = source.Text("url") }),
        Author = map.Text("author"),
        Editor = map.Text("editor"),
        Tags = map.Texts("tags"),
        Featured = map.Flag("featured"),
        PinnedUntil = map.OptionalTime("pinnedUntil"),
        CoverId = map.OptionalId("cover"),
        Attachments = map.Inners("attachments", use => new AttachmentUse { Id = use.Id("id"), Role = use.Text("role") }),
        Document = map.Inner("document", DocumentOf),
        Rights = map.Inner("rights", RightsOf),
        Extra = ExtraOf(map),
        PublishedAt = map.OptionalTime("publishedAt"),
        ChangeNote = map.Text("changeNote"),
    };

    private static DocumentHeader DocumentOf(YamlMap map) => new()
    {
        IndexNumber = map.Text("indexNumber"),
        Topic = map.Text("topic"),
        Issuer = map.Text("issuer"),
        DocumentNumber = map.Text("documentNumber"),
        WrittenOn = map.OptionalDay("writtenOn"),
        Status = map.Text("status"),
    };

    private static ArticleRights RightsOf(YamlMap map) => new()
    {
        CopyrightHolder = map.Text("copyrightHolder"),
        UsageTerms = map.Text("usageTerms"),
        EmbargoUntil = map.OptionalTime("embargoUntil"),
        AiGenerated = map.Flag("aiGenerated"),
    };

    private JsonObject? ExtraOf(YamlMap map)
    {
        try
        {
            return map.Text("extra") is { } extra ? JsonNode.Parse(extra) as JsonObject : null;
        }
        catch (JsonException fault)
        {
            _faults.Add($"{map.Place}: 'extra' is not a JSON object: {fault.Message}");
            return null;
        }
    }

    private T? ReadMap<T>(string file, Func<YamlMap, T> read) where T : class => Load(file) switch
    {
        null => null,
        YamlMappingNode node => Read(node, file, 1, read),
        _ => Wrong<T>(file, "keys with values are expected here"),
    };

    private IReadOnlyList<T> ReadList<T>(string file, Func<YamlMap, T> read) where T : class => Load(file) switch
    {
        null => [],
        YamlSequenceNode list when list.All(item => item is YamlMappingNode) => [.. list.Select(item => Read((YamlMappingNode)item, file, 1, read))],
        _ => Wrong<IReadOnlyList<T>>(file, "a list is expected here") ?? [],
    };

    private T Read<T>(YamlMappingNode node, string file, int firstLine, Func<YamlMap, T> read)
    {
        var map = new YamlMap(node, file, firstLine, _faults);
        var value = read(map);
        map.Finish();
        return value;
    }

    private YamlNode? Load(string file) =>
        File.Exists(Path.Combine(folder, file)) ? Parse(file, File.ReadAllText(Path.Combine(folder, file)), firstLine: 1) : null;

    private YamlNode? Parse(string file, string yaml, int firstLine)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : Wrong<YamlNode>(file, "one YAML document is expected here");
        }
        catch (YamlException fault)
        {
            _faults.Add($"{file}:{firstLine + fault.Start.Line - 1}: {fault.Message}");
            return null;
        }
    }

    private T? Wrong<T>(string file, string what) where T : class
    {
        _faults.Add($"{file}:1: {what}");
        return null;
    }
}
