using Dapper;
using Npgsql;

namespace HeadlessCms.Platform.Storage;

/// <summary>A lead on PostgreSQL: an advisory lock, held by a transaction that does nothing else.</summary>
internal sealed class PostgresLead(NpgsqlConnection connection) : ILead
{
    /// <summary>
    /// Makes the server look after who holds a lock: a host that vanished without a word (its power, its network) is missed
    /// after half a minute, and not after the two hours that TCP waits by itself. For the transaction only, as a pooler
    /// lends its connections to others.
    /// </summary>
    public const string LookAfter =
        """
        set_config('tcp_keepalives_idle', '10', TRUE), set_config('tcp_keepalives_interval', '5', TRUE),
        set_config('tcp_keepalives_count', '4', TRUE), set_config('tcp_user_timeout', '30s', TRUE)
        """;

    private NpgsqlTransaction? _transaction;

    /// <summary>Whether it was free.</summary>
    public async Task<bool> TakeAsync(long key, CancellationToken ct)
    {
        _transaction = await connection.BeginTransactionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"SELECT pg_try_advisory_xact_lock(@key), {LookAfter}", new { key }, _transaction, cancellationToken: ct));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsHeldAsync(CancellationToken ct)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("SELECT 1", null, _transaction, cancellationToken: ct));
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // the connection ended, and with it the lock
        }
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
