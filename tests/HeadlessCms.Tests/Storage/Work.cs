using System.Collections.Concurrent;
using HeadlessCms.Tests.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HeadlessCms.Tests.Storage;

/// <summary>
/// What the statements of a request cost, in a number that is the same on every machine: steps of SQLite's virtual machine.
/// </summary>
/// <param name="Steps">All steps of all statements that read.</param>
/// <param name="Statements">Each statement with its own, for whoever wonders.</param>
internal sealed record Work(long Steps, IReadOnlyList<string> Statements)
{
    private const int StepsAtOnce = 10;

    /// <summary>The cost of everything that a request reads.</summary>
    public static async Task<Work> OfAsync(Portal portal, Api caller, string path)
    {
        var sent = new ConcurrentQueue<(string Sql, object? Args)>();
        void Note(string sql, object? args) => sent.Enqueue((sql, args));
        portal.Database.Executing += Note;
        (await caller.GetAsync(path)).Expect(System.Net.HttpStatusCode.OK);
        portal.Database.Executing -= Note;
        var (cost, statements) = (0L, new List<string>());
        foreach (var (sql, args) in sent.Where(statement => Reads(statement.Sql)))
        {
            var steps = await StepsAsync(portal, sql, args);
            cost += steps;
            statements.Add($"{steps}: {sql}");
        }
        return new(cost, statements);
    }

    private static bool Reads(string sql) =>
        sql.StartsWith("WITH", StringComparison.Ordinal) || sql.StartsWith("SELECT", StringComparison.Ordinal);

    private static Task<long> StepsAsync(Portal portal, string sql, object? args) => portal.Database.ReadAsync(async session =>
    {
        var steps = 0L;
        var handle = ((SqliteConnection)session.Connection).Handle!;
        raw.sqlite3_progress_handler(handle, StepsAtOnce, _ => { steps += StepsAtOnce; return 0; }, null);
        await session.ListAsync<dynamic>(sql, args, default);
        raw.sqlite3_progress_handler(handle, 0, null, null);
        return steps;
    }, default);
}
