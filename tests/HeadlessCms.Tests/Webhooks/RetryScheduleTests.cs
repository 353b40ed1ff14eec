using HeadlessCms.Webhooks.Deliveries;
using Xunit;

namespace HeadlessCms.Tests.Webhooks;

/// <summary>When a call is made again.</summary>
public sealed class RetryScheduleTests
{
    [Fact]
    public void It_goes_from_five_seconds_to_some_three_days_and_ends()
    {
        var rests = Enumerable.Range(1, 9).Select(tries => RetrySchedule.RestAfter(tries, null, 0)!.Value).ToList();

        Assert.Equal(TimeSpan.FromSeconds(5), rests[0]);
        Assert.InRange(rests.Aggregate((sum, rest) => sum + rest), TimeSpan.FromDays(3), TimeSpan.FromDays(3.5));
        Assert.Equal(rests.Order(), rests);
        Assert.Null(RetrySchedule.RestAfter(10, null, 0));
    }

    [Fact]
    public void It_is_spread_by_chance_and_keeps_to_what_is_asked_within_a_day()
    {
        Assert.InRange(RetrySchedule.RestAfter(1, null, 1)!.Value, TimeSpan.FromSeconds(5.9), TimeSpan.FromSeconds(6));
        Assert.Equal(TimeSpan.FromMinutes(10), RetrySchedule.RestAfter(1, TimeSpan.FromMinutes(10), 0));
        Assert.Equal(TimeSpan.FromHours(2), RetrySchedule.RestAfter(4, TimeSpan.FromSeconds(1), 0));
        Assert.Equal(TimeSpan.FromDays(1), RetrySchedule.RestAfter(1, TimeSpan.FromDays(90), 0));
    }

    [Fact]
    public void Who_is_down_is_asked_less_and_less_often_but_every_five_minutes()
    {
        Assert.Null(RetrySchedule.PauseAfter(4, null));
        Assert.Equal(TimeSpan.FromSeconds(5), RetrySchedule.PauseAfter(5, null));
        Assert.Equal(TimeSpan.FromMinutes(5), RetrySchedule.PauseAfter(1000, null));
        Assert.Equal(TimeSpan.FromSeconds(90), RetrySchedule.PauseAfter(1, TimeSpan.FromSeconds(90)));
        Assert.Equal(TimeSpan.FromSeconds(10), RetrySchedule.PauseAfter(6, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromMinutes(5), RetrySchedule.PauseAfter(1, TimeSpan.FromDays(90)));
    }
}
