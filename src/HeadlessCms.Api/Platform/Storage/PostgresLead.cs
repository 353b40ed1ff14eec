using Dapper;
using Npgsql;

namespace HeadlessCms.Platform.Storage;

/// <summary>A lead on PostgreSQL: an advisory lock, held by a transaction that does nothing else.</summary>
internal sealed class PostgresLead(NpgsqlConnection connection) : IAsyncDisposable
{
    private NpgsqlTransaction? _transaction;

    /// <summary>Whether it was free.</summary>
    public async Task<bool> TakeAsync(long key, CancellationToken ct)
    {
        _transaction = await connection.BeginTransactionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT pg_try_advisory_xact_lock(@key)", new { key }, _transaction, cancellationToken: ct));
    }

    /// <summary>Gives it up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
        }
        await connection.DisposeAsync();
    }
}
