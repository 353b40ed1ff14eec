using System.Diagnostics;

namespace HeadlessCms.Benchmarks;

/// <summary>A line of the table that is yet to be measured.</summary>
/// <param name="Name">What is measured, against what.</param>
/// <param name="TakeAsync">Measures it.</param>
internal sealed record Measurement(string Name, Func<Task<Row>> TakeAsync);

/// <summary>One line of the table: two measurements in turn, and the median of the rounds' ratios.</summary>
/// <param name="Name">What is measured, against what.</param>
/// <param name="Target">What the ratio is to be.</param>
/// <param name="Ratio">The median.</param>
/// <param name="Ours">The median of the first.</param>
/// <param name="Baseline">The median of the second.</param>
/// <param name="Unit">Of both.</param>
internal sealed record Row(string Name, string Target, double Ratio, double Ours, double Baseline, string Unit)
{
    // For some ten seconds code that is new to a process is compiled better and better, more of ours than of a baseline's.
    private const int NotCounted = 3;

    /// <summary>Measures in alternating rounds, after some that are not counted.</summary>
    public static Measurement Alternate(
        string name, string target, string unit, int rounds, Func<Task<double>> ours, Func<Task<double>> baseline) =>
        new(name, () => AlternateAsync(name, target, unit, rounds, ours, baseline));

    private static async Task<Row> AlternateAsync(
        string name, string target, string unit, int rounds, Func<Task<double>> ours, Func<Task<double>> baseline)
    {
        for (var round = 0; round < NotCounted; round++)
        {
            await ours();
            await baseline();
        }
        var pairs = new List<(double Ours, double Baseline)>();
        for (var round = 0; round < rounds; round++)
        {
            // Who comes first changes, too.
            var first = round % 2 == 0 ? await ours() : await baseline();
            var second = round % 2 == 0 ? await baseline() : await ours();
            pairs.Add(round % 2 == 0 ? (first, second) : (second, first));
        }
        return new(
            name, target, Median(pairs.Select(pair => pair.Ours / pair.Baseline)),
            Median(pairs.Select(pair => pair.Ours)), Median(pairs.Select(pair => pair.Baseline)), unit);
    }

    /// <summary>Milliseconds of one request after another: the median and the 99th in a hundred.</summary>
    public static async Task<(double P50, double P99)> LatencyAsync(HttpClient client, IReadOnlyList<string> paths, int requests)
    {
        var times = new double[requests];
        for (var n = 0; n < requests; n++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(paths[n % paths.Count]);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            times[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return (times[requests / 2], times[Math.Min(requests - 1, requests * 99 / 100)]);
    }

    /// <summary>As Markdown.</summary>
    public override string ToString() => FormattableString.Invariant($"| {Name} | {Target} | **{Ratio:0.00}** | {Ours:#,0.##} | {Baseline:#,0.##} | {Unit} |");

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
