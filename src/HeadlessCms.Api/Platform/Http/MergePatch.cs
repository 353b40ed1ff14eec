using System.Text.Json;
using System.Text.Json.Nodes;

namespace HeadlessCms.Platform.Http;

/// <summary>JSON Merge Patch, RFC 7396 section 2, to the letter.</summary>
internal static class MergePatch
{
    /// <summary>What <paramref name="target"/> becomes under the patch.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return JsonSerializer.SerializeToNode(patch);
        }
        var result = target as JsonObject ?? [];
        foreach (var property in patch.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                result.Remove(property.Name);
                continue;
            }
            var before = result[property.Name];
            result.Remove(property.Name); // a node has one parent: taken out before it goes in again
            result[property.Name] = Apply(before, property.Value);
        }
        return result;
    }
}
