using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// The zone that times are written in. It follows the site's settings with every read of the database's counters, whoever
/// changed them: an answer's times are never older than its tag.
/// </summary>
internal sealed class SiteZone
{
    private readonly Lock _lock = new();
    private long _revision;
    private volatile TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The zone of the site in this database.</summary>
    public static SiteZone Following(Database database)
    {
        var zone = new SiteZone();
        database.ZoneRead += zone.Follow;
        return zone;
    }

    /// <summary>The present zone.</summary>
    public TimeZoneInfo Zone
    {
        get => _zone;
        set => _zone = value;
    }

    /// <summary>Takes the zone that the settings have since this revision, unless a later one is known.</summary>
    public void Follow(long revision, string zone)
    {
        if (revision <= Volatile.Read(ref _revision))
        {
            return;
        }
        lock (_lock)
        {
            if (revision > _revision)
            {
                (_zone, _revision) = (TimeZoneInfo.FindSystemTimeZoneById(zone), revision);
            }
        }
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
    /// <summary>Which years are taken: those that every zone can write with four digits.</summary>
    public const string Years = "of a year from 1000 to 9998";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var time)
            ? time
            : throw new JsonException($"A time must be RFC 3339 with an offset, such as 2021-04-20T04:11:00+08:00, {Years}.");

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
        return DateTimeOffset.TryParse(cut, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
            && time.UtcDateTime.Year is >= 1000 and <= 9998 && time.Year is >= 1000 and <= 9998;
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"\.\d+")]
    private static partial Regex Fraction();
}
