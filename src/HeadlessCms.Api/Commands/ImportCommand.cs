using System.CommandLine;
using HeadlessCms.Access;
using HeadlessCms.Platform;
using HeadlessCms.Portability;
using HeadlessCms.Portability.Foreign;

namespace HeadlessCms.Commands;

/// <summary>Takes a portal in, or what another system wrote.</summary>
internal static class ImportCommand
{
    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var folder = new Argument<string>("folder") { Description = "A folder as 'export' writes it: site.yaml, categories.yaml, media.yaml, media/, articles/. In other formats a file, or a folder of pages." };
        var format = TransferFormat.OfImport();
        var onError = new Option<string>("--on-error") { Description = "'stop' leaves all as it was when something is wrong, 'skip' passes over it. A folder as 'export' writes it always stops.", DefaultValueFactory = _ => "stop" };
        onError.AcceptOnlyFromAmong("stop", "skip");
        var dryRun = new Option<bool>("--dry-run") { Description = "Say every fault, with file and line, and store nothing." };
        var foreign = new ForeignOptions();
        var command = new Command(
            "import",
            "Take a portal in, all of it or nothing unless errors are skipped. What is there already, by id or slug, is left alone. From feeds, WordPress and saved pages come articles with the files that lie "
            + "beside them; nothing is fetched, and an address that an article had is found by formerUrl.")
        {
            folder, dryRun, format, onError,
        };
        foreign.AddTo(command);
        command.SetAction((parsed, ct) => CommandHost.RunAsync(settings, host =>
        {
            var path = parsed.GetRequiredValue(folder);
            var options = new TransferOptions(parsed.GetValue(dryRun), parsed.GetValue(onError) == "skip");
            return TransferFormat.Of(parsed.GetRequiredValue(format), path) switch
            {
                TransferFormat.Folder => RunAsync(host, path, options.DryRun, ct),
                TransferFormat.Lines => ReadLinesAsync(host, path, options, ct),
                TransferFormat.Feed => ReadForeignAsync(host, ForeignFormat.Feed, path, foreign.Of(parsed), options, ct),
                TransferFormat.Wxr => ReadForeignAsync(host, ForeignFormat.Wxr, path, foreign.Of(parsed), options, ct),
                _ => ReadForeignAsync(host, ForeignFormat.Pages, path, foreign.Of(parsed), options, ct),
            };
        }));
        return command;
    }

    private static async Task<int> ReadLinesAsync(CommandHost host, string file, TransferOptions options, CancellationToken ct)
    {
        await CommandHost.JoinAsync(host.Services, ct);
        await using var source = File.OpenRead(file);
        return await TellAsync(
            await host.Services.GetRequiredService<TransferImport>().RunAsync(source, options, Actor.Program("import"), new Progress(), ct), options, "lines");
    }

    private static async Task<int> ReadForeignAsync(
        CommandHost host, ForeignFormat format, string path, ForeignSettings settings, TransferOptions options, CancellationToken ct)
    {
        if (!Path.Exists(path))
        {
            throw new RefusedException($"There is nothing at {Path.GetFullPath(path)}.");
        }
        await CommandHost.JoinAsync(host.Services, ct);
        var source = await host.Services.GetRequiredService<ForeignSources>().OpenAsync(format, path, settings, ct);
        return await TellAsync(
            await host.Services.GetRequiredService<TransferImport>().RunAsync(source, options, Actor.Program("import"), new Progress(), ct), options, "items");
    }

    private static async Task<int> TellAsync(TransferOutcome outcome, TransferOptions options, string what)
    {
        foreach (var note in outcome.Notes)
        {
            await Console.Error.WriteLineAsync($"note: {note}");
        }
        foreach (var fault in outcome.Faults)
        {
            await Console.Error.WriteLineAsync($"fault: {fault}");
        }
        if (outcome.Refused > 0)
        {
            await Console.Error.WriteLineAsync($"Refused: {outcome.Refused} {what}{(options.Skip ? "" : "; nothing was stored")}.");
        }
        if (outcome.IsCutOff)
        {
            await Console.Error.WriteLineAsync("Cut off: there is more than came. Import the whole again; what is here is left alone.");
        }
        Console.WriteLine($"{(options.DryRun ? "Would import" : "Imported")}: {outcome.Articles} articles, {outcome.Categories} categories, {outcome.Attachments} files.");
        return outcome.Refused == 0 ? 0 : 1;
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
