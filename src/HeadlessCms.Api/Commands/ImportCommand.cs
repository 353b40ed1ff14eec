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
        var folder = new Argument<string>("folder") { Description = "A folder as 'export' writes it: site.yaml, categories.yaml, media.yaml, media/, articles/." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say every fault, with file and line, and store nothing." };
        var command = new Command(
            "import",
            "Take a portal's folder in, all of it or nothing. What is there already, by id or slug, is left alone.")
        {
            folder, dryRun,
        };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            settings, host => RunAsync(host, parsed.GetRequiredValue(folder), parsed.GetValue(dryRun), ct)));
        return command;
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
