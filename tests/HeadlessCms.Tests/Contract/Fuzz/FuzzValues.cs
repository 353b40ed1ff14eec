using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Contract.Guard;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>JSON values that a schema allows, at the ends of what it allows as often as between.</summary>
internal sealed class FuzzValues(Draw draw, ContractFile document, FuzzPool pool)
{
    /// <summary>A value; <paramref name="name"/> is the property or parameter it is for, and may say what it names.</summary>
    public JsonNode? Valid(JsonElement schema, string name)
    {
        schema = document.Follow(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return Valid(draw.One([.. choices.EnumerateArray()]), name);
        }
        if (schema.TryGetProperty("enum", out var words))
        {
            return JsonNode.Parse(draw.One([.. words.EnumerateArray()]).GetRawText());
        }
        return TypeOf(schema) switch
        {
            "null" => null,
            "boolean" => draw.OnceIn(2),
            "integer" => Integer(schema),
            "string" => pool.Name(draw, name) ?? FuzzTexts.Valid(draw, schema),
            "array" => List(schema, name),
            "object" when schema.TryGetProperty("properties", out var properties) => Object(schema, properties),
            "object" => Anything(0).AsObject(),
            var other => throw new InvalidOperationException($"The fuzz makes no {other}: teach it to FuzzValues.cs."),
        };
    }

    private string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return "string";
        }
        if (type.ValueKind == JsonValueKind.String)
        {
            return type.GetString();
        }
        var types = type.EnumerateArray().Select(one => one.GetString()!).ToList();
        return types.Contains("null") && draw.OnceIn(5) ? "null" : draw.One([.. types.Where(one => one != "null")]);
    }

    private JsonNode Integer(JsonElement schema)
    {
        var (least, most) = (schema.GetProperty("minimum").GetInt64(), schema.GetProperty("maximum").GetInt64());
        var number = draw.Below(4) switch
        {
            0 => least,
            1 => most,
            _ => Math.Min(most, Math.Max(least, 0) + draw.Below(100)),
        };
        // JSON knows no integers: what is written 1.0 or 1e0 is one (JSON Schema 2020-12 section 4.2.3).
        return draw.OnceIn(20) ? JsonNode.Parse($"{number}.0")! : JsonValue.Create(number);
    }

    private JsonArray List(JsonElement schema, string name)
    {
        var least = schema.TryGetProperty("minItems", out var min) ? min.GetInt32() : 0;
        var most = schema.TryGetProperty("maxItems", out var max) ? max.GetInt32() : 100;
        var count = draw.Below(8) switch { 0 => least, 1 when most <= 100 => most, _ => Math.Min(most, least + draw.Below(3)) };
        var items = Enumerable.Range(0, count).Select(_ => Valid(schema.GetProperty("items"), name));
        var isSet = schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean();
        return [.. isSet ? items.DistinctBy(item => item?.ToJsonString()) : items];
    }

    private JsonObject Object(JsonElement schema, JsonElement properties)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(one => one.GetString()!).ToHashSet() : [];
        var seldom = draw.One([2, 4, 12]);
        return new(properties.EnumerateObject().Where(property => required.Contains(property.Name) || draw.OnceIn(seldom))
            .Select(property => KeyValuePair.Create(property.Name, Valid(property.Value, property.Name))));
    }

    /// <summary>Any JSON: what a front end may keep of its own.</summary>
    private JsonNode Anything(int depth) => (depth == 0 ? 0 : draw.Below(depth > 5 ? 5 : 7)) switch
    {
        0 => new JsonObject(Enumerable.Range(0, draw.Below(4)).Select(number =>
            KeyValuePair.Create(number + FuzzTexts.OfLength(draw, draw.Below(4)), draw.OnceIn(6) || depth > 5 ? null : (JsonNode?)Anything(depth + 1)))),
        1 => JsonNode.Parse(draw.One(["0", "-0", "1.5", "1e2", "1e-7", "12345678901234567890", "0.1000", "1E400"]))!,
        2 => draw.OnceIn(2),
        3 => FuzzTexts.OfLength(draw, draw.Below(20)),
        4 => JsonValue.Create(draw.Of(CsCheck.Gen.Int)),
        _ => new JsonArray([.. Enumerable.Range(0, draw.Below(4)).Select(_ => Anything(depth + 1))]),
    };
}
