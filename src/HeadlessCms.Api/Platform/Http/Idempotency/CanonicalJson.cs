using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>
/// One text for all JSON that means the same: properties in one order, no white space, numbers and escapes written one
/// way. What is no JSON is itself.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Bytes that are equal for equal JSON.</summary>
    public static ReadOnlyMemory<byte> Of(byte[] json)
    {
        if (JsonBodies.Parse(json, out var root).Count > 0)
        {
            return json;
        }
        try
        {
            var buffer = new ArrayBufferWriter<byte>(json.Length + 16);
            using (var writer = new Utf8JsonWriter(buffer))
            {
                Write(root, writer);
            }
            return buffer.WrittenMemory;
        }
        catch (InvalidOperationException) // half of a surrogate pair, which cannot be written; the body is refused for it
        {
            return json;
        }
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, writer);
                }
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when value.TryGetDecimal(out var number):
                writer.WriteRawValue(number.ToString("G29", CultureInfo.InvariantCulture).Replace("E+", "E", StringComparison.Ordinal));
                break;
            default:
                value.WriteTo(writer); // texts come out escaped one way
                break;
        }
    }
}
