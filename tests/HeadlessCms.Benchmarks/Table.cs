using System.Globalization;
using System.Runtime.InteropServices;

namespace HeadlessCms.Benchmarks;

/// <summary>Runs all rows and prints them.</summary>
internal static class Table
{
    /// <summary>One command, one table.</summary>
    public static async Task<int> RunAsync(Settings settings)
    {
        var (large, few, empty) = (Portal(settings, settings.Articles), Portal(settings, settings.Few), Path.Combine(settings.Scratch, "empty"));
        await PortalGenerator.RunAsync(large, settings.Articles);
        await PortalGenerator.RunAsync(few, settings.Few);
        Directory.CreateDirectory(empty);
        Console.WriteLine(FormattableString.Invariant(
            $"{DateTimeOffset.Now:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {settings.Articles:N0} articles, {settings.Rounds} rounds of {settings.Seconds} s"));
        Console.WriteLine();
        Console.WriteLine("| | target | ratio | ours | baseline | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        async Task TakeAsync(Measurement measurement)
        {
            if (measurement.Name.Contains(settings.Only, StringComparison.Ordinal))
            {
                Console.WriteLine(await measurement.TakeAsync());
            }
        }
        if (Wrk.IsHere)
        {
            await new HttpRows(settings, large, few).RunAsync(TakeAsync);
        }
        else
        {
            Console.WriteLine("| every row of requests a second | | skipped | | | wrk is not installed (apt package wrk) |");
        }
        await new SizeRows(settings, large, few, empty).RunAsync(TakeAsync);
        await new PartnerRows(settings, large, few).RunAsync(TakeAsync);
        return 0;
    }

    private static string Portal(Settings settings, int articles) =>
        Path.Combine(settings.Scratch, articles.ToString(CultureInfo.InvariantCulture));
}
