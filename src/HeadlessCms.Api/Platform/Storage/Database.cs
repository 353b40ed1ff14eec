using System.Data.Common;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// The one door to the data. Stores write SQL that every engine understands; what an engine does its own way is an
/// abstract member here, and there are few of them on purpose.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    private readonly AsyncLocal<UnitOfWork?> _unit = new();
    private readonly AsyncLocal<Work?> _work = new();
    private static readonly AsyncLocal<bool> InBackground = new();
    private readonly SemaphoreSlim _slow = new(Math.Max(1, Environment.ProcessorCount - 1));

    static Database() => Columns.Register();

    /// <summary>
    /// Raised for every statement that a request or a command sends, with its text and arguments: tests count them and look
    /// at their plans. What jobs do beside them is not told.
    /// </summary>
    public event Action<string, object?>? Executing;

    /// <summary>Raised in this process after the commit of a write that called <see cref="Session.Signal"/>; must return at once.</summary>
    public event Action<string>? Signalled;

    /// <summary>Raised with every read of the counters: the site's zone, and the revision of its settings that has it.</summary>
    public event Action<long, string>? ZoneRead;

    /// <summary>Names the engine in <c>NNNN_name.{engine}.sql</c> and in messages.</summary>
    public abstract string Engine { get; }

    /// <summary>What <c>{id}</c>, <c>{time}</c> and the other words of the migrations mean to this engine.</summary>
    public abstract IReadOnlyDictionary<string, string> Types { get; }

    /// <summary>
    /// Whether what is read here and now may yet be undone, as it is read within <see cref="AsOneAsync"/>: no cache may
    /// keep it.
    /// </summary>
    public bool SeesUncommitted => Joined is not null;

    /// <summary>Whether all share one connection: what is read within a piece of work must then be read in its transaction.</summary>
    protected virtual bool HasOneConnection => false;

    private Session? Joined => _unit.Value?.Session ?? _work.Value?.Session;

    /// <summary>Runs several statements on one snapshot of the data. Never waits for the writer.</summary>
    public async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        if (Joined is { } joined)
        {
            return await work(joined);
        }
        await using var reading = await OpenReaderAsync(ct);
        await using var transaction = await BeginSnapshotAsync(reading.Connection, ct);
        return await WithinAsync(new Session(this, reading.Connection, transaction), work);
    }

    /// <summary>
    /// The same for what may take long: totals of lists, exports, checks. Drivers block the thread they run on, so such
    /// reads go one or a few at a time, and never take all threads from those who read one article.
    /// </summary>
    public async Task<T> SlowReadAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await _slow.WaitAsync(ct);
        try
        {
            return await Task.Run(() => ReadAsync(work, ct), ct);
        }
        finally
        {
            _slow.Release();
        }
    }

    /// <summary>
    /// Runs one write as one transaction, durable when this returns. Rolled back when the work throws or calls
    /// <see cref="Session.Undo"/>. Keep it short: on SQLite all writers wait for each other.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        if (_unit.Value is { IsEnded: false } unit)
        {
            return await unit.WriteAsync(work, ct);
        }
        if (Joined is not null)
        {
            throw new InvalidOperationException("One connection cannot begin a write within another piece of work.");
        }
        await using var writing = await BeginWriteAsync(ct);
        var session = new Session(this, writing.Connection, writing.Transaction);
        var result = await WithinAsync(session, work);
        if (!session.Undone)
        {
            await CommitAsync(session, writing.Transaction);
        }
        return result;
    }

    /// <summary>
    /// Makes everything that the work writes, in however many calls of <see cref="WriteAsync"/> and wherever in the
    /// program, one transaction. It begins with the first of them, from where on reads see it too; it is rolled back
    /// unless the work calls <see cref="UnitOfWork.CommitAsync"/>.
    /// </summary>
    public async Task<T> AsOneAsync<T>(Func<UnitOfWork, Task<T>> work)
    {
        await using var unit = new UnitOfWork(this);
        _unit.Value = unit; // for this call and what it calls; the caller never sees it
        return await work(unit);
    }

    /// <summary>The first row of one statement, or the default.</summary>
    public async Task<T?> FirstOrDefaultAsync<T>(string sql, object? args, CancellationToken ct)
    {
        if (Joined is { } joined)
        {
            return await joined.FirstOrDefaultAsync<T>(sql, args, ct);
        }
        await using var reading = await OpenReaderAsync(ct);
        return await new Session(this, reading.Connection, null).FirstOrDefaultAsync<T>(sql, args, ct);
    }

    /// <summary>All rows of one statement.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? args, CancellationToken ct)
    {
        if (Joined is { } joined)
        {
            return await joined.ListAsync<T>(sql, args, ct);
        }
        await using var reading = await OpenReaderAsync(ct);
        return await new Session(this, reading.Connection, null).ListAsync<T>(sql, args, ct);
    }

    /// <summary>
    /// A number that grows by every commit that changes what public answers show (<see cref="Revisions"/>). It counts all
    /// commits that were acknowledged before it was asked for, whoever made them; but those of another process beside the
    /// serving one on SQLite only within a tenth of a second. What is kept of an answer is kept with this, asked before it is
    /// read. No statement of a request: it is not announced.
    /// </summary>
    public abstract ValueTask<long> RevisionAsync();

    /// <summary>Holds off everybody else who asks for the same name, until the transaction ends.</summary>
    public abstract Task LockAsync(Session session, string name, CancellationToken ct);

    /// <summary>
    /// Takes the name for this unit of work alone until its end, among all processes that share the data; false when
    /// another has it. Within a process its own memory is to tell.
    /// </summary>
    public abstract Task<bool> TryClaimAsync(UnitOfWork unit, string name, CancellationToken ct);

    /// <summary>
    /// Takes the lead under this name until it is disposed; null while somebody else has it. It ends with the process or
    /// its connection, too, so that nobody waits for the dead. What a leader does must still be right when two do it.
    /// </summary>
    public abstract ValueTask<ILead?> LeadAsync(string name, CancellationToken ct);

    /// <summary>
    /// Joins to each row before it the first <c>@limit</c> rows of a table in an order: the merge of many walks of one index,
    /// of which none goes further than the page.
    /// </summary>
    /// <param name="rows">The table before it, with its alias.</param>
    /// <param name="table">The table that is walked, with its alias.</param>
    /// <param name="conditions">What is asked of both.</param>
    /// <param name="order">By the index; the whole statement must be ordered by it too.</param>
    public abstract string JoinFirst(string rows, string table, string conditions, string order);

    /// <summary>Answers when the engine does: what <c>/readyz</c> asks.</summary>
    public Task PingAsync(CancellationToken ct) => FirstOrDefaultAsync<long>("SELECT 1", null, ct);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Begins a transaction that writes, as soon as it may.</summary>
    protected internal abstract ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken ct);

    /// <summary>A connection that only reads.</summary>
    protected abstract ValueTask<ReadingConnection> OpenReaderAsync(CancellationToken ct);

    /// <summary>A transaction whose statements all see the same moment.</summary>
    protected abstract ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Says that what follows in this flow of execution is a job's work, no request's.</summary>
    internal static void MarkBackgroundWork() => InBackground.Value = true;

    /// <summary>Tells whoever keeps the site's zone.</summary>
    internal void TellZone(long siteRevision, string zone) => ZoneRead?.Invoke(siteRevision, zone);

    /// <summary>Tells whoever listens that a statement is about to run.</summary>
    internal void Announce(string sql, object? args)
    {
        if (!InBackground.Value)
        {
            Executing?.Invoke(sql, args);
        }
    }

    /// <summary>Does what was put off, commits, and tells whoever listens.</summary>
    internal async Task CommitAsync(Session session, DbTransaction transaction)
    {
        await session.EndAsync();
        // Not cancellable: once a commit has begun, the caller must learn how it ended.
        await transaction.CommitAsync(CancellationToken.None);
        foreach (var name in session.Signals)
        {
            Signalled?.Invoke(name);
        }
    }

    private async Task<T> WithinAsync<T>(Session session, Func<Session, Task<T>> work)
    {
        if (!HasOneConnection)
        {
            return await work(session);
        }
        var mine = new Work { Session = session };
        _work.Value = mine; // for this call and what it calls; the caller never sees it
        try
        {
            return await work(session);
        }
        finally
        {
            mine.Session = null; // whatever it began and left behind reads for itself from now on
        }
    }

    private sealed class Work
    {
        public Session? Session { get; set; }
    }
}
