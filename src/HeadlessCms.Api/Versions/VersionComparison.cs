using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Text;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Versions;

/// <summary>Compares versions property by property, as the API writes them; what is an object, inside too.</summary>
internal sealed class VersionComparison(IOptions<JsonOptions> json)
{
    private static readonly HashSet<string> Prose = ["/title", "/subtitle", "/kicker", "/summary", "/body"];

    /// <summary>Each difference, in the order of the properties.</summary>
    public IReadOnlyList<VersionChange> Between(VersionRow from, VersionRow to) =>
        [.. Changes("", Properties(from), Properties(to))];

    private static IEnumerable<VersionChange> Changes(string place, JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject one && after is JsonObject other)
        {
            var names = one.Select(property => property.Key).Union(other.Select(property => property.Key));
            return names.SelectMany(name => Changes($"{place}/{Pointers.Escape(name)}", one[name], other[name]));
        }
        return JsonNode.DeepEquals(before, after) ? [] : [Change(place, before, after)];
    }

    private static VersionChange Change(string place, JsonNode? before, JsonNode? after) => new()
    {
        Pointer = place,
        Before = before,
        After = after,
        Text = Prose.Contains(place) ? TextDifference.Between((string?)before ?? "", (string?)after ?? "") : null,
    };

    private JsonNode? Properties(VersionRow version) =>
        JsonSerializer.SerializeToNode(version.ToDraft() with { ChangeNote = null }, json.Value.SerializerOptions);
}
