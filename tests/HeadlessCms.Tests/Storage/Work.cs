using HeadlessCms.Tests.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HeadlessCms.Tests.Storage;

/// <summary>
/// What the statements of a request cost, in a number that is the same on every machine: steps of SQLite's virtual machine.
/// </summary>
internal sealed class Work(Portal portal)
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
            cost += await StepsAsync(sql, args);
        }
        return cost;
    }

    private static bool Reads(string sql) =>
        sql.StartsWith("WITH", StringComparison.Ordinal) || sql.StartsWith("SELECT", StringComparison.Ordinal);

    private Task<long> StepsAsync(string sql, object? args) => portal.Database.ReadAsync(async session =>
    {
        var steps = 0L;
        var handle = ((SqliteConnection)session.Connection).Handle!;
        raw.sqlite3_progress_handler(handle, StepsAtOnce, _ => { steps += StepsAtOnce; return 0; }, null);
        await session.ListAsync<dynamic>(sql, args, default);
        raw.sqlite3_progress_handler(handle, 0, null, null);
        return steps;
    }, default);
}
