using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

public sealed class RowListTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 12, 0, 0, 5, TimeSpan.FromHours(8));

    [Theory, EachEngine]
    public async Task Each_kind_of_value_and_none_lies_as_one_parameter_would_lie(Engine engine)
    {
        await using var scratch = new ScratchDatabase(engine);
        var types = scratch.Database.Types;
        foreach (var table in (string[])["singly", "together"])
        {
            await scratch.ExecuteAsync(
                $"CREATE TABLE {table} (id {types["id"]}, at {types["time"]}, truth {types["bool"]}, name {types["text"]}, amount {types["long"]}, content {types["bytes"]}, never {types["id"]}) {types["strict"]}");
        }
        var filled = new object?[] { Guid.Parse("0178eb99-0790-73cd-8947-209d1a38f122"), Time, true, "苏州 \"'\\\u2028", long.MaxValue, new byte[] { 0, 255 }, null };
        var bare = new object?[] { null, null, null, "", long.MinValue, Array.Empty<byte>(), null };

        await scratch.Database.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO together VALUES @rows", new { rows = new RowList([filled, bare]) }, default), default);
        foreach (var row in (object?[][])[filled, bare])
        {
            await scratch.Database.WriteAsync(
                session => session.ExecuteAsync(
                    "INSERT INTO singly VALUES (@id, @at, @truth, @name, @amount, @content, @never)",
                    new { id = (Guid?)row[0], at = (DateTimeOffset?)row[1], truth = (bool?)row[2], name = (string?)row[3], amount = (long?)row[4], content = (byte[]?)row[5], never = (Guid?)row[6] }, default), default);
        }

        Assert.Equal(2, await scratch.ReadAsync<long>("SELECT COUNT(*) FROM together"));
        Assert.Equal(0, await scratch.ReadAsync<long>("SELECT COUNT(*) FROM (SELECT * FROM together EXCEPT SELECT * FROM singly) AS x"));
        Assert.Equal(0, await scratch.ReadAsync<long>("SELECT COUNT(*) FROM (SELECT * FROM singly EXCEPT SELECT * FROM together) AS x"));
    }

    [Theory, EachEngine]
    public async Task Rows_of_a_table_that_is_read_and_of_one_that_may_be_there_already(Engine engine)
    {
        await using var scratch = new ScratchDatabase(engine);
        await scratch.ExecuteAsync($"CREATE TABLE things (name {scratch.Database.Types["text"]} PRIMARY KEY, amount {scratch.Database.Types["long"]})");
        Task AddAsync(params (string Name, long Amount)[] rows) => scratch.Database.WriteAsync(session => session.ExecuteAsync(
            "INSERT INTO things (name, amount) VALUES @rows ON CONFLICT (name) DO UPDATE SET amount = things.amount + excluded.amount",
            new { rows = new RowList(rows.Select(row => new object?[] { row.Name, row.Amount })) }, default), default);

        await AddAsync(("a", 1), ("b", 2));
        await AddAsync(("b", 3), ("c", 4));

        Assert.Equal(10, await scratch.ReadAsync<long>("SELECT SUM(amount) FROM things"));
        Assert.Equal(6, await scratch.Database.FirstOrDefaultAsync<long>(
            "WITH wanted (name, times) AS (VALUES @rows) SELECT CAST(SUM(amount * times) AS bigint) FROM wanted JOIN things ON things.name = wanted.name",
            new { rows = new RowList([["a", 1L], ["b", 1L]]) }, default));
    }
}
