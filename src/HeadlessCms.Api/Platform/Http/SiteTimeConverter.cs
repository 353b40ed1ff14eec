using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace HeadlessCms.Platform.Http;

/// <summary>The zone that times are written in. Changed while running when the site's settings change.</summary>
internal sealed class SiteZone
{
    private volatile TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The present zone.</summary>
    public TimeZoneInfo Zone
    {
        get => _zone;
        set => _zone = value;
    }

    /// <summary>The instant with the site's offset.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>RFC 3339 with the site's offset, the fraction only when it is not zero.</summary>
    public string Format(DateTimeOffset instant) =>
        Local(instant).ToString("yyyy-MM-ddTHH:mm:ss.FFFzzz", CultureInfo.InvariantCulture);

    /// <summary>The day an instant falls on at the site: what statistics are kept by.</summary>
    public DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);
}

/// <summary>
/// Times leave as RFC 3339 with the site's offset. They come in with any offset and any fraction (cut to
/// milliseconds), but never without an offset: that would be another instant in every zone.
/// </summary>
internal sealed partial class SiteTimeConverter(SiteZone zone) : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var time)
            ? time
            : throw new JsonException("A time must be RFC 3339 with an offset, such as 2021-04-20T04:11:00+08:00.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(zone.Format(value));

    /// <summary>Reads RFC 3339, cut to milliseconds; false for anything else.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length > 64 || !Rfc3339().IsMatch(text))
        {
            return false;
        }
        // .NET reads at most seven digits of a fraction; RFC 3339 sets no limit, and we keep three.
        var cut = Fraction().Replace(text, fraction => fraction.Value[..Math.Min(4, fraction.Length)]);
        return DateTimeOffset.TryParse(cut, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"\.\d+")]
    private static partial Regex Fraction();
}
