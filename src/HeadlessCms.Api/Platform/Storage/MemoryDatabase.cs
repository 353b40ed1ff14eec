using Microsoft.Data.Sqlite;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// SQLite in memory: nothing of it is ever on a disk, and all is gone with the process. A database in memory belongs to one
/// connection (the ways of sharing it have locks that fail instead of waiting), so there is one, and whoever wants it waits
/// in turn.
/// </summary>
internal sealed class MemoryDatabase : SqliteEngine
{
    private readonly KeepingConnection _connection = new("Data Source=:memory:;Pooling=False;Foreign Keys=True");
    private readonly SemaphoreSlim _gate = new(1, 1);

    private long _revision;

    /// <summary>An empty one.</summary>
    public MemoryDatabase()
    {
        _connection.Open();
        Signalled += name => _revision += name == Revisions.Signal ? 1 : 0; // within the gate: one at a time
    }

    /// <inheritdoc/>
    protected override bool HasOneConnection => true;

    /// <summary>All commits are this process's own, so it is enough to count them.</summary>
    public override ValueTask<long> RevisionAsync() => new(Volatile.Read(ref _revision));

    /// <summary>One with all that lies in a file, which stays as it is.</summary>
    public static MemoryDatabase Load(string path)
    {
        using var file = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        file.Open();
        var database = new MemoryDatabase();
        file.BackupDatabase(database._connection);
        return database;
    }

    /// <summary>Another one with the same in it.</summary>
    public async Task<MemoryDatabase> CopyAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var copy = new MemoryDatabase();
            _connection.BackupDatabase(copy._connection);
            return copy;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes all that is in it to a new file.</summary>
    public Task SaveAsync(string path, CancellationToken ct) =>
        FirstOrDefaultAsync<long>("VACUUM INTO @path", new { path }, ct);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        await _connection.DisposeAsync();
        _gate.Release(); // not disposed: whoever still waits shall learn that it is closed
    }

    /// <inheritdoc/>
    protected internal override async ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return new WriteTransaction(_connection, _connection.BeginTransaction(deferred: false), ReleaseAsync);
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<ReadingConnection> OpenReaderAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        return new ReadingConnection(_connection, ReleaseAsync);
    }

    private ValueTask ReleaseAsync()
    {
        _gate.Release();
        return ValueTask.CompletedTask;
    }
}
