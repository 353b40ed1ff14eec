using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>One operation of the document.</summary>
internal sealed partial class ContractOperation
{
    private readonly Regex _path;

    public ContractOperation(ContractFile document, string method, string path, JsonElement json)
    {
        (Id, Method, Path) = (json.GetProperty("operationId").GetString()!, HttpMethod.Parse(method), path);
        var parts = Template().Split(path).Select((part, index) => index % 2 == 0 ? Regex.Escape(part) : $"(?<{part}>[^/]+)");
        _path = new Regex($"^{string.Concat(parts)}/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        Parameters = [.. List(json, "parameters").Select(parameter => new ContractParameter(document.Follow(parameter), document.Schemas, document))];
        NeedsKey = json.TryGetProperty("security", out var security) && security.EnumerateArray().All(one => one.EnumerateObject().Any());
        if (json.TryGetProperty("requestBody", out var body))
        {
            Body = document.Follow(body);
        }
        Answers = json.GetProperty("responses").EnumerateObject().ToDictionary(
            answer => int.Parse(answer.Name, CultureInfo.InvariantCulture),
            answer => new ContractAnswer(document.Follow(answer.Value), document));
    }

    public string Id { get; }

    public HttpMethod Method { get; }

    /// <summary>Its template.</summary>
    public string Path { get; }

    /// <summary>Sorts operations whose path has a word where another has a parameter before that other.</summary>
    public string Literals => Template().Replace(Path, "\u0001");

    public IReadOnlyList<ContractParameter> Parameters { get; }

    /// <summary>Whether nobody may call it without a key.</summary>
    public bool NeedsKey { get; }

    /// <summary>What it takes as its body; undefined when it takes none.</summary>
    public JsonElement Body { get; }

    public IReadOnlyDictionary<int, ContractAnswer> Answers { get; }

    /// <summary>What stands in an address for the template's parameters; null when it is not of this template.</summary>
    public IReadOnlyDictionary<string, string>? PathValues(string path) => _path.Match(path) is { Success: true } match
        ? match.Groups.Values.Skip(1).ToDictionary(group => group.Name, group => Uri.UnescapeDataString(group.Value))
        : null;

    /// <summary>Whether an address is of the template and each of its parameters is what the document wants there.</summary>
    public bool IsAt(string path) => PathValues(path) is { } values
        && Parameters.Where(parameter => parameter.In == "path").All(parameter => !parameter.FaultsOf(values[parameter.Name]).Any());

    public override string ToString() => $"{Method} {Path} ({Id})";

    private static IEnumerable<JsonElement> List(JsonElement json, string name) => json.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Template();
}

/// <summary>One parameter of an operation.</summary>
internal sealed class ContractParameter(JsonElement json, JsonSchemas schemas, ContractFile document)
{
    private readonly JsonElement _schema = document.Follow(json.GetProperty("schema"));
    private readonly JsonSchema _compiled = JsonSchema.Compile(json.GetProperty("schema"), schemas);

    public string Name { get; } = json.GetProperty("name").GetString()!;

    /// <summary><c>path</c>, <c>query</c> or <c>header</c>.</summary>
    public string In { get; } = json.GetProperty("in").GetString()!;

    /// <summary>Its schema, as it stands in the document.</summary>
    public JsonElement Schema => _schema;

    /// <summary>A value that the document shows, if it does.</summary>
    public JsonElement? Example { get; } = json.TryGetProperty("example", out var example) ? example : null;

    public bool IsRequired { get; } = json.TryGetProperty("required", out var required) && required.GetBoolean();

    /// <summary>What is wrong with a value as it stands in the address or header.</summary>
    public IEnumerable<string> FaultsOf(string text) => _compiled.FaultsOf(HeaderText.Read(text, _schema));
}

/// <summary>Text of addresses and headers as the JSON that its schema describes.</summary>
internal static class HeaderText
{
    /// <summary>Text that is not of the schema's type stays text, and the schema refuses it.</summary>
    public static JsonElement Read(string text, JsonElement schema) => TypeOf(schema) switch
    {
        "array" => JsonSerializer.SerializeToElement(text.Split(',').Select(part => Read(part, schema.GetProperty("items")))),
        "integer" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
            JsonSerializer.SerializeToElement(whole),
        "number" when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) =>
            JsonSerializer.SerializeToElement(number),
        "boolean" when text is "true" or "false" => JsonSerializer.SerializeToElement(text == "true"),
        _ => JsonSerializer.SerializeToElement(text),
    };

    private static string? TypeOf(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
}
