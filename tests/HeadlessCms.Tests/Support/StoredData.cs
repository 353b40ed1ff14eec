using System.Text;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Tests.Support;

/// <summary>All that a portal has stored: to see that nothing changed, or that something lies nowhere.</summary>
internal static class StoredData
{
    /// <summary>Every row of every table as text, by the table's name.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> RowsAsync(this Portal portal) => portal.Database.ReadAsync(async session =>
    {
        var isSqlite = portal.Database is SqliteDatabase;
        var tables = await session.ListAsync<string>(
            isSqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'", null, CancellationToken.None);
        var rows = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var table in tables.Order(StringComparer.Ordinal))
        {
            var row = !isSqlite ? "CAST(t AS text)" : await session.FirstOrDefaultAsync<string>(
                "SELECT group_concat('quote(\"' || name || '\")', ' || '','' || ') FROM pragma_table_info(@table)", new { table }, CancellationToken.None);
            rows[table] = [.. (await session.ListAsync<string>($"SELECT {row} FROM {table} AS t", null, CancellationToken.None)).Order(StringComparer.Ordinal)];
        }
        return (IReadOnlyDictionary<string, IReadOnlyList<string>>)rows;
    }, CancellationToken.None);

    /// <summary>What the second has and the first has not, and the other way round; each with its table's name.</summary>
    public static IReadOnlyList<string> Difference(
        IReadOnlyDictionary<string, IReadOnlyList<string>> before, IReadOnlyDictionary<string, IReadOnlyList<string>> after) =>
    [
        .. after.SelectMany(table => table.Value.Except(before[table.Key]).Select(row => $"+ {table.Key}: {row}")),
        .. before.SelectMany(table => table.Value.Except(after[table.Key]).Select(row => $"- {table.Key}: {row}")),
    ];

    /// <summary>Everything there is as one text: the files of the data directory as they lie there, and every row of every table.</summary>
    public static async Task<string> EverythingAsync(this Portal portal)
    {
        var all = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(portal.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            all.Append(await reader.ReadToEndAsync());
        }
        foreach (var rows in (await portal.RowsAsync()).Values)
        {
            all.AppendJoin('\n', rows);
        }
        return all.ToString();
    }
}
