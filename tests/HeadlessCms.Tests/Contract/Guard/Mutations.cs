using System.Text.Json.Nodes;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>A body with one thing changed, again and again: what validators must judge alike.</summary>
internal static class Mutations
{
    private const int MostPlaces = 12;

    /// <summary>The changed bodies; a large one is changed in its first places only.</summary>
    public static IEnumerable<JsonNode> Of(JsonNode? body) => body is null ? [] : PlacesOf(body).Take(MostPlaces).SelectMany(place => At(body, place));

    private static IEnumerable<JsonNode> At(JsonNode body, string[] place)
    {
        JsonNode?[] others = [null, JsonValue.Create(-1), JsonValue.Create(1.5), JsonValue.Create(""), JsonValue.Create("𠮷 \n"), new JsonArray(), new JsonObject()];
        foreach (var other in others)
        {
            yield return Changed(body, place, (parent, name) => Set(parent, name, other?.DeepClone()));
        }
        yield return Changed(body, place, Remove);
        yield return Changed(body, place, (parent, _) => (parent as JsonObject)?.TryAdd("nobodyKnowsThis", true));
    }

    private static IEnumerable<string[]> PlacesOf(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(entry => (IEnumerable<string[]>)[[entry.Key], .. Below(entry.Key, entry.Value)]),
        JsonArray list => list.Index().Take(1).SelectMany(item => (IEnumerable<string[]>)[["0"], .. Below("0", item.Item)]),
        _ => [],
    };

    private static IEnumerable<string[]> Below(string name, JsonNode? value) =>
        value is null ? [] : PlacesOf(value).Select(place => (string[])[name, .. place]);

    private static JsonNode Changed(JsonNode body, string[] place, Action<JsonNode, string> change)
    {
        var copy = body.DeepClone();
        var parent = place[..^1].Aggregate(copy, (node, name) => node is JsonArray list ? list[0]! : node[name]!); // the place was found by walking
        change(parent, place[^1]);
        return copy;
    }

    private static void Set(JsonNode parent, string name, JsonNode? value)
    {
        if (parent is JsonArray list)
        {
            list[0] = value;
        }
        else
        {
            parent[name] = value;
        }
    }

    private static void Remove(JsonNode parent, string name)
    {
        if (parent is JsonArray list)
        {
            list.RemoveAt(0);
        }
        else
        {
            ((JsonObject)parent).Remove(name);
        }
    }
}
