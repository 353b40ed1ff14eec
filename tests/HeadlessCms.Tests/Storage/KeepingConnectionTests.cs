using Dapper;
using HeadlessCms.Platform.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>Statements of SQLite that are kept: nobody may see it but by the clock.</summary>
public sealed class KeepingConnectionTests : IDisposable
{
    private readonly KeepingConnection _connection = new("Data Source=:memory:;Pooling=False");

    public KeepingConnectionTests()
    {
        _connection.Open();
        _connection.Handle!.enable_sqlite3_next_stmt(true);
        _connection.Execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task A_statement_sent_again_is_prepared_once_and_run_with_its_own_values()
    {
        for (var id = 1; id <= 3; id++)
        {
            await _connection.ExecuteAsync("INSERT INTO things (id, name) VALUES (@id, @name)", new { id, name = $"n{id}" });
        }
        var kept = _connection.KeptCount;

        foreach (var id in (int[])[3, 1, 2])
        {
            Assert.Equal($"n{id}", await _connection.QuerySingleAsync<string>("SELECT name FROM things WHERE id = @id", new { id }));
        }
        Assert.Null(await _connection.QuerySingleOrDefaultAsync<string>("SELECT name FROM things WHERE id = @id", new { id = 9 }));

        Assert.Equal(kept + 1, _connection.KeptCount);
        Assert.Equal(
            [("INSERT INTO things (id, name) VALUES (@id, @name)", 3), ("SELECT name FROM things WHERE id = @id", 4)],
            Prepared().Where(statement => statement.Sql.Contains("@id", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void The_same_statement_can_be_read_within_itself()
    {
        _connection.Execute("INSERT INTO things (id) VALUES (1), (2)");
        const string Sql = "SELECT id FROM things WHERE id > @least ORDER BY id";

        var pairs = from outer in _connection.Query<long>(Sql, new { least = 0 }, buffered: false)
                    from inner in _connection.Query<long>(Sql, new { least = outer }, buffered: false)
                    select (outer, inner);

        Assert.Equal([(1L, 2L)], pairs.ToList());
        Assert.Equal([1L, 2L], _connection.Query<long>(Sql, new { least = 0 }));
    }

    [Fact]
    public void What_fails_or_is_left_in_the_middle_can_be_sent_again()
    {
        const string Insert = "INSERT INTO things (name) VALUES (@name)";
        _connection.Execute(Insert, new { name = "a" });
        Assert.Throws<SqliteException>(() => _connection.Execute(Insert, new { name = "a" }));
        Assert.Equal(1, _connection.Execute(Insert, new { name = "b" }));
        Assert.Equal("a", _connection.QueryFirst<string>("SELECT name FROM things ORDER BY name")); // of two rows

        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Execute(Insert, new { name = "c" }, transaction);
            Assert.Equal(3, _connection.QuerySingle<long>("SELECT COUNT(*) FROM things", transaction: transaction));
        }
        Assert.Equal(2, _connection.QuerySingle<long>("SELECT COUNT(*) FROM things")); // of no transaction any more
        _connection.Execute("DROP TABLE things"); // no reader holds it
    }

    [Fact]
    public void A_table_that_changes_is_read_as_it_is_then()
    {
        _connection.Execute("INSERT INTO things (id, name) VALUES (1, 'a')");
        Assert.Equal(["id", "name"], Columns());

        _connection.Execute("ALTER TABLE things ADD COLUMN more TEXT");

        Assert.Equal(["id", "name", "more"], Columns());
    }

    [Fact]
    public void No_more_are_kept_than_there_is_room_for()
    {
        for (var n = 0; n < 3 * KeepingConnection.Capacity; n++)
        {
            Assert.Equal(n, _connection.QuerySingle<long>($"SELECT {n}"));
            Assert.InRange(_connection.KeptCount, 1, KeepingConnection.Capacity);
        }
        Assert.InRange(Prepared().Count, 1, KeepingConnection.Capacity);
    }

    private string[] Columns()
    {
        using var reader = _connection.ExecuteReader("SELECT * FROM things");
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    // What SQLite itself holds, and how often each was run.
    private List<(string Sql, int Runs)> Prepared()
    {
        const int Run = 6; // SQLITE_STMTSTATUS_RUN
        var (all, handle) = (new List<(string, int)>(), _connection.Handle!);
        for (var statement = raw.sqlite3_next_stmt(handle, null!); statement is { IsInvalid: false }; statement = raw.sqlite3_next_stmt(handle, statement))
        {
            all.Add((raw.sqlite3_sql(statement).utf8_to_string(), raw.sqlite3_stmt_status(statement, Run, 0)));
        }
        return all;
    }
}
