using System.Text.Json;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>What the document says of an answer of one status.</summary>
internal sealed class ContractAnswer
{
    // Those that no description of an API names: OpenAPI says the media type elsewhere, the server frames the message.
    private static readonly Dictionary<string, string> OfTheServer = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Content-Type"] = "OpenAPI says it as the key of `content`, and ignores a header of this name.",
        ["Content-Length"] = "Frames the message (RFC 9112 section 6).",
        ["Transfer-Encoding"] = "Frames the message (RFC 9112 section 6).",
        ["Connection"] = "Belongs to the connection (RFC 9110 section 7.6.1).",
        ["Date"] = "Every server sends it (RFC 9110 section 6.6.1).",
    };

    private readonly Dictionary<string, (JsonElement Said, JsonSchema Schema)> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, JsonSchema?> _content = new(StringComparer.OrdinalIgnoreCase);
    private readonly ContractFile _document;

    public ContractAnswer(JsonElement json, ContractFile document)
    {
        _document = document;
        foreach (var header in Entries(json, "headers"))
        {
            var said = document.Follow(header.Value);
            _headers[header.Name] = (said, JsonSchema.Compile(said.GetProperty("schema"), document.Schemas));
        }
        foreach (var content in Entries(json, "content"))
        {
            _content[content.Name] = content.Value.TryGetProperty("schema", out var schema) ? JsonSchema.Compile(schema, document.Schemas) : null;
            SchemaPlaces[content.Name] = schema;
            Examples[content.Name] = content.Value.TryGetProperty("example", out _);
        }
    }

    /// <summary>Each media type's schema, as it stands in the document.</summary>
    public Dictionary<string, JsonElement> SchemaPlaces { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether each media type has an example.</summary>
    public Dictionary<string, bool> Examples { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with the headers of an answer.</summary>
    public IEnumerable<string> HeaderFaults(IReadOnlyDictionary<string, string> sent)
    {
        foreach (var (name, value) in sent.Where(header => !OfTheServer.ContainsKey(header.Key)))
        {
            if (!_headers.TryGetValue(name, out var declared))
            {
                yield return $"sends a header that is not declared, '{name}: {value}'";
                continue;
            }
            foreach (var fault in declared.Schema.FaultsOf(HeaderText.Read(value, _document.Follow(declared.Said.GetProperty("schema")))))
            {
                yield return $"its header '{name}'{fault}";
            }
        }
        foreach (var name in _headers.Where(header => header.Value.Said.TryGetProperty("required", out var required) && required.GetBoolean() && !sent.ContainsKey(header.Key)).Select(header => header.Key))
        {
            yield return $"lacks the header '{name}', which is declared as required";
        }
    }

    /// <summary>What is wrong with its media type; null stands for no body.</summary>
    public string? TypeFault(string? type) => type switch
    {
        null when _content.Count == 0 => null,
        null => $"has no body, but {string.Join(" or ", _content.Keys)} is declared",
        _ when SchemaOf(type, out _) => null,
        _ => $"is {type}, declared is {(_content.Count == 0 ? "no body" : string.Join(" or ", _content.Keys))}",
    };

    /// <summary>What is wrong with a JSON body.</summary>
    public IEnumerable<string> BodyFaults(string type, JsonElement body) =>
        SchemaOf(type, out var schema) && schema is not null ? schema.FaultsOf(body).Select(fault => $"its body{fault}") : [];

    private bool SchemaOf(string type, out JsonSchema? schema) =>
        _content.TryGetValue(type, out schema) || _content.TryGetValue($"{type[..type.IndexOf('/', StringComparison.Ordinal)]}/*", out schema) || _content.TryGetValue("*/*", out schema);

    private static IEnumerable<JsonProperty> Entries(JsonElement json, string name) =>
        json.TryGetProperty(name, out var entries) ? entries.EnumerateObject() : [];
}
