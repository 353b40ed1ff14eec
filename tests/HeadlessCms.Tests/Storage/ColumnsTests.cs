using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>What lies in the column. No test over HTTP can see it: reading undoes whatever writing did.</summary>
public sealed class ColumnsTests
{
    private static readonly Guid Id = Guid.Parse("01A20A17-15D5-77F7-9481-960511112AAE");
    private static readonly DateTimeOffset Time = new(2021, 4, 20, 4, 11, 0, 7, TimeSpan.FromHours(8));

    [Fact]
    public async Task On_sqlite_an_id_lies_as_the_api_writes_it()
    {
        Assert.Equal("01a20a17-15d5-77f7-9481-960511112aae", await StoredAsync(Engine.Sqlite, "attachment_id"));
        Assert.Equal("text", await KindAsync(Engine.Sqlite, "attachment_id"));
    }

    [Fact]
    public async Task On_sqlite_a_time_lies_in_utc_and_at_one_width_so_text_order_is_time_order()
    {
        Assert.Equal("2021-04-19T20:11:00.007Z", await StoredAsync(Engine.Sqlite, "at"));
        Assert.Equal("2021-04-19T20:11:00.000Z", await StoredAsync(Engine.Sqlite, "at", Time.AddMilliseconds(-7)));
    }

    [Fact]
    public async Task On_sqlite_a_truth_is_0_or_1()
    {
        Assert.Equal("1", await StoredAsync(Engine.Sqlite, "truth"));
        Assert.Equal("integer", await KindAsync(Engine.Sqlite, "truth"));
    }

    [Theory]
    [InlineData("attachment_id", "uuid")]
    [InlineData("at", "timestamp with time zone")]
    [InlineData("truth", "boolean")]
    [InlineData("name", "text")]
    [InlineData("amount", "bigint")]
    public async Task On_postgres_each_has_the_type_made_for_it(string column, string type)
    {
        SkipWithoutPostgres();

        Assert.Equal(type, await KindAsync(Engine.Postgres, column));
    }

    [Fact]
    public async Task On_postgres_a_time_is_kept_to_the_millisecond_as_on_sqlite()
    {
        SkipWithoutPostgres();

        Assert.EndsWith(":11:00.007", (await StoredAsync(Engine.Postgres, "at", Time.AddTicks(4000)))!.Split('+')[0]);
    }

    [Theory, EachEngine]
    public async Task What_was_written_is_read(Engine engine)
    {
        await using var scratch = await FilledAsync(engine, Time);

        var row = await scratch.ReadAsync<Row>("SELECT attachment_id, at, truth, name, amount FROM things");

        Assert.Equal(new Row { AttachmentId = Id, At = Time, Truth = true, Name = "苏州", Amount = long.MaxValue }, row);
        Assert.Equal(TimeSpan.Zero, row!.At.Offset);
    }

    private static void SkipWithoutPostgres() =>
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");

    private static async Task<string?> StoredAsync(Engine engine, string column, DateTimeOffset? time = null)
    {
        await using var scratch = await FilledAsync(engine, time ?? Time);
        return await scratch.ReadAsync<string>($"SELECT CAST({column} AS text) FROM things");
    }

    private static async Task<string?> KindAsync(Engine engine, string column)
    {
        await using var scratch = await FilledAsync(engine, Time);
        return await scratch.ReadAsync<string>(
            engine is Engine.Sqlite ? $"SELECT typeof({column}) FROM things" : $"SELECT CAST(pg_typeof({column}) AS text) FROM things");
    }

    private static async Task<ScratchDatabase> FilledAsync(Engine engine, DateTimeOffset time)
    {
        var scratch = new ScratchDatabase(engine);
        var types = scratch.Database.Types;
        await scratch.ExecuteAsync(
            $"CREATE TABLE things (attachment_id {types["id"]}, at {types["time"]}, truth {types["bool"]}, name {types["text"]}, amount {types["long"]}) {types["strict"]}");
        await scratch.ExecuteAsync(
            "INSERT INTO things (attachment_id, at, truth, name, amount) VALUES (@AttachmentId, @At, @Truth, @Name, @Amount)",
            new Row { AttachmentId = Id, At = time, Truth = true, Name = "苏州", Amount = long.MaxValue });
        return scratch;
    }

    private sealed record Row
    {
        public required Guid AttachmentId { get; init; }

        public required DateTimeOffset At { get; init; }

        public required bool Truth { get; init; }

        public required string Name { get; init; }

        public required long Amount { get; init; }
    }
}
