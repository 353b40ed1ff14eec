using System.Text.Json;
using System.Text.Json.Nodes;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>Breaks one thing of what was valid. What comes of it may be valid still: the document judges that.</summary>
internal sealed class FuzzSpoiler(Draw draw)
{
    private static readonly string[] Numbers =
        ["-1", "0", "1.5", "1.0", "1e2", "1E400", "-1e-400", "2147483648", "-2147483649", "9223372036854775808", "9007199254740993", "123456789012345678901234567890", "-0"];

    // As they stand in JSON: some of these no encoder writes.
    private static readonly string[] Texts =
        ["\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00a\"", "\"\\u3000\"", "\"true\"", "\"null\"", "\"01900000-0000-7000-8000-000000000000\"", "\"{0190F3C2-7B1E-7C44-9A53-0D3F5D2C8A11}\"", "\"0190F3C27B1E7C449A530D3F5D2C8A11\"", "\"trending\"", "\"NEWS\"", "\"news\\n\"", "\"../../etc\""];

    /// <summary>A JSON body with one thing wrong.</summary>
    public string Json(JsonObject body)
    {
        var places = PlacesOf(body).ToList();
        var text = body.ToJsonString();
        if (draw.OnceIn(8) || places.Count == 0)
        {
            return Whole(text);
        }
        var (parent, name) = draw.One(places);
        var mark = $"mark{draw.Below(1000)}";
        switch (draw.Below(9))
        {
            case 0 when parent is JsonObject map:
                map.Remove(name);
                return body.ToJsonString();
            case 1 when parent is JsonObject map:
                map[draw.One(["nobodyKnowsThis", name.ToUpperInvariant(), name + " ", "", "__proto__", "id"])] = 1;
                return body.ToJsonString();
            case 2 when parent is JsonObject map:
                map[mark] = map[name]?.DeepClone();
                return body.ToJsonString().Replace($"\"{mark}\"", $"\"{name}\"", StringComparison.Ordinal); // the name stands there twice
            default:
                Set(parent, name, mark);
                return body.ToJsonString().Replace($"\"{mark}\"", Raw(), StringComparison.Ordinal);
        }
    }

    /// <summary>A text of an address with something wrong, escaped as it is sent.</summary>
    public string Address(string text) => draw.Below(10) switch
    {
        0 => "",
        1 => "%ED%A0%80", // half of a surrogate pair, which is no UTF-8
        3 => new string('a', draw.One([81, 257, 5000])),
        4 => Uri.EscapeDataString(draw.One(FuzzTexts.NoTimes)),
        5 => Uri.EscapeDataString(draw.One(Numbers)),
        6 => Uri.EscapeDataString(FuzzTexts.OfLength(draw, 1 + draw.Below(8))),
        7 => Uri.EscapeDataString(text) + "%0A",
        8 => Uri.EscapeDataString(text.ToUpperInvariant()),
        _ => draw.One(["%2F", "..%2F..", "%25", "%zz", "+", "null", "true", "a,b", ",", "a,,b", "%F0%A0%AE%B7", "trending", "-", "{id}", "[]", "*"]),
    };

    private string Whole(string text) => draw.Below(10) switch
    {
        0 => text[..draw.Below(text.Length)],
        1 => $"[{text}]",
        2 => "null",
        3 => text + "x",
        4 => "\"" + text.Length + "\"",
        5 => "\ufeff" + text,
        6 => text.TrimEnd('}') + ",}",
        7 => string.Concat(Enumerable.Repeat("{\"a\":", 80)) + "1" + new string('}', 80),
        8 => "{\"\\ud800\":1}",
        _ => "",
    };

    private string Raw() => draw.Below(8) switch
    {
        0 => "null",
        1 => draw.One(Numbers),
        2 => draw.One(Texts),
        3 => draw.One(["true", "[]", "{}", "[null]", "{\"a\":1}", "[[1]]"]),
        4 => JsonSerializer.Serialize(draw.One(FuzzTexts.NoTimes)),
        5 => JsonSerializer.Serialize(FuzzTexts.OfLength(draw, draw.One([1, 31, 36, 51, 81, 101, 201, 501, 1001, 2049]))),
        6 => "[" + string.Join(',', Enumerable.Repeat("\"same\"", draw.One([2, 12, 21, 101]))) + "]",
        _ => JsonSerializer.Serialize(draw.One(FuzzTexts.Formed)),
    };

    private static IEnumerable<(JsonNode Parent, string Name)> PlacesOf(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => PlacesOf(entry.Value).Prepend((map, entry.Key))),
        JsonArray list => list.Index().SelectMany(item => PlacesOf(item.Item).Prepend((list, $"{item.Index}"))),
        _ => [],
    };

    private static void Set(JsonNode parent, string name, string value)
    {
        if (parent is JsonArray list)
        {
            list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            parent[name] = value;
        }
    }
}
