using System.Data.Common;
using Dapper;

namespace HeadlessCms.Platform.Storage;

/// <summary>One connection, and the transaction it is in: what a store's statements run on.</summary>
internal sealed class Session(Database database, DbConnection connection, DbTransaction? transaction)
{
    private readonly List<Func<Session, Task>> _atEnd = [];
    private readonly HashSet<string> _signals = [];
    private bool _changesSite;

    /// <summary>Whether the write is to be rolled back although nothing was thrown.</summary>
    public bool Undone { get; private set; }

    /// <summary>The connection itself, for what only one engine can do.</summary>
    public DbConnection Connection => connection;

    /// <summary>
    /// Runs this after everything else of the write and before its commit, unless it is undone. What is appended to a log
    /// in one order for all writers takes its lock here: as the last one, so that no two writers wait for each other in a
    /// circle, and until the commit, so that the log's order is the order in which readers see it grow.
    /// </summary>
    public void AtEnd(Func<Session, Task> work) => _atEnd.Add(work);

    /// <summary>Has <see cref="Database.Signalled"/> raised with this name once the write is durable; not if it is undone.</summary>
    public void Signal(string name) => _signals.Add(name);

    /// <summary>Makes the transaction leave no trace: an expected fault is a value, not an exception.</summary>
    public void Undo() => Undone = true;

    /// <summary>The first row, or the default.</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? args, CancellationToken ct) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, args, ct));

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? args, CancellationToken ct) =>
        (await connection.QueryAsync<T>(Command(sql, args, ct))).AsList();

    /// <summary>How many rows were changed. It may take so many seconds: as the driver says, or without end at 0.</summary>
    public Task<int> ExecuteAsync(string sql, object? args, CancellationToken ct, int? timeout = null) =>
        connection.ExecuteAsync(Command(sql, args, ct, timeout));

    /// <inheritdoc cref="Database.LockAsync"/>
    public Task LockAsync(string name, CancellationToken ct) => database.LockAsync(this, name, ct);

    /// <summary>Has <see cref="Database.ZoneRead"/> raised, unless this very write may yet be undone and changed it.</summary>
    public void TellZone(long siteRevision, string zone)
    {
        if (!_changesSite)
        {
            database.TellZone(siteRevision, zone);
        }
    }

    /// <summary>From here on the site's settings are as this write has them.</summary>
    public void ChangeSite() => _changesSite = true;

    /// <inheritdoc cref="Database.JoinFirst"/>
    public string JoinFirst(string rows, string table, string conditions, string order) =>
        database.JoinFirst(rows, table, conditions, order);

    /// <summary>Runs what was put off by <see cref="AtEnd"/>, in that order.</summary>
    internal async Task EndAsync()
    {
        foreach (var work in _atEnd)
        {
            await work(this);
        }
    }

    /// <summary>What is to be signalled now that all is durable.</summary>
    internal IReadOnlyCollection<string> Signals => _signals;

    /// <summary>Leaves what was put off by <see cref="AtEnd"/> and <see cref="Signal"/> to the transaction this was a part of.</summary>
    internal void PutOffTo(Session whole)
    {
        whole._atEnd.AddRange(_atEnd);
        whole._signals.UnionWith(_signals);
    }

    private CommandDefinition Command(string sql, object? args, CancellationToken ct, int? timeout = null)
    {
        database.Announce(sql, args);
        return new CommandDefinition(sql, args, transaction, timeout, cancellationToken: ct);
    }
}
