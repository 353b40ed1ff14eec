using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using HeadlessCms.Access;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>Something that does not agree. A note is worth knowing, and no fault.</summary>
internal sealed record Finding(bool IsFault, string Text)
{
    public override string ToString() => $"{(IsFault ? "fault" : "note")}: {Text}";
}

/// <summary>Compares everything stored with everything else, beside a server that may be writing; changes nothing.</summary>
internal sealed class ConsistencyCheck(Database database, FileStore files, IProgress<string> progress)
{
    private readonly InventoryStore _inventory = new(database);

    /// <summary>Verifies the audit trail; null where there is no secret to do it with.</summary>
    public AuditCheck? Trail { get; init; }

    /// <summary>Every finding, as it is found.</summary>
    public async IAsyncEnumerable<Finding> RunAsync(bool deep, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var fault in await InDatabaseAsync(ct))
        {
            yield return new Finding(true, fault);
        }
        await foreach (var fault in InFilesAsync(deep, ct))
        {
            yield return new Finding(true, fault);
        }
        progress.Report("Looking for files that no row names");
        await foreach (var file in files.EnumerateAsync(ct))
        {
            if (await _inventory.FindBlobAsync(file.Sha256, ct) is null)
            {
                yield return new Finding(false, $"file {file.Sha256} is named by no row ({file.Size} bytes, kept {file.KeptAt:yyyy-MM-ddTHH:mm:ssZ})");
            }
        }
    }

    private async Task<IReadOnlyList<string>> InDatabaseAsync(CancellationToken ct)
    {
        progress.Report("Checking the database");
        var damages = database is SqliteDatabase sqlite ? await sqlite.CheckAsync(ct) : [];
        if (damages.Count > 0)
        {
            return damages; // what a damaged file says of its contents is worth nothing
        }
        await Migrator.RequireCurrentAsync(database, ct);
        progress.Report("Checking the tree, the counts and the references");
        var faults = await new ConsistencyStore(database).FaultsAsync(ct);
        progress.Report("Verifying the audit trail");
        return Trail is not null && await Trail.FaultAsync(ct) is { } broken ? [.. faults, broken] : faults;
    }

    private async IAsyncEnumerable<string> InFilesAsync(bool deep, [EnumeratorCancellation] CancellationToken ct)
    {
        var done = 0;
        await foreach (var blob in _inventory.BlobsAsync(ct))
        {
            progress.Report($"Checking the files: {++done}");
            // Asked again: it may have been deleted, row and file, since its row was read.
            if (await FaultOfAsync(blob, deep, ct) is { } fault && await _inventory.FindBlobAsync(blob.Sha256, ct) is not null)
            {
                yield return fault;
            }
        }
    }

    private async Task<string?> FaultOfAsync(BlobRow blob, bool deep, CancellationToken ct)
    {
        if (await files.FindSizeAsync(blob.Sha256, ct) is not { } size)
        {
            return $"file {blob.Sha256} is missing";
        }
        if (size != blob.Size)
        {
            return $"file {blob.Sha256} has {size} bytes instead of {blob.Size}";
        }
        return deep && await DigestAsync(blob.Sha256, ct) is { } digest && digest != blob.Sha256
            ? $"file {blob.Sha256} has other bytes: their SHA-256 is {digest}"
            : null;
    }

    private async Task<string?> DigestAsync(string sha256, CancellationToken ct)
    {
        await using var stream = await files.OpenReadAsync(sha256, ct);
        return stream is null ? null : Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
    }
}
