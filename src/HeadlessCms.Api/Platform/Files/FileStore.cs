namespace HeadlessCms.Platform.Files;

/// <summary>
/// Keeps files by what is in them: a file's name is the SHA-256 of its bytes in lower-case hex, so the same bytes lie here once.
/// The seam for other places than a local disk.
/// </summary>
internal abstract class FileStore
{
    /// <summary>
    /// Takes a stream in at its own pace and hashes it on the way. Null when it holds more than <paramref name="maximumBytes"/>;
    /// then, as after any fault, nothing of it stays.
    /// </summary>
    public abstract Task<StagedFile?> StageAsync(Stream source, long maximumBytes, CancellationToken ct);

    /// <summary>A seekable stream, for the caller to dispose; null when there is no such file.</summary>
    public abstract Task<Stream?> OpenReadAsync(string sha256, CancellationToken ct);

    /// <summary>Null when there is no such file.</summary>
    public abstract Task<long?> FindSizeAsync(string sha256, CancellationToken ct);

    /// <summary>
    /// False when there is no such file, or when it was kept (again) at or after <paramref name="keptBefore"/>: whoever uploads
    /// the same bytes while a sweep is under way does not lose them.
    /// </summary>
    public abstract Task<bool> DeleteAsync(string sha256, DateTimeOffset keptBefore, CancellationToken ct);

    /// <summary>Succeeds when files can be taken in: what <c>/readyz</c> asks.</summary>
    public abstract Task ProbeAsync(CancellationToken ct);

    /// <summary>Every kept file, in no order.</summary>
    public abstract IAsyncEnumerable<StoredFile> EnumerateAsync(CancellationToken ct);

    /// <summary>Drops what uploads left behind that ended with the process; answers how many.</summary>
    public abstract Task<int> DeleteStaleIncomingAsync(DateTimeOffset writtenBefore, CancellationToken ct);
}

/// <summary>An upload that has arrived but is not kept yet. Disposing of it drops it unless it was kept.</summary>
internal abstract class StagedFile : IAsyncDisposable
{
    /// <summary>The digest of its bytes, lower-case hex.</summary>
    public abstract string Sha256 { get; }

    /// <summary>In bytes.</summary>
    public abstract long Size { get; }

    /// <summary>A seekable stream from its beginning, for the caller to dispose.</summary>
    public abstract Stream OpenRead();

    /// <summary>Once this has returned, the file survives a loss of power, and a row may point to it.</summary>
    public abstract Task KeepAsync(CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}

/// <summary>A kept file, as a sweep or a check sees it.</summary>
internal sealed record StoredFile
{
    /// <summary>Its name: what the digest of its bytes ought to be.</summary>
    public required string Sha256 { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When its bytes were last uploaded.</summary>
    public required DateTimeOffset KeptAt { get; init; }
}
