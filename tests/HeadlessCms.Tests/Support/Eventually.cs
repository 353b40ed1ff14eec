using System.Diagnostics;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>Waits for what nobody signals: what another process does, or an engine. Asks again and again, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <summary>Until it is so; fails when it is not by then.</summary>
    public static async Task IsSoAsync(string what, TimeSpan patience, Func<Task<bool>> isSo)
    {
        var start = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(Pace);
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < patience, $"Not within {patience}: {what}");
            await pace.WaitForNextTickAsync();
        }
    }
}
