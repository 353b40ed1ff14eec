using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>
/// Puts a backup into a data directory that the caller holds. Everything is copied beside what is there and checked;
/// one rename then decides, and from it on a restore that is cut off is ended by whoever opens the directory next.
/// </summary>
internal sealed class Restore(string dataDirectory, TimeProvider clock, IProgress<string> progress)
{
    private const string Staged = ".restore-staged";
    private const string Decided = ".restore-decided";
    private const string Blobs = "blobs";

    /// <summary>Restores and tells what.</summary>
    /// <exception cref="RefusedException">The backup is not whole or too new, or the data directory is not empty. Nothing was touched.</exception>
    public async Task<BackupManifest> RunAsync(string backup, bool force, CancellationToken ct)
    {
        if (!force)
        {
            RefuseUsed();
        }
        var staged = Path.Combine(dataDirectory, Staged);
        Remove(staged);
        try
        {
            var manifest = await BackupManifest.ReadAsync(backup, ct);
            await StageAsync(manifest, backup, staged, ct);
            Finish(dataDirectory); // an earlier one that was cut off, before its name is needed
            Directory.Move(staged, Path.Combine(dataDirectory, Decided));
            DurableDirectory.Flush(dataDirectory);
            Finish(dataDirectory);
            return manifest;
        }
        finally
        {
            Remove(staged);
        }
    }

    /// <summary>Ends a restore that was decided. Each step can be done again, so it may be cut off anywhere.</summary>
    public static void Finish(string dataDirectory)
    {
        var decided = Path.Combine(dataDirectory, Decided);
        if (!Directory.Exists(decided))
        {
            return;
        }
        if (Directory.Exists(Path.Combine(decided, Blobs)))
        {
            Remove(Path.Combine(dataDirectory, Blobs));
            Directory.Move(Path.Combine(decided, Blobs), Path.Combine(dataDirectory, Blobs));
        }
        MoveOver(decided, dataDirectory, SecretFile.Name);
        if (File.Exists(Path.Combine(decided, SqliteDatabase.FileName)))
        {
            // Pages of the old database must not be read into the new one.
            File.Delete(Path.Combine(dataDirectory, SqliteDatabase.FileName + "-wal"));
            File.Delete(Path.Combine(dataDirectory, SqliteDatabase.FileName + "-shm"));
            MoveOver(decided, dataDirectory, SqliteDatabase.FileName);
        }
        DurableDirectory.Flush(dataDirectory);
        Remove(decided);
    }

    private async Task StageAsync(BackupManifest manifest, string backup, string staged, CancellationToken ct)
    {
        Directory.CreateDirectory(staged);
        progress.Report("Checking the database");
        await CopyAsync(SqliteDatabase.FileName, manifest.Database, backup, staged, ct);
        if (manifest.Secret is { } secret)
        {
            await CopyAsync(SecretFile.Name, secret, backup, staged, ct);
        }
        await using var copy = new SqliteDatabase(Path.Combine(staged, SqliteDatabase.FileName));
        RefuseNewer(manifest, copy);
        if (await copy.CheckAsync(ct) is [var damage, ..])
        {
            throw new RefusedException($"The database of the backup is damaged: {damage}");
        }
        var totals = await FileCopies.CopyAsync(
            new InventoryStore(copy), new DiskFileStore(backup, clock), new DiskFileStore(staged, clock), progress, ct);
        if (totals != manifest.Files)
        {
            throw new RefusedException($"The backup has {totals.Count} files where its {BackupManifest.FileName} says {manifest.Files.Count}.");
        }
        DurableDirectory.Flush(staged);
    }

    private static async Task CopyAsync(string name, FileDigest expected, string backup, string staged, CancellationToken ct)
    {
        var source = Path.Combine(backup, name);
        if (!File.Exists(source))
        {
            throw new RefusedException($"The backup has no {name}.");
        }
        var target = Path.Combine(staged, name);
        File.Copy(source, target);
        if (await FileDigest.OfAsync(target, ct) != expected)
        {
            throw new RefusedException($"{name} of the backup is not as its {BackupManifest.FileName} says: it was changed or damaged.");
        }
    }

    private static void RefuseNewer(BackupManifest manifest, SqliteDatabase copy)
    {
        if (!Migrator.Knows(copy, manifest.Migration))
        {
            throw new RefusedException($"The backup is newer than this program: it has had the migration '{manifest.Migration}'.");
        }
    }

    private void RefuseUsed()
    {
        string[] ours = [DataDirectoryLock.Name, Staged];
        if (Directory.EnumerateFileSystemEntries(dataDirectory).Select(Path.GetFileName).Except(ours).Any())
        {
            throw new RefusedException($"{Path.GetFullPath(dataDirectory)} is not empty; --force replaces what lies there.");
        }
    }

    private static void MoveOver(string from, string to, string name)
    {
        if (File.Exists(Path.Combine(from, name)))
        {
            File.Move(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
        }
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
