using System.CommandLine;
using HeadlessCms.Operations;

namespace HeadlessCms.Commands;

/// <summary>Copies what is stored, beside a running server.</summary>
internal static class BackupCommand
{
    private const string OnPostgres =
        "The data lies in PostgreSQL: back it up with pg_dump, and after that copy blobs/ of the data directory, whose files are only ever added.";

    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var directory = new Argument<string>("directory") { Description = "Where the backup is to lie; it is made, and must be new or empty." };
        var command = new Command(
            "backup",
            "Copy database, files and secret.key into a directory, beside a running server if there is one. The copy is checked, "
            + "and gets its name only when it is whole. It opens everything: keep it as you keep the secret.")
        {
            directory,
        };
        command.SetAction((parsed, ct) =>
            CommandHost.RunAsync(settings, host => RunAsync(host, parsed.GetRequiredValue(directory), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string directory, CancellationToken ct)
    {
        var backup = new Backup(host.RequireSqlite(OnPostgres), host.Files, host.Options, host.Clock, new Progress());
        var manifest = await backup.WriteAsync(Path.GetFullPath(directory), ct);
        if (host.Options.Secret is not null)
        {
            await Console.Error.WriteLineAsync("Cms:Secret is in the settings and not in the backup: without it no key is valid after a restore.");
        }
        Console.WriteLine(
            $"Backed up: {manifest.Counts.Articles} articles, {manifest.Counts.Categories} categories, {manifest.Counts.Attachments} attachments, "
            + $"{manifest.Files.Count} files with {manifest.Files.Bytes} bytes.");
        return 0;
    }
}
