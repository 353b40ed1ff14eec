using Microsoft.Data.Sqlite;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// The sum of <see cref="Revisions"/>, known without asking while nobody writes. Commits of this process are told at once;
/// those of another one (an import, a tool) show in <c>PRAGMA data_version</c>, which a connection of our own is asked for no
/// more often than needed to notice them in time.
/// </summary>
internal sealed class SqliteRevision(string connectionString) : IDisposable
{
    private const long MillisecondsBetweenLooks = 50;

    private readonly Lock _lock = new();
    private SqliteConnection? _connection;
    private SqliteCommand? _version;
    private SqliteCommand? _sum;
    private volatile Seen? _seen;
    private long _commits;

    /// <summary>Called before the commit that it is about is acknowledged.</summary>
    public void OnSignal(string name)
    {
        if (name == Revisions.Signal)
        {
            Interlocked.Increment(ref _commits);
        }
    }

    /// <summary>The sum as it stands.</summary>
    public long Read()
    {
        if (_seen is { } seen && IsPresent(seen))
        {
            return seen.Revision;
        }
        lock (_lock)
        {
            return (_seen is { } other && IsPresent(other) ? other : _seen = Look()).Revision;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _version?.Dispose();
            _sum?.Dispose();
            _connection?.Dispose();
            (_seen, _connection) = (null, null);
        }
    }

    // The machine's clock, not the program's: other processes live by it.
    private bool IsPresent(Seen seen) =>
        seen.Commits == Interlocked.Read(ref _commits) && Environment.TickCount64 - seen.At < MillisecondsBetweenLooks;

    private Seen Look()
    {
        // Before looking: what comes meanwhile is looked for again.
        var (commits, at) = (Interlocked.Read(ref _commits), Environment.TickCount64);
        if (_connection is null)
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
            connection.Open();
            (_connection, _version, _sum) = (connection, connection.CreateCommand(), connection.CreateCommand());
            (_version.CommandText, _sum.CommandText) = ("PRAGMA data_version", Revisions.Sum);
        }
        var version = (long)_version!.ExecuteScalar()!;
        return _seen is { } before && before.Commits == commits && before.Version == version
            ? before with { At = at }
            : new Seen(commits, version, (long)_sum!.ExecuteScalar()!, at);
    }

    private sealed record Seen(long Commits, long Version, long Revision, long At);
}
