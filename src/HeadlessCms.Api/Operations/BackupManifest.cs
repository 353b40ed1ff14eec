using System.Security.Cryptography;
using System.Text.Json;
using HeadlessCms.Platform;

namespace HeadlessCms.Operations;

/// <summary>What a backup says of itself; it is written last.</summary>
internal sealed record BackupManifest
{
    /// <summary>Its name in the backup.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The form of backups this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required int Format { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last migration its database has had.</summary>
    public required string Migration { get; init; }

    /// <summary>Its database file.</summary>
    public required FileDigest Database { get; init; }

    /// <summary>Its secret; null when the secret is in the settings.</summary>
    public required FileDigest? Secret { get; init; }

    /// <summary>What is in the database.</summary>
    public required InventoryCounts Counts { get; init; }

    /// <summary>The files beside it, each of which has its digest for a name.</summary>
    public required FileTotals Files { get; init; }

    /// <summary>Reads that of a backup.</summary>
    /// <exception cref="RefusedException">There is none that this program can read.</exception>
    public static async Task<BackupManifest> ReadAsync(string directory, CancellationToken ct)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            throw new RefusedException($"{directory} is no backup, or one that was cut off: it has no {FileName}.");
        }
        await using var file = File.OpenRead(path);
        try
        {
            return await JsonSerializer.DeserializeAsync<BackupManifest>(file, Json, ct) is { Format: CurrentFormat } manifest
                ? manifest
                : throw new RefusedException($"{path} is of a form that this program does not know.");
        }
        catch (JsonException fault)
        {
            throw new RefusedException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Writes it to the disk.</summary>
    public async Task WriteAsync(string directory, CancellationToken ct)
    {
        await using var file = File.Create(Path.Combine(directory, FileName));
        await JsonSerializer.SerializeAsync(file, this, Json, ct);
        file.Flush(flushToDisk: true);
    }
}

/// <summary>How many files there are, and how large together.</summary>
internal sealed record FileTotals(long Count, long Bytes);

/// <summary>A file by its size and what is in it.</summary>
internal sealed record FileDigest(long Size, string Sha256)
{
    /// <summary>That of a file on the disk; flushes it on the way, so what was compared is what stays.</summary>
    public static async Task<FileDigest> OfAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        return new FileDigest(file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)));
    }
}
