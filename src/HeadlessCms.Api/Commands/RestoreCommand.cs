using System.CommandLine;
using HeadlessCms.Operations;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Commands;

/// <summary>Puts a backup into the data directory.</summary>
internal static class RestoreCommand
{
    private const string OnPostgres =
        "The data lies in PostgreSQL: restore it with pg_restore or psql, and copy blobs/ back into the data directory.";

    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var directory = new Argument<string>("directory") { Description = "The backup." };
        var force = new Option<bool>("--force") { Description = "Replace what lies in the data directory. It is gone then." };
        var command = new Command(
            "restore",
            "Put a backup into the data directory (--Cms:DataDirectory). Everything is checked before anything is touched. "
            + "Refused while a server runs on the data directory, and without --force when it is not empty.")
        {
            directory,
            force,
        };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            settings, host => RunAsync(host, parsed.GetRequiredValue(directory), parsed.GetValue(force), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string directory, bool force, CancellationToken ct)
    {
        if (host.Database is not SqliteDatabase)
        {
            throw new RefusedException(OnPostgres);
        }
        CommandHost.MakeDirectory(host.Options.DataDirectory);
        host.Services.GetRequiredService<DataDirectoryLock>().Take();
        var restore = new Restore(host.Options.DataDirectory, host.Clock, new Progress());
        var manifest = await restore.RunAsync(Path.GetFullPath(directory), force, ct);
        Console.WriteLine(
            $"Restored the state of {manifest.CreatedAt:yyyy-MM-ddTHH:mm:ssK}: {manifest.Counts.Articles} articles, {manifest.Files.Count} files.");
        return 0;
    }
}
