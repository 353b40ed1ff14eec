using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HeadlessCms.Platform.Files;

/// <summary>Keeps files in memory, for as long as the process lives.</summary>
internal sealed class MemoryFileStore(TimeProvider clock) : FileStore
{
    private readonly ConcurrentDictionary<string, Kept> _files = new();

    /// <summary>Another store with the same files in it.</summary>
    public MemoryFileStore Copy(TimeProvider theirClock)
    {
        var copy = new MemoryFileStore(theirClock);
        foreach (var (sha256, file) in _files)
        {
            copy._files[sha256] = file;
        }
        return copy;
    }

    /// <summary>Takes bytes in.</summary>
    public void Add(byte[] bytes) => Keep(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);

    public override async Task<StagedFile?> StageAsync(Stream source, long maximumBytes, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[80 * 1024];
        while (await source.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (bytes.Length + read > maximumBytes)
            {
                return null;
            }
            bytes.Write(buffer, 0, read);
        }
        return new Staged(this, bytes.ToArray());
    }

    public override Task<Stream?> OpenReadAsync(string sha256, CancellationToken ct) =>
        Task.FromResult<Stream?>(_files.TryGetValue(sha256, out var file) ? new MemoryStream(file.Bytes, writable: false) : null);

    public override Task<long?> FindSizeAsync(string sha256, CancellationToken ct) =>
        Task.FromResult(_files.TryGetValue(sha256, out var file) ? file.Bytes.LongLength : (long?)null);

    /// <summary>The pair is compared as it is removed: one that was kept again meanwhile stays.</summary>
    public override Task<bool> DeleteAsync(string sha256, DateTimeOffset keptBefore, CancellationToken ct) => Task.FromResult(
        _files.TryGetValue(sha256, out var file) && file.At < keptBefore && _files.TryRemove(KeyValuePair.Create(sha256, file)));

    public override Task ProbeAsync(CancellationToken ct) => Task.CompletedTask;

    public override IAsyncEnumerable<StoredFile> EnumerateAsync(CancellationToken ct) => _files
        .Select(file => new StoredFile { Sha256 = file.Key, Size = file.Value.Bytes.LongLength, KeptAt = file.Value.At })
        .ToAsyncEnumerable();

    /// <summary>None: what was not kept is gone already.</summary>
    public override Task<int> DeleteStaleIncomingAsync(DateTimeOffset writtenBefore, CancellationToken ct) => Task.FromResult(0);

    private void Keep(string sha256, byte[] bytes) => _files[sha256] = new Kept(bytes, clock.GetUtcNow());

    private sealed record Kept(byte[] Bytes, DateTimeOffset At);

    private sealed class Staged(MemoryFileStore store, byte[] bytes) : StagedFile
    {
        public override string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(bytes));

        public override long Size => bytes.LongLength;

        public override Stream OpenRead() => new MemoryStream(bytes, writable: false);

        public override Task KeepAsync(CancellationToken ct)
        {
            store.Keep(Sha256, bytes);
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
