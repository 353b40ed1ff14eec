using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Articles;

/// <summary>Which properties of an article are answered: <c>fields</c> and <c>include</c>.</summary>
internal sealed record ArticleSelection
{
    private static readonly string[] AllNames =
        [.. typeof(Article).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    private static readonly string[] EditorsNames = ["pending", "schedule", "publishFault", "bodySource"];

    // What a list leaves out unless it is included.
    private static readonly string[] Detailed =
        ["body", "attachments", "breadcrumbs", "document", "rights", "alsoIn", "corrections", "translations", "extra", "formerUrls"];

    private static readonly string[] OnDemand = ["views", "neighbours"];

    private readonly HashSet<string> _names;

    private ArticleSelection(IEnumerable<string> names) => _names = [.. names];

    /// <summary>What can be added.</summary>
    public static QueryParameter Include { get; } = QueryParameter.Names(
        "include", [.. Detailed, .. OnDemand], "Adds properties that are left out otherwise; several by commas.");

    /// <summary>What the answer is trimmed to.</summary>
    public static QueryParameter Fields { get; } = QueryParameter.Names(
        "fields", AllNames,
        "Trims to these properties and `id`; several by commas. The answer then lacks the others, even those that its schema requires, which cannot follow the request. "
        + "`pending`, `schedule`, `publishFault` and `bodySource` need `drafts:read`.");

    /// <summary>Whether properties are asked for by name that only editors see.</summary>
    public static bool NamesEditors(Query query) => query.Names("fields")?.Any(EditorsNames.Contains) ?? false;

    /// <summary>What one article always has.</summary>
    public static IEnumerable<string> Always => AllNames.Except(EditorsNames).Except(OnDemand);

    /// <summary>The properties that are answered.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Whether the caller sees what only editors see.</summary>
    public bool ForEditors { get; private init; }

    /// <summary>
    /// The category to whose subtree the caller is limited, who is shown a working copy: of its translations elsewhere it
    /// sees what is public. Null without a limit, and for what the public sees.
    /// </summary>
    public Guid? Limit { get; private init; }

    /// <summary>Names the selection in tags.</summary>
    public string Key => string.Join(',', _names.Order(StringComparer.Ordinal)) + (ForEditors ? "!" : "") + Limit;

    /// <summary>Whether a count is shown: then the tag is that of the bytes.</summary>
    public bool HasViews => Has("views");

    /// <summary>Whether the text is shown.</summary>
    public bool HasText => Has("body") || Has("bodySource");

    /// <summary>Of one article: all but what is on demand.</summary>
    public static ArticleSelection ForOne(Query query, bool forEditors) =>
        From(query, AllNames.Except(EditorsNames).Except(OnDemand), forEditors);

    /// <summary>Of an item of a list.</summary>
    public static ArticleSelection ForList(Query query, bool forEditors) =>
        From(query, AllNames.Except(EditorsNames).Except(OnDemand).Except(Detailed), forEditors);

    /// <summary>The whole working copy, as writes answer it.</summary>
    public static ArticleSelection Whole { get; } =
        new(AllNames.Except(OnDemand)) { ForEditors = true };

    /// <summary>What the public sees of one article, whole.</summary>
    public static ArticleSelection Public { get; } = new(Always);

    /// <summary>An item of a list, as neighbours are shown.</summary>
    public static ArticleSelection Item { get; } =
        new(AllNames.Except(EditorsNames).Except(OnDemand).Except(Detailed));

    /// <summary>The same, for a working copy that this actor is shown.</summary>
    public ArticleSelection Within(Actor actor) => this with { Limit = actor.CategoryId };

    /// <summary>Whether the property is answered.</summary>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>The article less what was not selected.</summary>
    public JsonObject Trim(Article article, JsonSerializerOptions json)
    {
        var whole = JsonSerializer.SerializeToNode(article, json)!.AsObject();
        foreach (var name in AllNames.Where(name => !_names.Contains(name)))
        {
            whole.Remove(name);
        }
        return whole;
    }

    private static ArticleSelection From(Query query, IEnumerable<string> standard, bool forEditors)
    {
        var names = query.Names("fields") is { } fields
            ? fields.Prepend("id")
            : standard.Concat(query.Names("include") ?? []);
        return new(WithEditors([.. names], query.Has("fields"), forEditors)) { ForEditors = forEditors };
    }

    // The text as it was written goes with the text, so that a list is no longer for editors than for readers.
    private static IEnumerable<string> WithEditors(IReadOnlyCollection<string> names, bool isTrimmed, bool forEditors) =>
        forEditors && !isTrimmed ? names.Concat(EditorsNames.Where(name => name != "bodySource" || names.Contains("body"))) : names;
}
