using HeadlessCms.Platform.Files;

namespace HeadlessCms.Portability;

/// <summary>
/// Files whose bytes come in lines: each goes to disk as it comes, and is kept when it is whole and the bytes that it says it
/// is. One that nothing comes to name is swept like any upload that was cut off.
/// </summary>
internal sealed class IncomingBytes(FileStore files, bool keep) : IAsyncDisposable
{
    private readonly Dictionary<string, StagedFile> _staged = [];
    private (string Sha256, FileStream File, Place Place)? _open;

    /// <summary>The next bytes of a file.</summary>
    public async Task AddAsync(string sha256, string data, Place place, ImportFaults faults, CancellationToken ct)
    {
        if (_open?.Sha256 != sha256)
        {
            await EndAsync(faults, ct);
            _open = (sha256, Spool(), place);
        }
        var bytes = new byte[(data.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(data, bytes, out var length))
        {
            faults.Refuse([], [place.Fault("/data", "It must be base64.")]);
            return;
        }
        await _open.Value.File.WriteAsync(bytes.AsMemory(0, length), ct);
    }

    /// <summary>Takes in what has come of the last file, when another line follows.</summary>
    public async Task EndAsync(ImportFaults faults, CancellationToken ct)
    {
        if (_open is not { } open)
        {
            return;
        }
        _open = null;
        await using var file = open.File;
        file.Position = 0;
        var staged = (await files.StageAsync(file, long.MaxValue, ct))!; // no file is larger than that
        if (staged.Sha256 != open.Sha256)
        {
            faults.Refuse([], [open.Place.Fault("/sha256", $"The bytes from here on are {staged.Sha256}.")]);
            await staged.DisposeAsync();
        }
        else if (keep)
        {
            await staged.KeepAsync(ct);
            await staged.DisposeAsync();
        }
        else if (!_staged.TryAdd(staged.Sha256, staged))
        {
            await staged.DisposeAsync();
        }
    }

    /// <summary>The bytes, whether they came just now or were here before; null when neither.</summary>
    public async Task<Stream?> OpenAsync(string sha256, CancellationToken ct) =>
        _staged.GetValueOrDefault(sha256) is { } staged ? staged.OpenRead()
        : sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower) ? await files.OpenReadAsync(sha256, ct)
        : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_open is { } open)
        {
            await open.File.DisposeAsync();
        }
        foreach (var staged in _staged.Values)
        {
            await staged.DisposeAsync();
        }
    }

    private static FileStream Spool() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 80 * 1024,
        FileOptions.Asynchronous | FileOptions.DeleteOnClose);
}
