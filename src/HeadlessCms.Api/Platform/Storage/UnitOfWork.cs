namespace HeadlessCms.Platform.Storage;

/// <summary>
/// One transaction made of several writes, so that what belongs to all of them is stored with them or not at all. See
/// <see cref="Database.AsOneAsync"/>.
/// </summary>
internal sealed class UnitOfWork(Database database) : IAsyncDisposable
{
    private const string Savepoint = "write";

    private WriteTransaction? _writing;

    /// <summary>What reads join; null before the transaction began and after it ended.</summary>
    public Session? Session { get; private set; }

    /// <summary>
    /// Whether it is over. Work that a request began and that outlives it still has the unit in its context, and then
    /// writes for itself.
    /// </summary>
    public bool IsEnded { get; private set; }

    /// <summary>The session of the whole transaction, which begins now if it has not yet.</summary>
    public async Task<Session> OpenAsync(CancellationToken ct)
    {
        _writing ??= await database.BeginWriteAsync(ct);
        return Session ??= new Session(database, _writing.Connection, _writing.Transaction);
    }

    /// <summary>One of the writes: undone alone, committed with the others.</summary>
    public async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        var whole = await OpenAsync(ct);
        var (connection, transaction) = (_writing!.Connection, _writing.Transaction);
        await transaction.SaveAsync(Savepoint, ct);
        var part = new Session(database, connection, transaction);
        var isKept = false;
        try
        {
            var result = await work(part);
            isKept = !part.Undone;
            return result;
        }
        finally
        {
            if (isKept)
            {
                await transaction.ReleaseAsync(Savepoint, CancellationToken.None);
                part.PutOffTo(whole);
            }
            else
            {
                await transaction.RollbackAsync(Savepoint, CancellationToken.None);
            }
        }
    }

    /// <summary>Does what was put off to the end, then this, and commits it all.</summary>
    public async Task CommitAsync(Func<Session, Task> last)
    {
        // Not cancellable from here on: the work is done, and whoever asked must learn how it ended.
        var whole = await OpenAsync(CancellationToken.None);
        whole.AtEnd(last);
        await database.CommitAsync(whole, _writing!.Transaction);
        await DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        (IsEnded, Session) = (true, null);
        if (_writing is { } writing)
        {
            _writing = null;
            await writing.DisposeAsync();
        }
    }
}
