using System.Globalization;
using HeadlessCms.Platform.Http;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class SiteTimeTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "2021-04-19T20:11:00Z", "2021-04-20T04:11:00+08:00")]
    [InlineData("Asia/Shanghai", "1988-07-01T00:00:00Z", "1988-07-01T09:00:00+09:00")] // summer time, 1986 to 1991
    [InlineData("Asia/Shanghai", "1988-12-01T00:00:00Z", "1988-12-01T08:00:00+08:00")]
    [InlineData("Europe/Berlin", "2026-03-29T00:59:59.999Z", "2026-03-29T01:59:59.999+01:00")]
    [InlineData("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00")]
    [InlineData("Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00+02:00")]
    [InlineData("Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00")]
    [InlineData("Asia/Kathmandu", "2026-01-01T00:00:00.100Z", "2026-01-01T05:45:00.1+05:45")]
    [InlineData("America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31T20:30:00-03:30")]
    [InlineData("UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00")]
    public void An_instant_is_written_with_the_offset_the_zone_had(string zone, string instant, string shown)
    {
        var site = new SiteZone { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        Assert.True(SiteTimeConverter.TryParse(instant, out var time));

        Assert.Equal(shown, site.Format(time));
        Assert.Equal(shown[..10], site.Day(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.True(SiteTimeConverter.TryParse(shown, out var again));
        Assert.Equal(time, again);
    }

    [Theory]
    [InlineData("2021-04-20T04:11:00.1239999999999Z", 123)]
    [InlineData("2021-04-20T04:11:00.12Z", 120)]
    [InlineData("2021-04-20t04:11:00.0004z", 0)]
    public void A_fraction_is_cut_to_milliseconds(string text, int milliseconds)
    {
        Assert.True(SiteTimeConverter.TryParse(text, out var time));
        Assert.Equal(milliseconds * TimeSpan.TicksPerMillisecond, time.Ticks % TimeSpan.TicksPerSecond);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2021-04-20T04:11:00")]
    [InlineData("2021-04-20T04:11Z")]
    [InlineData("2021-04-20 04:11:00Z")]
    [InlineData("2021-04-20T04:11:00+0800")]
    [InlineData("2021-04-20T04:11:00.Z")]
    [InlineData("2021-04-20T04:11:60Z")]
    [InlineData("2021-13-20T04:11:00Z")]
    [InlineData("2021-04-20T04:11:00Z\n")]
    [InlineData("２０２１-04-20T04:11:00Z")]
    public void Anything_else_is_no_instant(string? text) => Assert.False(SiteTimeConverter.TryParse(text, out _));
}
