using System.Data.Common;

namespace HeadlessCms.Platform.Storage;

/// <summary>A connection lent to whoever reads.</summary>
/// <param name="Connection">Where statements run.</param>
/// <param name="Release">Gives it back.</param>
internal sealed record ReadingConnection(DbConnection Connection, Func<ValueTask> Release) : IAsyncDisposable
{
    /// <summary>One of its own, closed afterwards.</summary>
    public static ReadingConnection Own(DbConnection connection) => new(connection, connection.DisposeAsync);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Release();
}
