using System.Globalization;
using BenchmarkDotNet.Running;
using HeadlessCms.Benchmarks;

return args switch
{
    ["bare", var port, var bytes, var database] => await BareServer.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), bytes, database),
    ["generate", var directory, var articles] => await PortalGenerator.RunAsync(directory, int.Parse(articles, CultureInfo.InvariantCulture)),
    ["micro", .. var rest] => BenchmarkSwitcher.FromAssembly(typeof(KeptBytes).Assembly).Run(rest).Any() ? 0 : 1,
    [] or [['-', ..], ..] => await Table.RunAsync(new Settings(args)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        dotnet run -c Release --project tests/HeadlessCms.Benchmarks [--articles 100000] [--rounds 5] [--seconds 3] [--scratch <directory>] [--only <words>]
            the table: each row a ratio against a baseline of the same run
        … generate <directory> <articles>   a portal, written straight into <directory>/cms.db
        … micro --filter '*'                the micro parts (BenchmarkDotNet)
        """);
    return 2;
}
