namespace HeadlessCms.Platform.Files;

/// <summary>A file under <c>blobs/.incoming/</c>, whole and hashed.</summary>
internal sealed class DiskStagedFile(DiskFileStore store, string path, string sha256, long size) : StagedFile
{
    private bool _kept;

    public override string Sha256 => sha256;

    public override long Size => size;

    public override Stream OpenRead() => DiskFileStore.OpenRead(path);

    public override Task KeepAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        store.Keep(path, sha256, size);
        _kept = true;
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        if (!_kept)
        {
            File.Delete(path);
        }

        return ValueTask.CompletedTask;
    }
}
