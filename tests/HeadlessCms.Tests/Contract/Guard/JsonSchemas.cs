using System.Collections.Concurrent;
using System.Text.Json;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>The JSON Schemas (2020-12) within one document, compiled when first asked for.</summary>
internal sealed class JsonSchemas(JsonElement document)
{
    private readonly ConcurrentDictionary<string, JsonSchema> _compiled = new();

    /// <summary>The schema at a pointer such as <c>#/components/schemas/Article</c>.</summary>
    public JsonSchema At(string pointer) => _compiled.GetOrAdd(pointer, place => JsonSchema.Compile(Resolve(document, place), this));

    /// <summary>A schema that stands in the document, compiled once.</summary>
    public JsonSchema Of(JsonElement schema) => _compiled.GetOrAdd(schema.GetRawText(), _ => JsonSchema.Compile(schema, this));

    /// <summary>What lies at a pointer (RFC 6901, after a <c>#</c>).</summary>
    public static JsonElement Resolve(JsonElement document, string pointer) => pointer.Split('/').Skip(1).Aggregate(
        document, (element, part) => Step(element, Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), pointer));

    private static JsonElement Step(JsonElement element, string part, string pointer) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var found)
            ? found
            : throw new InvalidOperationException($"Nothing lies at {pointer}: there is no '{part}'.");
}
