using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>
/// What the trail keeps of values: short ones as they are, lists item by item, long ones as their length and SHA-256, which is enough to
/// prove that a text was this one and too little to keep an erased text alive.
/// </summary>
internal static class AuditValues
{
    private const int LongestKept = 300;
    private const int MostKept = 100;

    /// <summary>A state as it goes into the column; null stays null.</summary>
    public static string? Write(object? state) => state is null ? null : StoredJson.Write(Compact(ToObject(state)));

    /// <summary>Any state as a JSON object, nulls said.</summary>
    public static JsonObject ToObject(object state) =>
        state as JsonObject ?? JsonNode.Parse(StoredJson.Write(state))!.AsObject();

    /// <summary>What of two states differs; what one has and the other has not is null there.</summary>
    public static (JsonObject Before, JsonObject After) Difference(JsonObject before, JsonObject after)
    {
        var (was, now) = (new JsonObject(), new JsonObject());
        foreach (var name in before.Select(property => property.Key).Union(after.Select(property => property.Key)))
        {
            if (!JsonNode.DeepEquals(before[name], after[name]))
            {
                was[name] = before[name]?.DeepClone();
                now[name] = after[name]?.DeepClone();
            }
        }
        return (was, now);
    }

    private static JsonObject Compact(JsonObject state) =>
        new(state.Select(property => KeyValuePair.Create(property.Key, Compact(property.Value))));

    private static JsonNode? Compact(JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }
        if (value is JsonArray { Count: > 0 and <= MostKept } list)
        {
            return new JsonArray([.. list.Select(Compact)]);
        }
        var text = value is JsonValue single && single.TryGetValue<string>(out var plain) ? plain : StoredJson.Write(value);
        return text.Length <= LongestKept ? value.DeepClone() : new JsonObject
        {
            ["length"] = text.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
    }
}
