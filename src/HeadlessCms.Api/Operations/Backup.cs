using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>
/// Copies what is stored into a directory, while a server may be writing. First the database, as of one moment; then
/// the files which that moment names, as files are added before their rows and removed after them. The directory gets
/// its name when all of it is on the disk, so half a backup is never taken for a whole one.
/// </summary>
internal sealed class Backup(
    SqliteDatabase database, FileStore files, CmsOptions options, TimeProvider clock, IProgress<string> progress)
{
    /// <summary>Writes the backup and tells what is in it.</summary>
    /// <exception cref="RefusedException">The directory is in use, or what is stored is damaged.</exception>
    public async Task<BackupManifest> WriteAsync(string directory, CancellationToken ct)
    {
        directory = Path.TrimEndingDirectorySeparator(directory);
        RefuseUsed(directory);
        var partial = MakePartial(directory);
        try
        {
            var manifest = await FillAsync(partial, ct);
            await manifest.WriteAsync(partial, ct);
            DurableDirectory.Flush(partial);
            Publish(partial, directory);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }

    private async Task<BackupManifest> FillAsync(string partial, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        progress.Report("Copying the database");
        var path = Path.Combine(partial, SqliteDatabase.FileName);
        await database.CopyToAsync(path, ct);
        var digest = await FileDigest.OfAsync(path, ct);
        await using var copy = new SqliteDatabase(path);
        await RefuseDamagedAsync(copy, ct);
        var inventory = new InventoryStore(copy);
        return new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            CreatedAt = now,
            Migration = await inventory.LastMigrationAsync(ct),
            Database = digest,
            Counts = await inventory.CountAsync(ct),
            Files = await FileCopies.CopyAsync(inventory, files, new DiskFileStore(partial, clock), progress, ct),
            Secret = await CopySecretAsync(partial, ct),
        };
    }

    private async Task<FileDigest?> CopySecretAsync(string partial, CancellationToken ct)
    {
        var source = Path.Combine(options.DataDirectory, SecretFile.Name);
        if (options.Secret is not null || !File.Exists(source))
        {
            return null;
        }
        var target = Path.Combine(partial, SecretFile.Name);
        File.Copy(source, target); // with its mode, 0600
        return await FileDigest.OfAsync(target, ct);
    }

    private string MakePartial(string directory)
    {
        var partial = $"{directory}.partial-{clock.NewId():n}";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(partial);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(partial)!); // never null: it has a name of its own
            Directory.CreateDirectory(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return partial;
    }

    private static async Task RefuseDamagedAsync(SqliteDatabase copy, CancellationToken ct)
    {
        if (await copy.CheckAsync(ct) is [var first, ..])
        {
            throw new RefusedException($"The database is damaged, so nothing was backed up; the command 'check' tells of it: {first}");
        }
    }

    private static void RefuseUsed(string directory)
    {
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw new RefusedException($"{directory} is there already and not empty; a backup is written to a new directory.");
        }
    }

    private static void Publish(string partial, string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory); // it was empty; when it no longer is, this fails and nothing is lost
        }
        Directory.Move(partial, directory);
        DurableDirectory.Flush(Path.GetDirectoryName(directory)!); // never null: it has a name of its own
    }
}
