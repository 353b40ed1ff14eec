using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Reads whole numbers however JSON writes them: <c>1.0</c> and <c>1e0</c> are the integer 1 (JSON Schema 2020-12 section
/// 4.2.3), and some languages write every number so. The framework's own reader refuses them.
/// </summary>
internal sealed class WholeNumberConverter : JsonConverter<long>
{
    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(ref reader, long.MinValue, long.MaxValue);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    /// <summary>The whole number between these that stands there.</summary>
    public static long Of(ref Utf8JsonReader reader, long least, long most) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number)
        && decimal.Truncate(number) == number && number >= least && number <= most
            ? (long)number
            : throw new JsonException($"It must be a whole number from {least} to {most}.");
}

/// <summary>The same for numbers of 32 bits.</summary>
internal sealed class SmallNumberConverter : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (int)WholeNumberConverter.Of(ref reader, int.MinValue, int.MaxValue);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
