using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// What is left of a JSON value without its faulty places, so that the rest can still be judged. What is left out of an
/// object is missing there; in a list something empty stands in its place, so that the items after it keep their numbers.
/// </summary>
internal sealed class SoundPart
{
    private readonly ILookup<string?, string> _codes;
    private readonly List<string> _leftOut = [];

    private SoundPart(IReadOnlyList<Fault> faults) =>
        (Faults, _codes) = (faults, faults.ToLookup(fault => fault.Pointer, fault => fault.Code));

    /// <summary>What was faulty.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>The rest.</summary>
    public JsonElement Json { get; private set; }

    /// <summary>The part that has the shape of the type.</summary>
    public static SoundPart Of(JsonElement root, JsonTypeInfo type) => Without(root, type, JsonShape.FaultsOf(root, type));

    /// <summary>The part without what these faults point at. The root itself is never left out.</summary>
    public static SoundPart Without(JsonElement root, JsonTypeInfo type, IReadOnlyList<Fault> faults)
    {
        var part = new SoundPart(faults) { Json = root };
        if (faults.Count is > 0 and < InvalidProblem.MostFaults) // after so many the rest was not looked at: it may be anything
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                part.Write(root, type, "", writer);
            }
            JsonBodies.Parse(buffer.WrittenMemory, out var rest); // what we have just written
            part.Json = rest;
        }
        return part;
    }

    /// <summary>Whether this place was left out, or what it lies in: nothing that is found there was sent.</summary>
    public bool IsLeftOut(string pointer) => _leftOut.Any(place =>
        pointer.StartsWith(place, StringComparison.Ordinal) && (pointer.Length == place.Length || pointer[place.Length] == '/'));

    private void Write(JsonElement value, JsonTypeInfo? type, string pointer, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    WriteProperty(property, type, pointer, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var element = JsonShape.ElementOf(type);
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                {
                    WriteItem(item, element, $"{pointer}/{index}", writer);
                }
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private void WriteProperty(JsonProperty property, JsonTypeInfo? type, string pointer, Utf8JsonWriter writer)
    {
        if (!JsonShape.TryName(property, out var name))
        {
            return; // the fault points at the object, whose other properties are none the worse
        }
        var here = $"{pointer}/{Pointers.Escape(name)}";
        if (LeavesOut(property.Value, here))
        {
            return;
        }
        writer.WritePropertyName(name);
        Write(property.Value, JsonShape.TypeOf(type, name), here, writer);
    }

    private void WriteItem(JsonElement item, JsonTypeInfo? type, string pointer, Utf8JsonWriter writer)
    {
        if (LeavesOut(item, pointer))
        {
            WriteEmpty(type, writer);
        }
        else
        {
            Write(item, type, pointer, writer);
        }
    }

    private bool LeavesOut(JsonElement value, string pointer)
    {
        var isFaulty = _codes[pointer].Any(code => code != JsonShape.NotWellFormed || value.ValueKind is not JsonValueKind.Object);
        if (isFaulty)
        {
            _leftOut.Add(pointer);
        }
        return isFaulty;
    }

    private static void WriteEmpty(JsonTypeInfo? type, Utf8JsonWriter writer)
    {
        switch (type?.Kind)
        {
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case JsonTypeInfoKind.Enumerable:
                writer.WriteStartArray();
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue("");
                break;
        }
    }
}
