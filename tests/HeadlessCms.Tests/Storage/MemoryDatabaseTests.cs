using HeadlessCms.Platform.Storage;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>What the engine in memory promises, though all share its one connection.</summary>
public sealed class MemoryDatabaseTests
{
    private const string Value = "SELECT value FROM numbers";
    private const string Increment = "UPDATE numbers SET value = value + 1";

    [Fact]
    public async Task Who_asks_waits_in_turn_and_no_write_is_lost()
    {
        await using var database = await OneAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).SelectMany(_ => (Task[])[
            Task.Run(() => database.WriteAsync(session => session.ExecuteAsync(Increment, null, CancellationToken.None), CancellationToken.None)),
            Task.Run(() => database.ReadAsync(session => session.FirstOrDefaultAsync<long>(Value, null, CancellationToken.None), CancellationToken.None))]));

        Assert.Equal(50, await ValueAsync(database));
    }

    [Fact]
    public async Task Work_reads_within_its_own_transaction_and_others_do_not_see_it()
    {
        await using var database = await OneAsync();

        var seen = await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(Increment, null, CancellationToken.None);
            session.Undo();
            return await ValueAsync(database);
        }, CancellationToken.None);

        Assert.Equal((1, 0), (seen, await ValueAsync(database)));
    }

    [Fact]
    public async Task A_write_within_other_work_fails_instead_of_waiting_for_itself()
    {
        await using var database = await OneAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.ReadAsync(
            _ => database.WriteAsync(session => session.ExecuteAsync(Increment, null, CancellationToken.None), CancellationToken.None), CancellationToken.None));

        Assert.Equal(0, await ValueAsync(database));
    }

    [Fact]
    public async Task A_copy_goes_its_own_way()
    {
        await using var database = await OneAsync();
        await using var copy = await database.CopyAsync(CancellationToken.None);

        await copy.WriteAsync(session => session.ExecuteAsync(Increment, null, CancellationToken.None), CancellationToken.None);

        Assert.Equal((0, 1), (await ValueAsync(database), await ValueAsync(copy)));
    }

    private static async Task<MemoryDatabase> OneAsync()
    {
        var database = new MemoryDatabase();
        await database.WriteAsync(session => session.ExecuteAsync(
            "CREATE TABLE numbers (value INTEGER NOT NULL) STRICT; INSERT INTO numbers VALUES (0)", null, CancellationToken.None), CancellationToken.None);
        return database;
    }

    private static Task<long> ValueAsync(MemoryDatabase database) => database.FirstOrDefaultAsync<long>(Value, null, CancellationToken.None);
}
