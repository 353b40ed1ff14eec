using System.Globalization;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>Whatever is sent, valid or not, the document foretells the answer.</summary>
public sealed class FuzzTests
{
    private const int RequestsOfASession = 250;

    // The same seeds each time, so that a commit is judged alike wherever it is tested; others look for more: see CMS_FUZZ_FIRST.
    private static readonly ulong First = ulong.Parse(Environment.GetEnvironmentVariable("CMS_FUZZ_FIRST") ?? "1", CultureInfo.InvariantCulture);

    // What a failure names, to be run again alone.
    private static readonly string? Seed = Environment.GetEnvironmentVariable("CMS_FUZZ_SEED");

    [Fact]
    public async Task Every_operation_withstands_whatever_is_sent()
    {
        var engines = Enum.GetValues<Engine>().Where(engine => engine != Engine.Postgres || Ci.Runs || EachEngineAttribute.Postgres is not null).ToList();
        var sessions = Depth.Pick(quick: 6, full: 84) / engines.Count;
        var runs = await Task.WhenAll(engines.Select(engine => Task.Run(() => RunAsync(engine, sessions))));

        var faults = runs.SelectMany(run => run.Faults).ToList();
        Report.Line($"fuzz requests {runs.Sum(run => run.Sent)} with {faults.Count} faults");
        Assert.True(faults.Count == 0, $"{faults.Count} faults; CMS_FUZZ_SEED=<seed> runs a session again:\n\n{string.Join("\n\n", faults)}");
    }

    private static async Task<(int Sent, IReadOnlyList<string> Faults)> RunAsync(Engine engine, int sessions)
    {
        await using var portal = new Portal(engine);
        using var client = portal.CreateDefaultClient();
        var (sent, faults) = (0, new List<string>());
        var seeds = Seed is { Length: > 0 }
            ? [ulong.Parse(Seed, CultureInfo.InvariantCulture)]
            : Enumerable.Range(0, sessions).Select(number => First + (ulong)number);
        foreach (var seed in seeds)
        {
            var session = new FuzzSession(client, seed);
            faults.AddRange((await session.RunAsync(RequestsOfASession)).Select(fault => $"{engine}: {fault}"));
            sent += session.Sent;
        }
        return (sent, faults);
    }
}
