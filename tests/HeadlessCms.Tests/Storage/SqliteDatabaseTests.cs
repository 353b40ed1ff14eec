using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>What the embedded engine promises: what was acknowledged is on the disk, and nobody is told to come back later.</summary>
public sealed class SqliteDatabaseTests
{
    private const int Constraint = 19;
    private const int ReadOnly = 8;

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")] // FULL
    [InlineData("foreign_keys", "1")]
    public async Task The_writer_is_tuned_for_safety(string pragma, string value)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Sqlite);

        var set = await scratch.Database.WriteAsync(
            session => session.FirstOrDefaultAsync<string>($"PRAGMA {pragma}", null, CancellationToken.None), CancellationToken.None);

        Assert.Equal(value, set);
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Sqlite);

        var refusal = await Assert.ThrowsAsync<SqliteException>(
            () => scratch.ReadAsync<long>("DELETE FROM revisions RETURNING value"));

        Assert.Equal(ReadOnly, refusal.SqliteErrorCode);
    }

    [Fact]
    public async Task A_reference_to_nothing_is_refused()
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Sqlite);

        var refusal = await Assert.ThrowsAsync<SqliteException>(() => scratch.ExecuteAsync(
            "INSERT INTO category_former_slugs (slug, category_id) VALUES ('gone', @id)", new { id = Guid.CreateVersion7() }));

        Assert.Equal(Constraint, refusal.SqliteErrorCode);
    }

    [Fact]
    public async Task A_reader_never_waits_for_the_writer_and_sees_what_was_committed()
    {
        await using var scratch = await CounterAsync(Engine.Sqlite);

        var seen = await scratch.Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(Increment, null, CancellationToken.None);
            return await ValueAsync(scratch);
        }, CancellationToken.None);

        Assert.Equal((0, 1), (seen, await ValueAsync(scratch)));
    }

    [Fact]
    public async Task A_copy_is_of_one_moment_while_others_write()
    {
        await using var scratch = await CounterAsync(Engine.Sqlite);
        await scratch.ExecuteAsync(Increment);
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "copy.db");

        await scratch.Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(Increment, null, CancellationToken.None);
            await ((SqliteDatabase)scratch.Database).CopyToAsync(path, CancellationToken.None);
            return 0;
        }, CancellationToken.None);

        await using var copy = new SqliteDatabase(path);
        Assert.Empty(await copy.CheckAsync(CancellationToken.None));
        Assert.Equal(1, await copy.FirstOrDefaultAsync<long>(Value, null, CancellationToken.None));
    }

    [Fact]
    public async Task Closing_leaves_everything_in_the_one_file()
    {
        await using var scratch = await CounterAsync(Engine.Sqlite);
        await scratch.ExecuteAsync(Increment);

        await scratch.Database.DisposeAsync();

        Assert.False(File.Exists(scratch.File + "-wal"));
        Assert.Equal(1, await scratch.OpenAnother().FirstOrDefaultAsync<long>(Value, null, CancellationToken.None));
    }

    [Theory, EachEngine]
    public async Task Parallel_writers_all_succeed_and_none_is_lost(Engine engine)
    {
        await using var scratch = await CounterAsync(engine);
        var each = Depth.Pick(quick: 10, full: 100);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            for (var write = 0; write < each; write++)
            {
                await scratch.ExecuteAsync(Increment);
            }
        }));

        Assert.Equal(64 * each, await ValueAsync(scratch));
    }

    [Theory, EachEngine]
    public async Task What_is_undone_or_thrown_out_of_leaves_nothing_and_blocks_nobody(Engine engine)
    {
        await using var scratch = await CounterAsync(engine);

        var undone = await scratch.Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(Increment, null, CancellationToken.None);
            session.Undo();
            return "told";
        }, CancellationToken.None);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => scratch.Database.WriteAsync<int>(async session =>
        {
            await session.ExecuteAsync(Increment, null, CancellationToken.None);
            throw new InvalidTimeZoneException();
        }, CancellationToken.None));

        Assert.Equal(("told", 0), (undone, await ValueAsync(scratch)));
        await scratch.ExecuteAsync(Increment);
        Assert.Equal(1, await ValueAsync(scratch));
    }

    private const string Increment = "UPDATE revisions SET value = value + 1 WHERE name = 'counter'";

    private const string Value = "SELECT value FROM revisions WHERE name = 'counter'";

    private static Task<long> ValueAsync(ScratchDatabase scratch) => scratch.ReadAsync<long>(Value);

    private static async Task<ScratchDatabase> CounterAsync(Engine engine)
    {
        var scratch = await ScratchDatabase.MigratedAsync(engine);
        await scratch.ExecuteAsync(
            "INSERT INTO revisions (name, value, changed_at) VALUES ('counter', 0, @now)", new { now = DateTimeOffset.UnixEpoch });
        return scratch;
    }
}
