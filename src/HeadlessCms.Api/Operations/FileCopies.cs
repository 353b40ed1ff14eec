using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;

namespace HeadlessCms.Operations;

/// <summary>Copies files from one store to another, each read once, hashed on the way, and on the disk when it is counted.</summary>
internal static class FileCopies
{
    /// <summary>Every file the inventory names.</summary>
    /// <exception cref="RefusedException">One is missing or damaged.</exception>
    public static async Task<FileTotals> CopyAsync(
        InventoryStore inventory, FileStore from, FileStore to, IProgress<string> progress, CancellationToken ct)
    {
        var totals = new FileTotals(0, 0);
        await foreach (var blob in inventory.BlobsAsync(ct))
        {
            await CopyAsync(blob, from, to, ct);
            totals = new FileTotals(totals.Count + 1, totals.Bytes + blob.Size);
            progress.Report($"Copying the files: {totals.Count}");
        }
        return totals;
    }

    private static async Task CopyAsync(BlobRow blob, FileStore from, FileStore to, CancellationToken ct)
    {
        await using var source = await from.OpenReadAsync(blob.Sha256, ct)
            ?? throw new RefusedException($"The file {blob.Sha256} is missing; the command 'check' tells of what else.");
        await using var staged = await to.StageAsync(source, blob.Size, ct);
        if (staged?.Sha256 != blob.Sha256)
        {
            throw new RefusedException($"The file {blob.Sha256} is damaged: it has other bytes than its name says.");
        }
        await staged.KeepAsync(ct);
    }
}
