using System.Text.Json;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>
/// A JSON Schema (2020-12) for the keywords that our document uses. One that it does not know is refused when the
/// schema is compiled, so that nothing the document says goes unchecked.
/// </summary>
internal sealed class JsonSchema
{
    private static readonly HashSet<string> Annotations =
        ["title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "discriminator"];

    private readonly List<Action<JsonElement, string, ICollection<string>>> _checks = [];

    private JsonSchema()
    {
    }

    /// <summary>Compiles a schema; others it refers to are compiled when they are first needed.</summary>
    public static JsonSchema Compile(JsonElement schema, JsonSchemas others)
    {
        var compiled = new JsonSchema();
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                return compiled;
            case JsonValueKind.False:
                compiled.Check((_, fault) => fault("nothing is allowed here"));
                return compiled;
        }
        foreach (var keyword in schema.EnumerateObject().Where(keyword => !Annotations.Contains(keyword.Name)))
        {
            compiled.Add(keyword.Name, keyword.Value, schema, others);
        }
        return compiled;
    }

    /// <summary>What is wrong with a value, each fault after its pointer; nothing when it is valid.</summary>
    public IReadOnlyList<string> FaultsOf(JsonElement value)
    {
        var faults = new List<string>();
        Apply(value, "", faults);
        return faults;
    }

    private void Apply(JsonElement value, string at, ICollection<string> faults)
    {
        foreach (var check in _checks)
        {
            check(value, at, faults);
        }
    }

    private void Add(string keyword, JsonElement said, JsonElement schema, JsonSchemas others)
    {
        if (!(AddValue(keyword, said) || AddText(keyword, said) || AddNumber(keyword, said) || AddList(keyword, said, others)
            || AddObject(keyword, said, schema, others) || AddChoice(keyword, said, others)))
        {
            throw new NotSupportedException($"The validator does not know the keyword '{keyword}': teach it to JsonSchema.cs.");
        }
    }

    private bool AddValue(string keyword, JsonElement said)
    {
        switch (keyword)
        {
            case "type":
                var types = said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().Select(type => type.GetString()!).ToArray() : [said.GetString()!];
                Check((value, fault) =>
                {
                    if (!Array.Exists(types, type => IsOf(type, value)))
                    {
                        fault($"is {Shown(value)}, not {string.Join(" or ", types)}");
                    }
                });
                return true;
            case "enum":
                var words = said.EnumerateArray().ToArray();
                Check((value, fault) => Unless(Array.Exists(words, word => JsonElement.DeepEquals(word, value)), fault, $"is {Shown(value)}, none of {said}"));
                return true;
            case "const":
                Check((value, fault) => Unless(JsonElement.DeepEquals(said, value), fault, $"is {Shown(value)}, not {said}"));
                return true;
            default:
                return false;
        }
    }

    private bool AddText(string keyword, JsonElement said)
    {
        switch (keyword)
        {
            case "minLength":
                CheckText((text, fault) => Unless(LengthOf(text) >= said.GetInt32(), fault, $"is shorter than {said}"));
                return true;
            case "maxLength":
                CheckText((text, fault) => Unless(LengthOf(text) <= said.GetInt32(), fault, $"is longer than {said}"));
                return true;
            case "pattern":
                var pattern = JsonText.Pattern(said.GetString()!);
                CheckText((text, fault) => Unless(pattern.IsMatch(text), fault, $"is \"{text}\", not of the form {said}"));
                return true;
            case "format":
                var format = JsonText.Format(said.GetString()!);
                CheckText((text, fault) => Unless(format(text), fault, $"is \"{text}\", no {said}"));
                return true;
            default:
                return false;
        }
    }

    private bool AddNumber(string keyword, JsonElement said)
    {
        Func<decimal, decimal, bool>? holds = keyword switch
        {
            "minimum" => (value, bound) => value >= bound,
            "maximum" => (value, bound) => value <= bound,
            "exclusiveMinimum" => (value, bound) => value > bound,
            "exclusiveMaximum" => (value, bound) => value < bound,
            _ => null,
        };
        if (holds is null)
        {
            return false;
        }
        var limit = said.GetDecimal();
        Check((value, fault) =>
        {
            if (value.ValueKind == JsonValueKind.Number && !(value.TryGetDecimal(out var number) && holds(number, limit)))
            {
                fault($"is {value}, against {keyword} {said}");
            }
        });
        return true;
    }

