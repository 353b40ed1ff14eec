using HeadlessCms.Platform.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class RateWindowsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_window_begins_with_the_first_request_and_ends_after_its_time()
    {
        var windows = Of(requests: 2, seconds: 60);

        Assert.Equal((true, 1, 60), Stand(windows.Take("a")));
        _clock.Advance(TimeSpan.FromSeconds(59.5));
        Assert.Equal((true, 0, 1), Stand(windows.Take("a")));
        Assert.Equal((false, 0, 1), Stand(windows.Take("a")));
        Assert.Equal((true, 1, 60), Stand(windows.Take("b")));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal((true, 1, 60), Stand(windows.Take("a")));
    }

    [Fact]
    public void Memory_is_bounded_whoever_calls()
    {
        var windows = new RateWindows(new RateLimit("test", 1, 60), _clock, capacity: 100);

        foreach (var caller in Enumerable.Range(0, 10_000))
        {
            Assert.True(windows.Take($"{caller}").Allowed);
            Assert.InRange(windows.Count, 1, 100);
        }
    }

    [Fact]
    public void Whose_window_is_over_makes_room_first()
    {
        var windows = new RateWindows(new RateLimit("test", 1, 60), _clock, capacity: 100);
        foreach (var caller in Enumerable.Range(0, 80))
        {
            windows.Take($"old {caller}");
        }
        _clock.Advance(TimeSpan.FromSeconds(60));
        foreach (var caller in Enumerable.Range(0, 30))
        {
            windows.Take($"new {caller}");
        }

        Assert.False(windows.Take("new 0").Allowed);
        Assert.Equal(30, windows.Count);
    }

    [Fact]
    public async Task Of_many_at_once_exactly_the_quota_is_allowed()
    {
        var windows = Of(requests: 1000, seconds: 60);

        var allowed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 500).Count(_ => windows.Take("a").Allowed))));

        Assert.Equal(1000, allowed.Sum());
    }

    private RateWindows Of(int requests, int seconds) => new(new RateLimit("test", requests, seconds), _clock);

    private static (bool, int, int) Stand(RateState state) => (state.Allowed, state.Remaining, state.ResetSeconds);
}
