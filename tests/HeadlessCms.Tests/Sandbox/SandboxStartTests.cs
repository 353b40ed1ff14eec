using System.Diagnostics;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Sandbox;

/// <summary>How long a partner's tests wait for their sandbox, on a machine that does nothing else.</summary>
[Collection(Alone.Name)]
public sealed class SandboxStartTests
{
    [Fact]
    public async Task It_is_ready_before_anybody_gets_impatient()
    {
        var (starts, resets) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < 3; turn++)
        {
            await using var sandbox = new SandboxProcess();
            await sandbox.InitializeAsync();
            starts.Add(sandbox.FirstAnswer.TotalMilliseconds);
            var began = Stopwatch.GetTimestamp();
            await sandbox.ResetAsync();
            resets.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        Report.Line($"sandbox start to first answer in ms: {starts.Min():F0}, reset {resets.Min():F0} (the best of {starts.Count}; the longest {starts.Max():F0})");

        Assert.InRange(starts.Min(), 0, 5000); // a bound for a slow machine, no promise
    }
}
