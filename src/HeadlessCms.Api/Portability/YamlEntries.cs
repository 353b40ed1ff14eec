using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>What the mappings of a portal's files say. What the rules ask for is left to the rules.</summary>
internal static class YamlEntries
{
    /// <summary><c>site.yaml</c>.</summary>
    public static SiteEntry Site(YamlMap map) => new()
    {
        Draft = new SiteDraft
        {
            Name = map.Text("name"),
            Domain = map.Text("domain"),
            SiteIdCode = map.Text("siteIdCode"),
            TimeZone = map.Text("timeZone"),
            DefaultLocale = map.Text("defaultLocale"),
            ArticleUrlTemplate = map.Text("articleUrlTemplate"),
            Description = map.Text("description"),
            LogoId = map.OptionalId("logo"),
        },
        TagDomain = map.Text("tagDomain"),
        Place = map.Place,
    };

    /// <summary>An item of <c>categories.yaml</c>.</summary>
    public static CategoryEntry Category(YamlMap map) => new()
    {
        Id = map.Id("id"),
        Draft = new CategoryDraft
        {
            Slug = map.Needed("slug"),
            Name = map.Text("name"),
            Description = map.Text("description"),
            Keywords = map.Texts("keywords"),
            Type = map.Text("type"),
            ParentId = map.Text("parent"),
            Position = (int?)Math.Min(map.OptionalInteger("position") ?? int.MaxValue, int.MaxValue),
        },
        FormerSlugs = map.Texts("formerSlugs") ?? [],
        CreatedAt = map.Time("createdAt"),
        Place = map.Place,
    };

    /// <summary>An item of <c>media.yaml</c>.</summary>
    public static MediaEntry Media(YamlMap map)
    {
        var file = map.Required("file");
        return new MediaEntry
        {
            Id = map.Id("id"),
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

    /// <summary>An article's file: its front matter, and what else the file says.</summary>
    public static ArticleEntry Article(YamlMap map, ArticleFile file)
    {
        var state = map.Text("state") ?? "published";
        return new ArticleEntry
        {
            Id = map.Id("id"),
            Version = map.OptionalInteger("version") ?? 1,
            State = state,
            WithdrawnAt = state == "withdrawn" ? map.Time("withdrawnAt") : null,
            Reason = state == "withdrawn" ? map.Text("reason") : null,
            Corrections = map.Inners("corrections", Correction) ?? [],
            Schedule = map.Inner("schedule", plan => Schedule(plan, isPublic: state == "published")),
            TranslationOf = map.Text("translationOf"),
            Draft = Draft(map, file),
            FormerSlugs = map.Texts("formerSlugs") ?? [],
            CreatedAt = map.Time("createdAt"),
            UpdatedAt = map.Time("updatedAt"),
            Views = map.OptionalInteger("views") ?? 0,
            Place = map.Place with { Lines = new Dictionary<string, int>(map.Place.Lines) { ["body"] = file.BodyLine } },
        };
    }

    private static Correction Correction(YamlMap map) => new() { At = map.Time("at"), Text = map.Required("text") };

    // What is public already has but an end.
    private static Publication Schedule(YamlMap map, bool isPublic) => isPublic
        ? new Publication { PublicUntil = map.Time("until") }
        : new Publication { At = map.Time("at"), Until = map.OptionalTime("until"), Correction = map.Text("correction"), ChangeNote = map.Text("changeNote") };

    private static ArticleDraft Draft(YamlMap map, ArticleFile file) => new()
    {
        Slug = file.Slug,
        Locale = map.Text("locale"),
        Title = map.Text("title"),
        Subtitle = map.Text("subtitle"),
        Kicker = map.Text("kicker"),
        Summary = map.Text("summary"),
        Body = file.Body,
        BodyFormat = file.Format,
        LinkUrl = map.Text("linkUrl"),
        CategoryId = map.Text("category"),
        AlsoInIds = map.Texts("alsoIn"),
        Source = map.Inner("source", source => new SourceDraft { Name = source.Text("name"), Url = source.Text("url") }),
        Author = map.Text("author"),
        Editor = map.Text("editor"),
        Tags = map.Texts("tags"),
        Featured = map.Flag("featured"),
        PinnedUntil = map.OptionalTime("pinnedUntil"),
        CoverId = map.OptionalId("cover"),
        Attachments = map.Inners("attachments", use => new AttachmentUse { Id = use.Id("id"), Role = use.Text("role") }),
        Document = map.Inner("document", Document),
        Rights = map.Inner("rights", Rights),
        Extra = Extra(map),
        FormerUrls = map.Texts("formerUrls"),
        PublishedAt = map.OptionalTime("publishedAt"),
        ChangeNote = map.Text("changeNote"),
    };

    private static DocumentHeader Document(YamlMap map) => new()
    {
        IndexNumber = map.Text("indexNumber"),
        Topic = map.Text("topic"),
        Issuer = map.Text("issuer"),
        DocumentNumber = map.Text("documentNumber"),
        WrittenOn = map.OptionalDay("writtenOn"),
        Status = map.Text("status"),
    };

    private static ArticleRights Rights(YamlMap map) => new()
    {
        CopyrightHolder = map.Text("copyrightHolder"),
        UsageTerms = map.Text("usageTerms"),
        EmbargoUntil = map.OptionalTime("embargoUntil"),
        AiGenerated = map.Flag("aiGenerated"),
    };

    // Front ends' own JSON, as a text: YAML would make of it what it thinks best.
    private static JsonObject? Extra(YamlMap map)
    {
        if (map.Text("extra") is not { } text)
        {
            return null;
        }
        var faults = JsonBodies.Parse(Encoding.UTF8.GetBytes(text), out var root);
        faults = faults.Count > 0 ? faults : JsonShape.FaultsOf(root, JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonObject)));
        foreach (var fault in faults)
        {
            map.Refuse("extra", $"is not a JSON object: {fault.Pointer} {fault.Detail}");
        }
        return faults.Count == 0 ? JsonObject.Create(root) : null;
    }
}

/// <summary>What an article's file says beside its front matter.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Format"><c>html</c> or <c>markdown</c>, by its extension.</param>
/// <param name="Body">What follows the front matter.</param>
/// <param name="BodyLine">Where that begins.</param>
internal sealed record ArticleFile(string Slug, string Format, string Body, int BodyLine);
