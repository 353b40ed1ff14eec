using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// The embedded engine on a disk: one file. Readers have connections of their own, kept open for the next; one connection writes, and who wants
/// it waits at a gate, not by the driver's sleeping on a locked file.
/// </summary>
internal sealed class SqliteDatabase : SqliteEngine
{
    /// <summary>Its name in a data directory and in a backup.</summary>
    public const string FileName = "cms.db";

    // Each has a cache of pages (2 MB) and of statements (1 MB): what a rush of readers opened beyond these is closed again.
    private const int MaximumIdleReaders = 16;

    private readonly string _readerConnection;
    private readonly string _writerConnection;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqliteRevision _revision;
    private readonly ConcurrentStack<KeepingConnection> _idleReaders = new();
    private KeepingConnection? _writer;
    private volatile bool _isClosed;

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
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString();
        _revision = new SqliteRevision(_readerConnection);
        Signalled += _revision.OnSignal; // first of all listeners: none of them can meet an older one
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override ValueTask<long> RevisionAsync() => new(_revision.Read());

    /// <summary>Copies this moment to a new file, while others read and write.</summary>
    public async Task CopyToAsync(string path, CancellationToken ct)
    {
        await using var reading = await OpenReaderAsync(ct);
        await reading.Connection.ExecuteAsync(
            new CommandDefinition("VACUUM INTO @path", new { path }, commandTimeout: 0, cancellationToken: ct));
    }

    /// <summary>What SQLite finds wrong with its file: damaged pages, indexes that disagree, references to nothing.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken ct)
    {
        await using var reading = await OpenReaderAsync(ct);
        var damages = await reading.Connection.QueryAsync<string>(
            new CommandDefinition("PRAGMA integrity_check", commandTimeout: 0, cancellationToken: ct));
        var dangling = await reading.Connection.QueryAsync<DanglingReference>(
            new CommandDefinition("PRAGMA foreign_key_check", commandTimeout: 0, cancellationToken: ct));
        return
        [
            .. damages.Where(damage => damage != "ok"),
            .. dangling.Select(reference => $"{(reference.Rowid is { } row ? $"row {row}" : "a row")} of {reference.Table} refers to a missing row of {reference.Parent}"),
        ];
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            _revision.Dispose();
            _isClosed = true;
            await CloseIdleReadersAsync();
            await CloseWriterAsync();
        }
        finally
        {
            _gate.Release(); // not disposed: whoever still waits shall get an answer
        }
    }

    /// <inheritdoc/>
    protected internal override async ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            _writer ??= await OpenWriterAsync(ct);
            return new WriteTransaction(_writer, _writer.BeginTransaction(deferred: false), EndWrite); // BEGIN IMMEDIATE
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
        if (!_idleReaders.TryPop(out var connection))
        {
            connection = new KeepingConnection(_readerConnection);
            await connection.OpenAsync(ct);
        }
        return new ReadingConnection(connection, () => TakeBackAsync(connection));
    }

    private async ValueTask TakeBackAsync(KeepingConnection reader)
    {
        if (_isClosed || _idleReaders.Count >= MaximumIdleReaders)
        {
            await reader.DisposeAsync();
            return;
        }
        _idleReaders.Push(reader);
        if (_isClosed)
        {
            await CloseIdleReadersAsync(); // it was closed meanwhile
        }
    }

    private async Task CloseIdleReadersAsync()
    {
        while (_idleReaders.TryPop(out var reader))
        {
            await reader.DisposeAsync();
        }
    }

    private async Task<KeepingConnection> OpenWriterAsync(CancellationToken ct)
    {
        var connection = new KeepingConnection(_writerConnection);
        await connection.OpenAsync(ct);
        // FULL: a commit is on the disk, not in its cache, when it returns (sqlite.org/pragma.html#pragma_synchronous).
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        return connection;
    }

    private ValueTask EndWrite()
    {
        _gate.Release();
        return ValueTask.CompletedTask;
    }

    private async Task CloseWriterAsync()
    {
        if (_writer is not null)
        {
            // Whoever copies the file after a stop has everything in it.
            await _writer.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            await _writer.DisposeAsync();
            _writer = null;
        }
    }

    private sealed record DanglingReference
    {
        public required string Table { get; init; }

        public long? Rowid { get; init; }

        public required string Parent { get; init; }
    }
}
