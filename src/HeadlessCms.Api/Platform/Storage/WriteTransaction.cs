using System.Data.Common;

namespace HeadlessCms.Platform.Storage;

/// <summary>A transaction that writes, and the connection it is on; rolled back unless committed.</summary>
/// <param name="Connection">Where its statements run.</param>
/// <param name="Transaction">What to commit.</param>
/// <param name="Release">Lets the next one write.</param>
internal sealed record WriteTransaction(DbConnection Connection, DbTransaction Transaction, Func<ValueTask> Release) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Transaction.DisposeAsync();
        }
        finally
        {
            await Release();
        }
    }
}
