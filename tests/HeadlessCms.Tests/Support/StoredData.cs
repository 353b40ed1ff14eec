using System.Text;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Tests.Support;

/// <summary>All that a portal has stored: to see that nothing changed, or that something lies nowhere.</summary>
internal static class StoredData
{
    // What followers of the changes write, in their own time.
    private static readonly string[] Following = ["change_followers", "sitemap_parts"];

    // Each table's rows as text, in one statement a table.
    private const string SqliteTables =
        """
        SELECT 'SELECT ''' || t.name || ': '' || ' || group_concat('quote("' || c.name || '")', ' || '','' || ') || ' FROM ' || t.name
        FROM sqlite_master AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
        GROUP BY t.name
        """;

    private const string PostgresTables =
        """
        SELECT 'SELECT ''' || table_name || ': '' || CAST(t AS text) FROM ' || table_name || ' AS t'
        FROM information_schema.tables
        WHERE table_schema = 'public'
        """;

    /// <summary>Every row of every table as <c>table: values</c>.</summary>
    public static Task<IReadOnlyList<string>> RowsAsync(this Portal portal) => portal.Database.ReadAsync(async session =>
    {
        var tables = await session.ListAsync<string>(portal.Database is SqliteDatabase ? SqliteTables : PostgresTables, null, CancellationToken.None);
        return await session.ListAsync<string>(string.Join(" UNION ALL ", tables), null, CancellationToken.None);
    }, CancellationToken.None);

    /// <summary>
    /// What the second has and the first has not, with a plus, and the other way round, with a minus. How far followers of
    /// the changes are is no part of it: they come after the requests.
    /// </summary>
    public static IReadOnlyList<string> Difference(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        [.. Left(after, before).Select(row => $"+ {row}"), .. Left(before, after).Select(row => $"- {row}")];

    /// <summary>Whether the row is one of this table.</summary>
    public static bool IsOf(string table, string row) => row.StartsWith($"{table}: ", StringComparison.Ordinal);

    /// <summary>Everything there is as one text: the files of the data directory as they lie there, and every row of every table.</summary>
    public static async Task<string> EverythingAsync(this Portal portal)
    {
        var all = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(portal.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            all.Append(await TextAsync(file));
        }
        return all.AppendJoin('\n', await portal.RowsAsync()).ToString();
    }

    private static async Task<string> TextAsync(string file)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync();
        }
        catch (FileNotFoundException)
        {
            return ""; // it went since it was listed: it is stored no more
        }
    }

    private static IEnumerable<string> Left(IReadOnlyList<string> rows, IReadOnlyList<string> without) =>
        rows.Except(without).Where(row => !Following.Any(table => IsOf(table, row)));
}
