using System.Text.Json;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>
/// What the statements of a request cost, in numbers that are the same on every machine: steps of SQLite's virtual machine,
/// rows that PostgreSQL's plan nodes touch.
/// </summary>
internal sealed class Work(Portal portal, Engine engine)
{
    private const int StepsAtOnce = 10;

    /// <summary>The cost of everything that a request reads.</summary>
    public async Task<long> OfAsync(Api caller, string path)
    {
        var sent = new List<(string Sql, object? Args)>();
        void Note(string sql, object? args) => sent.Add((sql, args));
        portal.Database.Executing += Note;
        (await caller.GetAsync(path)).Expect(System.Net.HttpStatusCode.OK);
        portal.Database.Executing -= Note;
        var cost = 0L;
        foreach (var (sql, args) in sent.Where(statement => Reads(statement.Sql)))
        {
            cost += engine is Engine.Sqlite ? await StepsAsync(sql, args) : await RowsAsync(path, sql, args);
        }
        return cost;
    }

    private static bool Reads(string sql) =>
        sql.StartsWith("WITH", StringComparison.Ordinal) || (sql.StartsWith("SELECT", StringComparison.Ordinal) && !sql.Contains("pg_", StringComparison.Ordinal));

    private Task<long> StepsAsync(string sql, object? args) => portal.Database.ReadAsync(async session =>
    {
        var steps = 0L;
        var handle = ((SqliteConnection)session.Connection).Handle!;
        raw.sqlite3_progress_handler(handle, StepsAtOnce, _ => { steps += StepsAtOnce; return 0; }, null);
        await session.ListAsync<dynamic>(sql, args, default);
        raw.sqlite3_progress_handler(handle, 0, null, null);
        return steps;
    }, default);

    private Task<long> RowsAsync(string path, string sql, object? args) => portal.Database.ReadAsync(async session =>
    {
        Assert.IsType<NpgsqlConnection>(session.Connection);
        // Of tables as small as these the planner reads all, and is right; these are the plans it takes once they are large.
        await session.ExecuteAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off", null, default);
        var plan = (await session.FirstOrDefaultAsync<string>($"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", args, default))!;
        return Touched(path, sql, JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan"));
    }, default);

    private static long Touched(string path, string sql, JsonElement node)
    {
        var loops = node.GetProperty("Actual Loops").GetDouble();
        double Number(string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        var rows = (Number("Actual Rows") + Number("Rows Removed by Filter") + Number("Rows Removed by Index Recheck") + Number("Rows Removed by Join Filter")) * loops;
        if (node.GetProperty("Node Type").GetString() == "Seq Scan" && rows > 2000)
        {
            Assert.Fail($"{path} reads {node.GetProperty("Relation Name")} from end to end, {rows} rows:\n{sql}");
        }
        var below = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(plan => Touched(path, sql, plan)) : 0;
        return (long)Math.Ceiling(rows) + below;
    }
}
