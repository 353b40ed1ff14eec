using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Tests.Support;

/// <summary>An empty database below the API, for tests of the storage itself; gone when the test is.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly string _name = $"scratch_{Guid.CreateVersion7():n}";
    private readonly TemporaryDirectory _directory = new();
    private readonly string? _postgres;
    private readonly List<Database> _opened = [];

    public ScratchDatabase(Engine engine)
        : this(engine, PostgresServer.Create)
    {
    }

    private ScratchDatabase(Engine engine, Func<string, string> create)
    {
        _postgres = engine is Engine.Postgres ? create(_name) : null;
        Database = OpenAnother();
    }

    public Database Database { get; }

    /// <summary>Where the SQLite file lies.</summary>
    public string File => Path.Combine(_directory.Path, SqliteDatabase.FileName);

    /// <summary>What another process reaches the PostgreSQL database by; null on SQLite.</summary>
    public string? ConnectionString => _postgres;

    /// <summary>A second door to the same data, as another instance has it.</summary>
    public Database OpenAnother()
    {
        Database database = _postgres is null ? new SqliteDatabase(File) : new PostgresDatabase(_postgres);
        _opened.Add(database);
        return database;
    }

    /// <summary>The same with every table.</summary>
    public static async Task<ScratchDatabase> MigratedAsync(Engine engine)
    {
        var scratch = new ScratchDatabase(engine, PostgresServer.CreateMigrated);
        await Migrator.RunAsync(scratch.Database, TimeProvider.System, CancellationToken.None);
        return scratch;
    }

    /// <summary>Runs one statement and keeps what it did.</summary>
    public Task<int> ExecuteAsync(string sql, object? args = null) =>
        Database.WriteAsync(session => session.ExecuteAsync(sql, args, CancellationToken.None), CancellationToken.None);

    /// <summary>The first value of one statement.</summary>
    public Task<T?> ReadAsync<T>(string sql, object? args = null) =>
        Database.FirstOrDefaultAsync<T>(sql, args, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }
        if (_postgres is not null)
        {
            PostgresServer.Drop(_name);
        }
        _directory.Dispose();
    }
}
