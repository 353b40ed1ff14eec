using System.Data.Common;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// The one door to the data. Stores write SQL that every engine understands; what an engine does its own way is an
/// abstract member here, and there are few of them on purpose.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    static Database() => Columns.Register();

    /// <summary>Raised for every statement sent, with its text and arguments: tests count them and look at their plans.</summary>
    public event Action<string, object?>? Executing;

    /// <summary>Raised in this process after the commit of a write that called <see cref="Session.Signal"/>; must return at once.</summary>
    public event Action<string>? Signalled;

    /// <summary>Names the engine in <c>NNNN_name.{engine}.sql</c> and in messages.</summary>
    public abstract string Engine { get; }

    /// <summary>What <c>{id}</c>, <c>{time}</c> and the other words of the migrations mean to this engine.</summary>
    public abstract IReadOnlyDictionary<string, string> Types { get; }

    /// <summary>Runs several statements on one snapshot of the data. Never waits for the writer.</summary>
    public async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await OpenReaderAsync(ct);
        await using var transaction = await BeginSnapshotAsync(connection, ct);
        return await work(new Session(this, connection, transaction));
    }

    /// <summary>
    /// Runs one write as one transaction, durable when this returns. Rolled back when the work throws or calls
    /// <see cref="Session.Undo"/>. Keep it short: on SQLite all writers wait for each other.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct);

    /// <summary>The first row of one statement, or the default.</summary>
    public async Task<T?> FirstOrDefaultAsync<T>(string sql, object? args, CancellationToken ct)
    {
        await using var connection = await OpenReaderAsync(ct);
        return await new Session(this, connection, null).FirstOrDefaultAsync<T>(sql, args, ct);
    }

    /// <summary>All rows of one statement.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? args, CancellationToken ct)
    {
        await using var connection = await OpenReaderAsync(ct);
        return await new Session(this, connection, null).ListAsync<T>(sql, args, ct);
    }

    /// <summary>Holds off everybody else who asks for the same name, until the transaction ends.</summary>
    public abstract Task LockAsync(Session session, string name, CancellationToken ct);

    /// <summary>Answers when the engine does: what <c>/readyz</c> asks.</summary>
    public Task PingAsync(CancellationToken ct) => FirstOrDefaultAsync<long>("SELECT 1", null, ct);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>A connection that only reads.</summary>
    protected abstract ValueTask<DbConnection> OpenReaderAsync(CancellationToken ct);

    /// <summary>A transaction whose statements all see the same moment.</summary>
    protected abstract ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Tells whoever listens that a statement is about to run.</summary>
    internal void Announce(string sql, object? args) => Executing?.Invoke(sql, args);

    /// <summary>The work between the beginning and the end of a write.</summary>
    protected async Task<T> RunAsync<T>(
        DbConnection connection, DbTransaction transaction, Func<Session, Task<T>> work)
    {
        var session = new Session(this, connection, transaction);
        var result = await work(session);
        if (!session.Undone)
        {
            await session.EndAsync();
            // Not cancellable: once a commit has begun, the caller must learn how it ended.
            await transaction.CommitAsync(CancellationToken.None);
            foreach (var name in session.Signals)
            {
                Signalled?.Invoke(name);
            }
        }
        return result;
    }
}
