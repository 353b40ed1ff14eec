using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Compares a JSON value with the type it is meant for, before it is read: the serializer stops at the first fault,
/// and its caller wants them all.
/// </summary>
internal static class JsonShape
{
    /// <summary>The code of text that nobody can store: of a value, or of a name in the object that is pointed at.</summary>
    public const string NotWellFormed = "not_well_formed";

    /// <summary>Unknown and repeated names, values of the wrong type, and text that no store and no page could take (NUL, half of a surrogate pair).</summary>
    public static IReadOnlyList<Fault> FaultsOf(JsonElement root, JsonTypeInfo type)
    {
        var faults = new List<Fault>();
        Walk(root, type, "", faults);
        return faults;
    }

    /// <summary>The type of a list's items, or of what stands under any name of a dictionary; null where none is known.</summary>
    public static JsonTypeInfo? ElementOf(JsonTypeInfo? type) =>
        type is { Kind: JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary, ElementType: { } element }
            ? type.Options.GetTypeInfo(element)
            : null;

    /// <summary>The type of what stands under a name; null where none is known.</summary>
    public static JsonTypeInfo? TypeOf(JsonTypeInfo? type, string name) =>
        PropertyOf(type, name) is { } known ? type!.Options.GetTypeInfo(known.PropertyType) : ElementOf(type);

    /// <summary>A name that can be read, and stored.</summary>
    public static bool TryName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return !name.Contains('\0');
        }
        catch (InvalidOperationException) // the reader's word for half of a surrogate pair
        {
            name = "";
            return false;
        }
    }

    private static void Walk(JsonElement value, JsonTypeInfo? type, string pointer, List<Fault> faults)
    {
        if (faults.Count >= InvalidProblem.MostFaults)
        {
            return;
        }
        if (IsWrongType(value, type))
        {
            faults.Add(Fault.At(pointer, "wrong_type", $"The value must be {Expectation(type!)}."));
            return;
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var seen = new HashSet<string>();
                foreach (var property in value.EnumerateObject())
                {
                    WalkProperty(property, type, pointer, seen, faults);
                }
                break;
            case JsonValueKind.Array:
                var element = ElementOf(type);
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                {
                    WalkItem(item, element, $"{pointer}/{index}", faults);
                }
                break;
            case JsonValueKind.String when !IsWellFormed(value):
                faults.Add(Fault.At(pointer, NotWellFormed, "Text must not hold NUL or half of a surrogate pair."));
                break;
        }
    }

    // A patch replaces a list whole (RFC 7396 section 2), so null takes nothing away there: it is never an item.
    private static void WalkItem(JsonElement value, JsonTypeInfo? type, string pointer, List<Fault> faults)
    {
        if (type is not null && value.ValueKind is JsonValueKind.Null)
        {
            faults.Add(Fault.At(pointer, "wrong_type", $"The value must be {Expectation(type)}, not null."));
            return;
        }
        Walk(value, type, pointer, faults);
    }

    private static void WalkProperty(
        JsonProperty property, JsonTypeInfo? type, string pointer, HashSet<string> seen, List<Fault> faults)
    {
        if (!TryName(property, out var name))
        {
            faults.Add(Fault.At(pointer, NotWellFormed, "A name must not hold NUL or half of a surrogate pair."));
            return;
        }
        var here = $"{pointer}/{Pointers.Escape(name)}";
        if (!seen.Add(name))
        {
            faults.Add(Fault.At(here, "repeated", $"The name '{name}' stands here twice."));
            return;
        }
        if (type is { Kind: JsonTypeInfoKind.Object } && PropertyOf(type, name) is null)
        {
            faults.Add(Fault.At(here, "unknown_property", $"There is no property '{name}' to write here."));
            return;
        }
        Walk(property.Value, TypeOf(type, name), here, faults);
    }

    private static JsonPropertyInfo? PropertyOf(JsonTypeInfo? type, string name) =>
        type is { Kind: JsonTypeInfoKind.Object } ? type.Properties.FirstOrDefault(candidate => candidate.Name == name) : null;

    // Null is left to the reader: in a patch it means "take it away" (RFC 7396), whatever the type. So is text that is
    // not well formed, which has a fault of its own.
    private static bool IsWrongType(JsonElement value, JsonTypeInfo? type) => type?.Kind switch
    {
        _ when value.ValueKind is JsonValueKind.Null => false,
        null => false,
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => value.ValueKind is not JsonValueKind.Object,
        JsonTypeInfoKind.Enumerable => value.ValueKind is not JsonValueKind.Array,
        _ => (value.ValueKind is not JsonValueKind.String || IsWellFormed(value)) && !CanBeRead(value, type),
    };

    private static bool CanBeRead(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            value.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Expectation(JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        var free when type.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary || free == typeof(JsonObject) => "an object",
        _ when type.Kind is JsonTypeInfoKind.Enumerable => "an array",
        { IsEnum: true } choices => $"one of {string.Join(", ", Enum.GetNames(choices).Select(JsonNamingPolicy.CamelCase.ConvertName))}",
        var plain when plain == typeof(string) => "a string",
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(Guid) => "an id, such as 0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11",
        var plain when plain == typeof(DateTimeOffset) => "RFC 3339 with an offset, such as 2021-04-20T04:11:00+08:00",
        var plain when plain == typeof(DateOnly) => "a day such as 2026-11-23",
        var plain when plain == typeof(int) || plain == typeof(long) => "a whole number",
        var plain when plain == typeof(double) || plain == typeof(decimal) => "a number",
        _ => "of the type that is taken here",
    };

    private static bool IsWellFormed(JsonElement value)
    {
        try
        {
            return !value.GetString()!.Contains('\0');
        }
        catch (InvalidOperationException) // the reader's word for half of a surrogate pair
        {
            return false;
        }
    }
}
