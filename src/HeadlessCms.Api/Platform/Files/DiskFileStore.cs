using System.Buffers;
using System.Security.Cryptography;

namespace HeadlessCms.Platform.Files;

/// <summary>
/// <c>blobs/ab/cd/abcd…</c> in the data directory. An upload grows under <c>blobs/.incoming/</c> and is renamed when it is whole,
/// so a crash leaves at worst a file there, or one that no row names; both are swept later.
/// </summary>
internal sealed class DiskFileStore : FileStore
{
    private const int BufferSize = 80 * 1024;

    private readonly string _root;
    private readonly string _incoming;
    private readonly TimeProvider _clock;

    // Keeping the same bytes again and sweeping them look at one file; whoever comes second must see what the first did.
    private readonly Lock _gate = new();

    public DiskFileStore(string dataDirectory, TimeProvider clock)
    {
        _clock = clock;
        _root = Path.Combine(Path.GetFullPath(dataDirectory), "blobs");
        _incoming = Path.Combine(_root, ".incoming");
    }

    public override async Task<StagedFile?> StageAsync(Stream source, long maximumBytes, CancellationToken ct)
    {
        MakeFolders();
        var path = Path.Combine(_incoming, $"{_clock.NewId():n}");
        DiskStagedFile? staged = null;
        try
        {
            staged = await ReceiveAsync(source, path, maximumBytes, ct);
            return staged;
        }
        finally
        {
            if (staged is null)
            {
                File.Delete(path);
            }
        }
    }

    public override Task<Stream?> OpenReadAsync(string sha256, CancellationToken ct)
    {
        var path = PathOf(sha256);
        return Task.FromResult<Stream?>(File.Exists(path) ? OpenRead(path) : null);
    }

    public override Task<long?> FindSizeAsync(string sha256, CancellationToken ct)
    {
        var file = new FileInfo(PathOf(sha256));
        return Task.FromResult<long?>(file.Exists ? file.Length : null);
    }

    public override Task<bool> DeleteAsync(string sha256, DateTimeOffset keptBefore, CancellationToken ct)
    {
        var file = new FileInfo(PathOf(sha256));
        lock (_gate)
        {
            file.Refresh();
            if (!file.Exists || file.LastWriteTimeUtc >= keptBefore.UtcDateTime)
            {
                return Task.FromResult(false);
            }

            file.Delete();
            return Task.FromResult(true);
        }
    }

    public override async Task ProbeAsync(CancellationToken ct)
    {
        var path = Path.Combine(Path.GetDirectoryName(_root)!, $".ready-{_clock.NewId():n}"); // never null: the root lies below it
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        await file.WriteAsync("ready"u8.ToArray(), ct);
    }

    public override IAsyncEnumerable<StoredFile> EnumerateAsync(CancellationToken ct) =>
        (Directory.Exists(_root) ? new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories) : [])
            .Where(file => IsDigest(file.Name) && file.FullName == PathOf(file.Name))
            .Select(file => new StoredFile { Sha256 = file.Name, Size = file.Length, KeptAt = file.LastWriteTimeUtc })
            .ToAsyncEnumerable();

    public override Task<int> DeleteStaleIncomingAsync(DateTimeOffset writtenBefore, CancellationToken ct)
    {
        var stale = (Directory.Exists(_incoming) ? new DirectoryInfo(_incoming).GetFiles() : [])
            .Where(file => file.LastWriteTimeUtc < writtenBefore.UtcDateTime)
            .ToList();
        stale.ForEach(file => file.Delete());
        return Task.FromResult(stale.Count);
    }

    /// <summary>The order is the promise: the bytes, then the name, then the directories that hold the name.</summary>
    internal void Keep(string incoming, string sha256, long size)
    {
        FlushFile(incoming);
        var path = PathOf(sha256);
        var directory = Directory.CreateDirectory(Path.GetDirectoryName(path)!); // never null: PathOf goes two levels down
        lock (_gate)
        {
            MoveOrTouch(incoming, new FileInfo(path), size);
        }

        // All three, even when they were there: another upload may have made them and not flushed them yet.
        DurableDirectory.Flush(directory.FullName);
        DurableDirectory.Flush(directory.Parent!.FullName);
        DurableDirectory.Flush(_root);
    }

    /// <summary>Readable and seekable; the buffer serves the many small reads of whoever looks into a format.</summary>
    internal static FileStream OpenRead(string path) => new(path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous,
        BufferSize = BufferSize,
    });

    private async Task<DiskStagedFile?> ReceiveAsync(Stream source, string path, long maximumBytes, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = OpenWrite(path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var size = 0L;
            while (await source.ReadAsync(buffer, ct) is var read and > 0)
            {
                if ((size += read) > maximumBytes)
                {
                    return null;
                }

                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            return new DiskStagedFile(this, path, Convert.ToHexStringLower(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A copy of another length is a damaged one, and is replaced by this one.</summary>
    private void MoveOrTouch(string incoming, FileInfo kept, long size)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        if (kept.Exists && kept.Length == size)
        {
            File.Delete(incoming);
            kept.LastWriteTimeUtc = now;
            return;
        }

        File.SetLastWriteTimeUtc(incoming, now);
        File.Move(incoming, kept.FullName, overwrite: true);
    }

    // Not when it is opened: a backup that is only read may lie on a medium that nobody can write to.
    private void MakeFolders()
    {
        if (!Directory.Exists(_incoming))
        {
            Directory.CreateDirectory(_incoming);
            DurableDirectory.Flush(Path.GetDirectoryName(_root)!); // never null: the root lies below the data directory
        }
    }

    private string PathOf(string sha256) => IsDigest(sha256)
        ? Path.Combine(_root, sha256[..2], sha256[2..4], sha256)
        : throw new ArgumentException("A file is named by 64 lower-case hex digits.", nameof(sha256));

    private static bool IsDigest(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);

    private static void FlushFile(string path)
    {
        using var handle = File.OpenHandle(path, access: FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Unbuffered: what is written here comes in pieces as large as a buffer would be.</summary>
    private static FileStream OpenWrite(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // drafts' files are nobody else's
        }

        return new FileStream(path, options);
    }
}
