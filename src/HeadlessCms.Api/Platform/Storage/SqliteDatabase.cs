using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// The embedded engine: one file. Readers have pooled connections of their own; one connection writes, and who wants
/// it waits at a gate, not by the driver's sleeping on a locked file.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string _readerConnection;
    private readonly string _writerConnection;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SqliteConnection? _writer;

    /// <param name="path">The file; it is made when it is not there.</param>
    public SqliteDatabase(string path)
    {
        Path = path;
        _writerConnection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = 30, // only tools in other processes are ever waited for
        }.ToString();
        _readerConnection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            DefaultTimeout = 5,
        }.ToString();
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string Engine => "sqlite";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        ["id"] = "TEXT",
        ["text"] = "TEXT",
        ["json"] = "TEXT",
        ["time"] = "TEXT",
        ["long"] = "INTEGER",
        ["bool"] = "INTEGER",
        ["bytes"] = "BLOB",
        ["strict"] = "STRICT",
    };

    /// <inheritdoc/>
    public override async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            _writer ??= await OpenWriterAsync(ct);
            await using var transaction = _writer.BeginTransaction(deferred: false); // BEGIN IMMEDIATE
            return await RunAsync(_writer, transaction, work);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Nothing to do: only one writes at a time.</summary>
    public override Task LockAsync(Session session, string name, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }
        using var readers = new SqliteConnection(_readerConnection);
        SqliteConnection.ClearPool(readers);
        _gate.Dispose();
    }

    /// <inheritdoc/>
    protected override async ValueTask<DbConnection> OpenReaderAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_readerConnection);
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <inheritdoc/>
    protected override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct) =>
        new(((SqliteConnection)connection).BeginTransaction(deferred: true));

    private async Task<SqliteConnection> OpenWriterAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_writerConnection);
        await connection.OpenAsync(ct);
        // FULL: a commit is on the disk, not in its cache, when it returns (sqlite.org/pragma.html#pragma_synchronous).
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        return connection;
    }
}
