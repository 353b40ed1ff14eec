using System.Text.Json;

namespace HeadlessCms.Tests.Contract.Kept;

/// <summary>How two schemas of one place differ to somebody's harm: who sends must not be refused, who reads must not be surprised.</summary>
internal sealed class SchemaBreaks(JsonElement before, JsonElement after, bool isInput, ICollection<string> found)
{
    private static readonly string[] Upper = ["maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"];
    private static readonly string[] Lower = ["minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"];
    private readonly HashSet<(string, string)> _compared = [];

    /// <summary>Compares two schemas and all they hold.</summary>
    public void Compare(string place, JsonElement one, JsonElement other)
    {
        if (!_compared.Add((one.GetRawText(), other.GetRawText())))
        {
            return; // a schema within itself
        }
        var (old, oldTypes) = Plain(before, one);
        var (now, nowTypes) = Plain(after, other);
        var lost = (isInput ? oldTypes.Except(nowTypes) : nowTypes.Except(oldTypes)).Where(_ => oldTypes.Count > 0 && nowTypes.Count > 0).ToList();
        if (lost.Count > 0 || (isInput ? oldTypes.Count == 0 && nowTypes.Count > 0 : oldTypes.Count > 0 && nowTypes.Count == 0))
        {
            found.Add($"{place}: was {Named(oldTypes)}, is {Named(nowTypes)}");
        }
        CompareWords(place, old, now);
        CompareForm(place, old, now);
        if (isInput)
        {
            CompareBounds(place, old, now);
            CompareDefault(place, old, now);
        }
        CompareProperties(place, old, now);
        if (Find(old, "items") is { } items && Find(now, "items") is { } otherItems)
        {
            Compare($"{place}[]", items, otherItems);
        }
    }

    private void CompareWords(string place, JsonElement old, JsonElement now)
    {
        var (words, others) = (Words(old, "enum"), Words(now, "enum"));
        foreach (var word in words.Except(others).Where(_ => others.Count > 0))
        {
            found.Add($"{place}: {word} is no value any more");
        }
        if (isInput ? words.Count == 0 && others.Count > 0 : words.Count > 0 && others.Count == 0)
        {
            found.Add($"{place}: {(isInput ? "is one of some words now" : "may be any word now")}");
        }
    }

    private void CompareForm(string place, JsonElement old, JsonElement now)
    {
        foreach (var keyword in (string[])["pattern", "format"])
        {
            var (was, isNow) = (Find(old, keyword)?.GetString(), Find(now, keyword)?.GetString());
            if (was != isNow && (isInput ? isNow is not null : was is not null))
            {
                found.Add($"{place}: had the {keyword} {was ?? "of any text"}, has {isNow ?? "none"}");
            }
        }
    }

    private void CompareBounds(string place, JsonElement old, JsonElement now)
    {
        foreach (var (keyword, isTighter) in Upper.Select(name => (name, -1)).Concat(Lower.Select(name => (name, 1))))
        {
            var (was, isNow) = (Find(old, keyword)?.GetDecimal(), Find(now, keyword)?.GetDecimal());
            if (isNow is { } bound && (was is not { } before || bound.CompareTo(before) == isTighter))
            {
                found.Add($"{place}: its {keyword} was {(was is null ? "open" : $"{was}")}, is {bound}");
            }
        }
        if (Find(now, "uniqueItems") is { ValueKind: JsonValueKind.True } && Find(old, "uniqueItems") is not { ValueKind: JsonValueKind.True })
        {
            found.Add($"{place}: takes no item twice any more");
        }
    }

    // Who leaves it out means what it meant.
    private void CompareDefault(string place, JsonElement old, JsonElement now)
    {
        if (Find(old, "default")?.GetRawText() is { } was && Find(now, "default")?.GetRawText() is var isNow && isNow != was)
        {
            found.Add($"{place}: its default was {was}, is {isNow ?? "none"}");
        }
    }

    private void CompareProperties(string place, JsonElement old, JsonElement now)
    {
        var (required, requiredNow) = (Words(old, "required"), Words(now, "required"));
        foreach (var name in isInput ? requiredNow.Except(required) : required.Except(requiredNow))
        {
            found.Add($"{place}.{name.Trim('"')}: {(isInput ? "is required now" : "may be missing now")}");
        }
        if (Find(old, "properties") is not { } properties)
        {
            return;
        }
        foreach (var property in properties.EnumerateObject())
        {
            if (Find(Find(now, "properties"), property.Name) is { } other)
            {
                Compare($"{place}.{property.Name}", property.Value, other);
            }
            else
            {
                found.Add($"{place}.{property.Name}: is no more");
            }
        }
    }

    // That a thing or null may stand somewhere is written in two ways.
    private static (JsonElement Schema, IReadOnlyList<string> Types) Plain(JsonElement document, JsonElement schema)
    {
        var plain = BreakingChanges.Follow(document, schema);
        if (Find(plain, "oneOf") is not { } choices)
        {
            return (plain, Types(plain));
        }
        var own = choices.EnumerateArray().Select(choice => BreakingChanges.Follow(document, choice)).ToList();
        return (own.FirstOrDefault(choice => !Types(choice).SequenceEqual(["null"])), [.. own.SelectMany(Types)]);
    }

    private static IReadOnlyList<string> Types(JsonElement schema) => Find(schema, "type") switch
    {
        { ValueKind: JsonValueKind.Array } types => [.. types.EnumerateArray().Select(type => type.GetString()!)],
        { ValueKind: JsonValueKind.String } type => [type.GetString()!],
        _ => [],
    };

    private static List<string> Words(JsonElement schema, string keyword) =>
        Find(schema, keyword) is { ValueKind: JsonValueKind.Array } words ? [.. words.EnumerateArray().Select(word => word.GetRawText())] : [];

    private static string Named(IReadOnlyList<string> types) => types.Count == 0 ? "of any type" : string.Join(" or ", types.Order());

    private static JsonElement? Find(JsonElement? json, string name) => json is { ValueKind: JsonValueKind.Object } ? BreakingChanges.Find(json, name) : null;
}
