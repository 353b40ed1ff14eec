namespace HeadlessCms.Platform.Storage;

/// <summary>
/// Makes a data directory belong to one process: an open file that nobody else may open. The system lets it go when
/// the process ends, however it ends, so there is never a stale lock to remove.
/// </summary>
internal sealed class DataDirectoryLock(string directory) : IDisposable
{
    /// <summary>The file in the data directory; it stays, empty, when nobody holds it.</summary>
    public const string Name = "cms.lock";

    private FileStream? _held;

    /// <summary>Holds the directory until disposed.</summary>
    /// <exception cref="RefusedException">Another process holds it.</exception>
    public void Take()
    {
        if (!TryTake(out var fault))
        {
            throw new RefusedException($"The data directory {Path.GetFullPath(directory)} is in use by another process of this program.", fault);
        }
    }

    /// <summary>Holds the directory until disposed; false, with the system's words, when another process does.</summary>
    public bool TryTake(out Exception? fault)
    {
        fault = null;
        var path = Path.Combine(directory, Name);
        try
        {
            _held ??= new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException held) when (held.GetType() == typeof(IOException) && File.Exists(path))
        {
            fault = held;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();
}
