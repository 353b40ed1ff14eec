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
    /// <summary>Unknown names, and text that no store and no page could take (NUL, half of a surrogate pair).</summary>
    public static IReadOnlyList<Fault> FaultsOf(JsonElement root, JsonTypeInfo type)
    {
        var faults = new List<Fault>();
        Walk(root, type, "", faults);
        return faults;
    }

    /// <summary>The value less what was found unknown, so that the rest can still be checked.</summary>
    public static JsonNode WithoutUnknown(JsonElement root, IReadOnlyList<Fault> unknown)
    {
        var node = JsonObject.Create(root)!;
        foreach (var pointer in unknown.Select(fault => fault.Pointer!))
        {
            Pointers.Remove(node, pointer);
        }
        return node;
    }

    private static void Walk(JsonElement value, JsonTypeInfo? type, string pointer, List<Fault> faults)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    WalkProperty(property, type, pointer, faults);
                }
                break;
            case JsonValueKind.Array:
                var element = type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } of } ? type.Options.GetTypeInfo(of) : null;
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                {
                    Walk(item, element, $"{pointer}/{index}", faults);
                }
                break;
            case JsonValueKind.String when !IsWellFormed(value):
                faults.Add(Fault.At(pointer, "not_well_formed", "Text must not hold NUL or half of a surrogate pair."));
                break;
        }
    }

    private static void WalkProperty(JsonProperty property, JsonTypeInfo? type, string pointer, List<Fault> faults)
    {
        if (!TryName(property, out var name))
        {
            faults.Add(Fault.At(pointer, "not_well_formed", "A name must not hold NUL or half of a surrogate pair."));
            return;
        }
        var here = $"{pointer}/{Pointers.Escape(name)}";
        JsonTypeInfo? inner = null;
        if (type is { Kind: JsonTypeInfoKind.Object })
        {
            var known = type.Properties.FirstOrDefault(candidate => candidate.Name == name);
            if (known is null)
            {
                faults.Add(Fault.At(here, "unknown_property", $"There is no property '{name}' to write here."));
                return;
            }
            inner = type.Options.GetTypeInfo(known.PropertyType);
        }
        Walk(property.Value, inner, here, faults);
    }

    private static bool TryName(JsonProperty property, out string name)
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
