using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Support;
using YamlDotNet.Serialization;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>
/// <c>openapi.yaml</c> as it lies in the repository, read once a run. Its objects are closed here: a property that a
/// schema does not name is a fault, though readers of an answer must expect more with the next release.
/// </summary>
internal sealed class ContractFile
{
    private static readonly Lazy<ContractFile> Only = new(() => new(ReadYaml(File.ReadAllText(Repository.Locate("openapi.yaml")))));

    // Under these lies data, not schemas.
    private static readonly HashSet<string> Data = ["example", "examples", "default", "enum", "const"];

    /// <summary>Takes any document, to test the guard itself.</summary>
    public ContractFile(JsonNode document)
    {
        Close(document);
        Json = JsonSerializer.SerializeToElement(document);
        Schemas = new JsonSchemas(Json);
        Operations = [.. Json.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => new ContractOperation(this, operation.Name, path.Name, operation.Value)))
            .OrderByDescending(operation => operation.Literals, StringComparer.Ordinal)];
    }

    /// <summary>The repository's.</summary>
    public static ContractFile Committed => Only.Value;

    /// <summary>The document, closed.</summary>
    public JsonElement Json { get; }

    /// <summary>Its schemas.</summary>
    public JsonSchemas Schemas { get; }

    /// <summary>Its operations, those with a word where others have a parameter first.</summary>
    public IReadOnlyList<ContractOperation> Operations { get; }

    /// <summary>YAML as JSON.</summary>
    public static JsonNode ReadYaml(string yaml)
    {
        var read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        return JsonSerializer.SerializeToNode(Keyed(read))!; // no document is null
    }

    /// <summary>The operation that answers this; null when the document has none.</summary>
    public ContractOperation? Find(HttpMethod method, string path) => Operations.FirstOrDefault(operation =>
        operation.PathValues(path) is not null
        && (method == operation.Method || (method == HttpMethod.Head && operation.Method == HttpMethod.Get)));

    /// <summary>Follows a reference of the document, where there is one.</summary>
    public JsonElement Follow(JsonElement element) => element.TryGetProperty("$ref", out var pointer)
        ? JsonSchemas.Resolve(Json, pointer.GetString()!)
        : element;

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            list.ToList().ForEach(Close);
        }
        if (node is not JsonObject part)
        {
            return;
        }
        if (part.TryGetPropertyValue("properties", out var properties) && properties is JsonObject && part.ContainsKey("type"))
        {
            part.TryAdd("additionalProperties", JsonValue.Create(false));
        }
        foreach (var (_, value) in part.Where(entry => !Data.Contains(entry.Key)).ToList())
        {
            Close(value);
        }
    }

    private static object? Keyed(object? value) => value switch
    {
        Dictionary<object, object> map => map.ToDictionary(entry => (string)entry.Key, entry => Keyed(entry.Value)),
        List<object> list => list.Select(Keyed).ToList(),
        _ => value,
    };
}
