using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace HeadlessCms.Platform.Storage;

/// <summary>PostgreSQL 14 or newer, for portals that run several instances.</summary>
internal sealed class PostgresDatabase : Database
{
    private readonly NpgsqlDataSource _source;
    private readonly SharedRead<long> _revision;

    // Writers that wait for a lock each hold a connection, and no more of the pool than this: the rest is the readers'. Who
    // waits here waits as long as its client does; who waits for the pool is turned away after a time.
    private readonly SemaphoreSlim _writers;

    /// <param name="connectionString">Npgsql's.</param>
    public PostgresDatabase(string connectionString)
    {
        _source = NpgsqlDataSource.Create(connectionString);
        _writers = new(Math.Max(1, new NpgsqlConnectionStringBuilder(connectionString).MaxPoolSize / 2));
        _revision = new(ReadRevisionAsync);
    }

    /// <inheritdoc/>
    public override string Engine => "postgres";

    // Collation "C" sorts by bytes as SQLite does, and (3) keeps milliseconds as SQLite's text does,
    // so a cursor and an entity tag mean the same on both.
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        ["id"] = "uuid",
        ["text"] = "text COLLATE \"C\"",
        ["json"] = "text COLLATE \"C\"",
        ["time"] = "timestamptz(3)",
        ["long"] = "bigint",
        ["bool"] = "boolean",
        ["bytes"] = "bytea",
        ["strict"] = "",
    };

    // Any instance may have written, and its caller may ask here next: so it is read for each request, but once for all that
    // wait at the same time.
    /// <inheritdoc/>
    public override ValueTask<long> RevisionAsync() => new(_revision.AskAsync());

    /// <inheritdoc/>
    public override Task LockAsync(Session session, string name, CancellationToken ct) =>
        session.ExecuteAsync(
            $"SELECT pg_advisory_xact_lock(@key), {PostgresLead.LookAfter}",
            new { key = KeyOf(name) }, ct);

    /// <inheritdoc/>
    public override async Task<bool> TryClaimAsync(UnitOfWork unit, string name, CancellationToken ct) =>
        await (await unit.OpenAsync(ct)).FirstOrDefaultAsync<bool>(
            "SELECT pg_try_advisory_xact_lock(@key)", new { key = KeyOf(name) }, ct);

    // A transaction's lock and not a session's: behind a pooler (PgBouncer) a session outlives its client.
    /// <inheritdoc/>
    public override async ValueTask<ILead?> LeadAsync(string name, CancellationToken ct)
    {
        var lead = new PostgresLead(await _source.OpenConnectionAsync(ct));
        try
        {
            if (await lead.TakeAsync(KeyOf(name), ct))
            {
                return lead;
            }
        }
        catch
        {
            await lead.DisposeAsync();
            throw;
        }
        await lead.DisposeAsync();
        return null;
    }

    /// <inheritdoc/>
    public override string JoinFirst(string rows, string table, string conditions, string order) =>
        $"{rows} CROSS JOIN LATERAL (SELECT * FROM {table} WHERE {conditions} ORDER BY {order} LIMIT @limit) {table.Split(' ')[1]}";

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _source.DisposeAsync(); // the gate is not: whoever still waits shall get an answer

    /// <inheritdoc/>
    protected internal override async ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken ct)
    {
        await _writers.WaitAsync(ct);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _source.OpenConnectionAsync(ct);
            return new WriteTransaction(connection, await connection.BeginTransactionAsync(ct), () => EndWriteAsync(connection));
        }
        catch
        {
            await EndWriteAsync(connection);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<ReadingConnection> OpenReaderAsync(CancellationToken ct) =>
        ReadingConnection.Own(await _source.OpenConnectionAsync(ct));

    /// <inheritdoc/>
    protected override async ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    private async ValueTask EndWriteAsync(NpgsqlConnection? connection)
    {
        try
        {
            await (connection?.DisposeAsync() ?? default);
        }
        finally
        {
            _writers.Release();
        }
    }

    private async Task<long> ReadRevisionAsync()
    {
        await using var command = _source.CreateCommand(Revisions.Sum);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The advisory lock of this name.</summary>
    internal static long KeyOf(string name) =>
        BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes("HeadlessCms:" + name)));
}
