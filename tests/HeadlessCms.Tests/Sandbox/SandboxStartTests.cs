using System.Diagnostics;
using System.Runtime.InteropServices;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Sandbox;

/// <summary>How long a partner's tests wait for their sandbox, on a machine that does nothing else.</summary>
[Collection(Alone.Name)]
public sealed class SandboxStartTests
{
    private static readonly int Turns = Depth.Pick(quick: 3, full: 5);

    [Fact]
    public async Task It_is_ready_before_anybody_gets_impatient()
    {
        using var output = new TemporaryDirectory();
        var programs = new Dictionary<string, Func<SandboxProcess>> { ["as built here"] = () => new SandboxProcess() };
        if (Depth.IsFull)
        {
            await PublishAsync(output);
            programs.Add("published for one system", () => SandboxProcess.From(output.Path));
        }
        foreach (var (name, start) in programs)
        {
            var (starts, resets) = (new List<double>(), new List<double>());
            for (var turn = 0; turn < Turns; turn++)
            {
                await using var sandbox = start();
                await sandbox.InitializeAsync();
                starts.Add(sandbox.FirstAnswer.TotalMilliseconds);
                var began = Stopwatch.GetTimestamp();
                await sandbox.ResetAsync();
                resets.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            Report.Line($"sandbox start to first answer in ms, {name}: {starts.Min():F0}, reset {resets.Min():F0} (the best of {Turns}; the longest {starts.Max():F0})");

            Assert.InRange(starts.Min(), 0, 5000); // a bound for a slow machine, no promise
        }
    }

    // As the README has it, which is how a partner comes by the program.
    private static async Task PublishAsync(TemporaryDirectory output)
    {
        var outcome = await Tool.RunAsync("dotnet", "publish", "src/HeadlessCms.Api", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false",
            "-o", output.Path, $"-p:ArtifactsPath={Path.Combine(Repository.Root, ".artifacts", "published")}"); // beside what is being tested
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
    }
}
