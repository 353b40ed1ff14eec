using System.CommandLine;
using HeadlessCms.Access;
using HeadlessCms.Portability;

namespace HeadlessCms.Commands;

/// <summary>Takes a portal's folder in.</summary>
internal static class ImportCommand
{
    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var folder = new Argument<string>("folder") { Description = "A folder as 'export' writes it: site.yaml, categories.yaml, media.yaml, media/, articles/. With --format ndjson: a file." };
        var format = TransferFormat.Option();
        var onError = new Option<string>("--on-error") { Description = "With --format ndjson: 'stop' leaves all as it was when a line is wrong, 'skip' passes over it.", DefaultValueFactory = _ => "stop" };
        onError.AcceptOnlyFromAmong("stop", "skip");
        var dryRun = new Option<bool>("--dry-run") { Description = "Say every fault, with file and line, and store nothing." };
        var command = new Command(
            "import",
            "Take a portal's folder in, all of it or nothing. What is there already, by id or slug, is left alone.")
        {
            folder, dryRun, format, onError,
        };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            settings, host => TransferFormat.IsLines(parsed, format)
                ? ReadLinesAsync(host, parsed.GetRequiredValue(folder), new(parsed.GetValue(dryRun), parsed.GetValue(onError) == "skip"), ct)
                : RunAsync(host, parsed.GetRequiredValue(folder), parsed.GetValue(dryRun), ct)));
        return command;
    }

    private static async Task<int> ReadLinesAsync(CommandHost host, string file, TransferOptions options, CancellationToken ct)
    {
        await CommandHost.JoinAsync(host.Services, ct);
        await using var source = File.OpenRead(file);
        var report = await host.Services.GetRequiredService<TransferImport>().RunAsync(source, options, Actor.Program("import"), new Progress(), ct);
        foreach (var fault in report.Faults)
        {
            await Console.Error.WriteLineAsync($"fault: line {fault.Line}: {(fault.Property is null ? "" : $"{fault.Property}: ")}{fault.Detail}");
        }
        if (report.Refused > 0)
        {
            await Console.Error.WriteLineAsync($"Refused: {report.Refused} lines{(options.Skip ? "" : "; nothing was stored")}.");
        }
        Console.WriteLine($"{(options.DryRun ? "Would import" : "Imported")}: {report.Articles} articles, {report.Categories} categories, {report.Attachments} files.");
        return report.Refused == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(CommandHost host, string folder, bool dryRun, CancellationToken ct)
    {
        await CommandHost.JoinAsync(host.Services, ct);
        var outcome = await host.Services.GetRequiredService<PortalImport>().RunAsync(
            Path.GetFullPath(folder), dryRun, Actor.Program("import"), new Progress(), ct);
        foreach (var fault in outcome.Faults)
        {
            await Console.Error.WriteLineAsync($"fault: {fault}");
        }
        if (outcome.Faults.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{outcome.Faults.Count} faults; nothing was stored.");
            return 1;
        }
        Console.WriteLine($"{(dryRun ? "Would import" : "Imported")}: {outcome.Articles} articles, {outcome.Categories} categories, {outcome.Files} files.");
        return 0;
    }
}