    private bool AddList(string keyword, JsonElement said, JsonSchemas others)
    {
        switch (keyword)
        {
            case "items":
                var item = Compile(said, others);
                _checks.Add((value, at, faults) =>
                {
                    foreach (var (index, one) in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Index() : [])
                    {
                        item.Apply(one, $"{at}/{index}", faults);
                    }
                });
                return true;
            case "minItems":
                CheckList((list, fault) => Unless(list.GetArrayLength() >= said.GetInt32(), fault, $"has fewer than {said} items"));
                return true;
            case "maxItems":
                CheckList((list, fault) => Unless(list.GetArrayLength() <= said.GetInt32(), fault, $"has more than {said} items"));
                return true;
            case "uniqueItems":
                CheckList((list, fault) => Unless(!said.GetBoolean() || AreUnique([.. list.EnumerateArray()]), fault, "has an item twice"));
                return true;
            default:
                return false;
        }
    }

    private bool AddObject(string keyword, JsonElement said, JsonElement schema, JsonSchemas others)
    {
        switch (keyword)
        {
            case "required":
                var names = said.EnumerateArray().Select(name => name.GetString()!).ToArray();
                CheckObject((value, fault) => Array.FindAll(names, name => !value.TryGetProperty(name, out _)).ToList().ForEach(name => fault($"lacks '{name}'")));
                return true;
            case "properties":
                var properties = said.EnumerateObject().ToDictionary(property => property.Name, property => Compile(property.Value, others));
                CheckEachProperty((property, at, faults) => properties.GetValueOrDefault(property.Name)?.Apply(property.Value, at, faults));
                return true;
            case "additionalProperties":
                var known = schema.TryGetProperty("properties", out var own) ? own.EnumerateObject().Select(property => property.Name).ToHashSet() : [];
                var additional = said.ValueKind == JsonValueKind.False ? null : Compile(said, others);
                CheckEachProperty((property, at, faults) =>
                {
                    if (known.Contains(property.Name))
                    {
                        return;
                    }
                    if (additional is null)
                    {
                        faults.Add($"{at}: is a property the schema does not know");
                    }
                    additional?.Apply(property.Value, at, faults);
                });
                return true;
            default:
                return false;
        }
    }

    private bool AddChoice(string keyword, JsonElement said, JsonSchemas others)
    {
        switch (keyword)
        {
            case "$ref":
                var pointer = said.GetString()!;
                _checks.Add((value, at, faults) => others.At(pointer).Apply(value, at, faults));
                return true;
            case "oneOf" or "anyOf" or "allOf":
                var parts = said.EnumerateArray().Select(part => Compile(part, others)).ToArray();
                _checks.Add((value, at, faults) => Choose(keyword, parts, value, at, faults));
                return true;
            default:
                return false;
        }
    }

    private static void Choose(string keyword, JsonSchema[] parts, JsonElement value, string at, ICollection<string> faults)
    {
        var found = parts.Select(part =>
        {
            var own = new List<string>();
            part.Apply(value, at, own);
            return own;
        }).ToList();
        var fitting = found.Count(own => own.Count == 0);
        if (keyword == "oneOf" ? fitting != 1 : keyword == "anyOf" ? fitting == 0 : fitting != parts.Length)
        {
            faults.Add($"{at}: fits {fitting} of the {parts.Length} schemas of {keyword}: {string.Join("; ", found.SelectMany(own => own).Take(5))}");
        }
    }

    private void Check(Action<JsonElement, Action<string>> check) =>
        _checks.Add((value, at, faults) => check(value, what => faults.Add($"{at}: {what}")));

    private void CheckText(Action<string, Action<string>> check) => CheckOf(JsonValueKind.String, (value, fault) => check(value.GetString()!, fault));

    private void CheckList(Action<JsonElement, Action<string>> check) => CheckOf(JsonValueKind.Array, check);

    private void CheckObject(Action<JsonElement, Action<string>> check) => CheckOf(JsonValueKind.Object, check);

    private void CheckOf(JsonValueKind kind, Action<JsonElement, Action<string>> check) => Check((value, fault) =>
    {
        if (value.ValueKind == kind)
        {
            check(value, fault);
        }
    });

    private void CheckEachProperty(Action<JsonProperty, string, ICollection<string>> check) => _checks.Add((value, at, faults) =>
    {
        foreach (var property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
        {
            check(property, $"{at}/{property.Name}", faults);
        }
    });

    private static void Unless(bool holds, Action<string> fault, string what)
    {
        if (!holds)
        {
            fault(what);
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && Math.Floor(number) == number,
        _ => throw new NotSupportedException($"There is no type '{type}'."),
    };

    // A length is in characters of Unicode, not in UTF-16 units.
    private static int LengthOf(string text) => text.EnumerateRunes().Count();

    private static bool AreUnique(JsonElement[] items) =>
        !items.Index().Any(item => items[..item.Index].Any(other => JsonElement.DeepEquals(other, item.Item)));

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();
}
