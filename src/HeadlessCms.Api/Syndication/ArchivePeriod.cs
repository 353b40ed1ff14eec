using System.Globalization;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Syndication;

/// <summary>
/// A stretch of time whose entries make an archive (RFC 5005 section 4): a month, a day, an hour or a minute of UTC, so that
/// it is the same stretch whatever zone the site is in. Only what is over is an archive: nothing is added to it any more.
/// </summary>
internal sealed record ArchivePeriod(DateTimeOffset Start, DateTimeOffset End, string Name)
{
    // From the longest on.
    private static readonly (string Format, Func<DateTimeOffset, DateTimeOffset> End)[] Lengths =
    [
        ("yyyy-MM", start => start.AddMonths(1)),
        ("yyyy-MM-dd", start => start.AddDays(1)),
        ("yyyy-MM-dd'T'HH", start => start.AddHours(1)),
        ("yyyy-MM-dd'T'HHmm", start => start.AddMinutes(1)),
    ];

    /// <summary>The parameter that asks for one.</summary>
    public static QueryParameter Parameter { get; } = QueryParameter.Text(
        "archive", 15, "^[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}([0-9]{2})?)?)?$", "a month, a day, an hour or a minute, such as 2026-11 or 2026-11-23T08",
        "The entries of a month, a day, an hour or a minute of UTC that is over, newest first: a page that `prev-archive` links to and that stays as it is.");

    /// <summary>The stretch of this name; null when the calendar has none.</summary>
    public static ArchivePeriod? Named(string name)
    {
        foreach (var (format, end) in Lengths)
        {
            if (DateTimeOffset.TryParseExact(
                name, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) && start.Year < 9999)
            {
                return new(start, end(start), name);
            }
        }
        return null;
    }

    /// <summary>The longest stretch that holds an instant and ends by another; null when not even a minute does.</summary>
    public static ArchivePeriod? Around(DateTimeOffset instant, DateTimeOffset endsBy) => Lengths
        .Select(length => Named(instant.ToUniversalTime().ToString(length.Format, CultureInfo.InvariantCulture)))
        .FirstOrDefault(period => period is not null && period.End <= endsBy);
}
