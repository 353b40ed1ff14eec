using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>One script makes both schemas; this is what shows that they are one.</summary>
public sealed class SchemaTests
{
    [Theory, EachEngine]
    public async Task Every_engine_has_the_same_columns_of_the_same_kind(Engine engine) =>
        await AreAlikeAsync(engine, SchemaDescription.ColumnsAsync, "articles.id TEXT NOT NULL");

    [Theory, EachEngine]
    public async Task Every_engine_has_the_same_indexes_in_the_same_order(Engine engine) =>
        await AreAlikeAsync(engine, SchemaDescription.IndexesAsync, "articles PRIMARY KEY unique (id");

    [Theory, EachEngine]
    public async Task Every_engine_has_the_same_references(Engine engine) =>
        await AreAlikeAsync(engine, SchemaDescription.ReferencesAsync, "categories (parent_id) refers to categories (id");

    [Fact]
    public async Task Every_table_of_SQLite_refuses_values_of_another_type()
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Sqlite);
        var tables = await scratch.Database.ListAsync<string>(
            """
            SELECT name || CASE strict WHEN 1 THEN ' is strict' ELSE ' is not' END
            FROM pragma_table_list
            WHERE schema = 'main' AND type <> 'view' AND substr(name, 1, 7) <> 'sqlite_'
            """, null, CancellationToken.None);
        Assert.Contains("articles is strict", tables);
        Assert.Contains("schema_migrations is strict", tables);

        Assert.All(tables, table => Assert.EndsWith(" is strict", table));
    }

    [Theory, EachEngine]
    public async Task A_difference_is_found(Engine engine)
    {
        await using var same = await ScratchDatabase.MigratedAsync(Engine.Sqlite);
        await using var other = await ScratchDatabase.MigratedAsync(engine);
        await other.ExecuteAsync("ALTER TABLE articles ADD COLUMN stranger text NULL");
        await other.ExecuteAsync("CREATE INDEX strange ON articles (state DESC)");
        await other.ExecuteAsync("DROP INDEX attachments_of_blob");

        Assert.Equal(
            ["articles.stranger TEXT"],
            (await SchemaDescription.ColumnsAsync(other)).Except(await SchemaDescription.ColumnsAsync(same)));
        Assert.Equal(
            ["articles strange (state DESC"],
            (await SchemaDescription.IndexesAsync(other)).Except(await SchemaDescription.IndexesAsync(same)));
        Assert.Equal(
            ["attachments attachments_of_blob (sha256"],
            (await SchemaDescription.IndexesAsync(same)).Except(await SchemaDescription.IndexesAsync(other)));
    }

    private static async Task AreAlikeAsync(
        Engine engine, Func<ScratchDatabase, Task<IReadOnlyList<string>>> describe, string sample)
    {
        await using var first = await ScratchDatabase.MigratedAsync(Engine.Sqlite);
        await using var second = await ScratchDatabase.MigratedAsync(engine);
        var expected = await describe(first);
        Assert.Contains(sample, expected);

        Assert.Equal(expected, await describe(second));
    }
}
