using System.Globalization;
using HeadlessCms.Portability.Foreign;
using Xunit;

namespace HeadlessCms.Tests.Portability.Foreign;

public sealed class ForeignTextTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Theory]
    [InlineData("2021-04-20 04:11:00")]
    [InlineData("2021-04-20 04:11:00.0")]
    [InlineData("2021-04-20T04:11:00.000")]
    [InlineData("2021.04.20 04:11:00")]
    [InlineData("2021年4月20日 04:11")]
    [InlineData("2021年4月20日04:11:00")]
    [InlineData("Tue, 20 Apr 2021 04:11:00")]
    [InlineData("20 Apr 21 04:11:00")]
    [InlineData("20-Apr-2021 04:11:00")]
    public void A_time_without_an_offset_is_one_of_the_zone(string text) =>
        Assert.Equal(DateTimeOffset.Parse("2021-04-19T20:11:00Z", CultureInfo.InvariantCulture), ForeignText.Time(text, Shanghai));

    [Theory]
    [InlineData("2021-04-20T04:11:00Z")]
    [InlineData("2021-04-20 04:11:00.0 +00:00")]
    [InlineData("2021-04-20T06:11:00+02:00")]
    [InlineData("Tue, 20 Apr 2021 04:11:00 GMT")]
    [InlineData("Tue, 20 Apr 2021 12:11:00 +0800")]
    [InlineData("20 Apr 21 04:11:00 GMT")]
    public void A_time_with_an_offset_is_that_moment(string text) =>
        Assert.Equal(DateTimeOffset.Parse("2021-04-20T04:11:00Z", CultureInfo.InvariantCulture), ForeignText.Time(text, Shanghai));

    [Theory]
    [InlineData("10:30")]
    [InlineData("10:30 +0800")]
    [InlineData("04-20 10:30")]
    [InlineData("04-20 10:30:00 +0800")]
    [InlineData("20 April")]
    [InlineData("4/20 10:30:00.1234")]
    [InlineData("昨天")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("9999-12-31 00:00")]
    [InlineData("")]
    [InlineData(null)]
    public void What_does_not_say_a_day_of_a_year_is_no_time_whatever_clock_the_machine_has(string? text) => Assert.Null(ForeignText.Time(text, Shanghai));
}
