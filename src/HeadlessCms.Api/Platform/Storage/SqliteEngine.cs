using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Platform.Storage;

/// <summary>What SQLite is like, wherever its pages lie.</summary>
internal abstract class SqliteEngine : Database
{
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

    /// <summary>Nothing to do: only one writes at a time.</summary>
    public override Task LockAsync(Session session, string name, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Nothing to do: only one process serves.</summary>
    public override Task<bool> TryClaimAsync(UnitOfWork unit, string name, CancellationToken ct) => Task.FromResult(true);

    /// <summary>Nobody to compete with: a data directory has one serving process.</summary>
    public override ValueTask<ILead?> LeadAsync(string name, CancellationToken ct) => new(new Lead());

    /// <summary>No limit to write: its sorter leaves the inner loop at the first row that comes after the page.</summary>
    public override string JoinFirst(string rows, string table, string conditions, string order) =>
        $"{rows} CROSS JOIN {table} ON {conditions}";

    /// <inheritdoc/>
    protected override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct) =>
        new(((SqliteConnection)connection).BeginTransaction(deferred: true));

    private sealed class Lead : ILead
    {
        public ValueTask<bool> IsHeldAsync(CancellationToken ct) => new(true);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
