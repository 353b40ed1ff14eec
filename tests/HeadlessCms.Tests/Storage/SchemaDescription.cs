using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Storage;

/// <summary>The schema as an engine's own catalogue tells it, in words both have: one line for each column, index and reference.</summary>
internal static class SchemaDescription
{
    public static Task<IReadOnlyList<string>> ColumnsAsync(ScratchDatabase scratch) => LinesAsync(scratch, SqliteColumns, PostgresColumns);

    public static Task<IReadOnlyList<string>> IndexesAsync(ScratchDatabase scratch) => LinesAsync(scratch, SqliteIndexes, PostgresIndexes);

    public static Task<IReadOnlyList<string>> ReferencesAsync(ScratchDatabase scratch) => LinesAsync(scratch, SqliteReferences, PostgresReferences);

    private const string SqliteColumns =
        """
        SELECT t.name || '.' || c.name || ' ' || c.type || CASE WHEN c."notnull" = 1 THEN ' NOT NULL' ELSE '' END
        FROM sqlite_master AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table'
        """;

    private const string PostgresColumns =
        """
        SELECT table_name || '.' || column_name
            || CASE data_type WHEN 'bigint' THEN ' INTEGER' WHEN 'boolean' THEN ' INTEGER' WHEN 'bytea' THEN ' BLOB' ELSE ' TEXT' END
            || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
        FROM information_schema.columns
        WHERE table_schema = 'public'
        """;

    // An INTEGER PRIMARY KEY is the row's own number and has no index, so it is taken from the table.
    private const string SqliteIndexes =
        """
        SELECT t.name || ' ' || CASE i.origin WHEN 'c' THEN i.name WHEN 'pk' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END
            || CASE i."unique" WHEN 1 THEN ' unique (' ELSE ' (' END
            || (SELECT group_concat(c.name || CASE c."desc" WHEN 1 THEN ' DESC' ELSE '' END, ', ' ORDER BY c.seqno)
                FROM pragma_index_xinfo(i.name) AS c WHERE c.key = 1)
            || ')'
            || CASE i.partial WHEN 1 THEN (SELECT substr(sql, instr(sql, ' WHERE ')) FROM sqlite_master WHERE name = i.name) ELSE '' END
        FROM sqlite_master AS t, pragma_index_list(t.name) AS i
        WHERE t.type = 'table'
        UNION ALL
        SELECT t.name || ' PRIMARY KEY unique (' || group_concat(c.name, ', ' ORDER BY c.pk) || ')'
        FROM sqlite_master AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND c.pk > 0
            AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) AS i WHERE i.origin = 'pk')
        GROUP BY t.name
        """;

    private const string PostgresIndexes =
        """
        SELECT t.relname || ' '
            || CASE WHEN i.indisprimary THEN 'PRIMARY KEY' WHEN c.oid IS NOT NULL THEN 'UNIQUE' ELSE x.relname END
            || CASE WHEN i.indisunique THEN ' unique (' ELSE ' (' END
            || (SELECT string_agg(a.attname || CASE WHEN (i.indoption[k.position - 1] & 1) = 1 THEN ' DESC' ELSE '' END, ', ' ORDER BY k.position)
                FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, position)
                JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.attnum)
            || ')'
            || coalesce(' WHERE ' || pg_get_expr(i.indpred, i.indrelid), '')
        FROM pg_index AS i
        JOIN pg_class AS t ON t.oid = i.indrelid
        JOIN pg_class AS x ON x.oid = i.indexrelid
        JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname = 'public'
        LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.contype = 'u'
        """;

    private const string SqliteReferences =
        """
        SELECT t.name || ' (' || group_concat(f."from", ', ' ORDER BY f.seq) || ') refers to ' || f."table"
            || ' (' || group_concat(f."to", ', ' ORDER BY f.seq) || ')'
        FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS f
        WHERE t.type = 'table'
        GROUP BY t.name, f.id
        """;

    private const string PostgresReferences =
        """
        SELECT c.conrelid::regclass || ' (' || string_agg(a.attname, ', ' ORDER BY k.position) || ') refers to ' || c.confrelid::regclass
            || ' (' || string_agg(b.attname, ', ' ORDER BY k.position) || ')'
        FROM pg_constraint AS c
        CROSS JOIN unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (here, there, position)
        JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.here
        JOIN pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = k.there
        WHERE c.contype = 'f'
        GROUP BY c.oid, c.conrelid, c.confrelid
        """;

    private static async Task<IReadOnlyList<string>> LinesAsync(ScratchDatabase scratch, string sqlite, string postgres)
    {
        var lines = await scratch.Database.ListAsync<string>(
            scratch.Database is SqliteDatabase ? sqlite : postgres, null, CancellationToken.None);
        // PostgreSQL writes a condition in parentheses.
        return [.. lines.Select(line => line.Replace("WHERE (", "WHERE ").TrimEnd(')')).Order(StringComparer.Ordinal)];
    }
}
