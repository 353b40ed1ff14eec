using System.CommandLine;
using HeadlessCms.Access;
using HeadlessCms.Operations;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Commands;

/// <summary>Looks whether everything stored agrees with everything else; changes nothing.</summary>
internal static class CheckCommand
{
    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var deep = new Option<bool>("--deep") { Description = "Read every file and compare its SHA-256, not only its size." };
        var command = new Command(
            "check",
            "Check the database, the tree, the counts, the audit trail and the files, beside a running server if there is one. "
            + "Each fault is one line, and the exit code is then 1. Files that no row names are listed but are no fault: uploads that were cut off, or deletions, leave them for the sweeper.")
        {
            deep,
        };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(settings, host => RunAsync(host, parsed.GetValue(deep), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, bool deep, CancellationToken ct)
    {
        if (host.Database is SqliteDatabase { Path: var path } && !File.Exists(path))
        {
            throw new RefusedException($"There is no database in {Path.GetFullPath(host.Options.DataDirectory)}.");
        }
        var faults = 0;
        var trail = host.Services.GetRequiredService<AuditCheck>();
        var check = new ConsistencyCheck(host.Database, host.Files, new Progress()) { Trail = trail };
        await foreach (var finding in check.RunAsync(deep, ct))
        {
            Console.WriteLine(finding);
            faults += finding.IsFault ? 1 : 0;
        }
        if (faults == 0 && await trail.EndAsync(ct) is { } end)
        {
            Console.WriteLine($"The audit trail ends with entry {end.Seq}, {end.Hash}.");
        }
        Console.WriteLine(faults == 0 ? "No faults." : $"Faults: {faults}.");
        return faults == 0 ? 0 : 1;
    }
}
