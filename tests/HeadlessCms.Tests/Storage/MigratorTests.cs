using System.Data.Common;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

public sealed class MigratorTests
{
    [Theory, EachEngine]
    public async Task Every_migration_is_journalled_once_with_its_hash(Engine engine)
    {
        await using var scratch = new ScratchDatabase(engine);

        var first = await MigrateAsync(scratch.Database);
        var second = await MigrateAsync(scratch.Database);

        Assert.True(first >= 5);
        Assert.Equal(0, second);
        Assert.Equal(first, await scratch.ReadAsync<long>("SELECT COUNT(*) FROM schema_migrations WHERE length(hash) = 64"));
    }

    [Theory, EachEngine]
    public async Task A_database_newer_than_the_program_is_refused_and_left_alone(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        await scratch.ExecuteAsync("INSERT INTO schema_migrations (name, hash, applied_at) SELECT '9999_future', hash, applied_at FROM schema_migrations LIMIT 1");

        var refusal = await Assert.ThrowsAsync<SchemaException>(() => MigrateAsync(scratch.Database));

        Assert.Contains("newer than this program", refusal.Message);
        Assert.Contains("9999_future", refusal.Message);
    }

    [Theory, EachEngine]
    public async Task A_migration_that_was_changed_after_it_ran_is_refused(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        await scratch.ExecuteAsync("UPDATE schema_migrations SET hash = 'other' WHERE name = '0002_categories'");

        var refusal = await Assert.ThrowsAsync<SchemaException>(() => MigrateAsync(scratch.Database));

        Assert.Contains("'0002_categories' was changed", refusal.Message);
    }

    [Theory, EachEngine]
    public async Task A_database_older_than_the_program_is_told_from_a_current_one(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        await Migrator.RequireCurrentAsync(scratch.Database, CancellationToken.None);
        await scratch.ExecuteAsync("DELETE FROM schema_migrations WHERE name = (SELECT MAX(name) FROM schema_migrations)");

        var refusal = await Assert.ThrowsAsync<SchemaException>(
            () => Migrator.RequireCurrentAsync(scratch.Database, CancellationToken.None));

        Assert.Contains("older than this program", refusal.Message);
    }

    [Theory, EachEngine]
    public async Task A_migration_that_fails_in_its_middle_leaves_nothing_of_itself_and_is_done_whole_once_it_can_be(Engine engine)
    {
        await using var scratch = new ScratchDatabase(engine);
        await scratch.ExecuteAsync("CREATE TABLE access_key_secrets (stranger text)"); // in the way of the second statement of 0009_keys

        await Assert.ThrowsAnyAsync<DbException>(() => MigrateAsync(scratch.Database));

        Assert.Equal("0008_idempotency", await scratch.ReadAsync<string>("SELECT MAX(name) FROM schema_migrations"));
        await Assert.ThrowsAnyAsync<DbException>(() => scratch.ReadAsync<long>("SELECT COUNT(*) FROM access_keys")); // the first statement's
        await scratch.ExecuteAsync("DROP TABLE access_key_secrets");
        Assert.True(await MigrateAsync(scratch.Database) > 0);
        Assert.Equal(0, await scratch.ReadAsync<long>("SELECT COUNT(*) FROM access_keys"));
        await Migrator.RequireCurrentAsync(scratch.Database, CancellationToken.None);
    }

    [Fact]
    public async Task Views_that_were_counted_before_0023_are_there_after_it()
    {
        // On one engine: the other's tables stay as they are.
        await using var scratch = new ScratchDatabase(Engine.Sqlite);
        await scratch.ExecuteAsync("CREATE TABLE new_days (stranger text)");
        await Assert.ThrowsAnyAsync<DbException>(() => MigrateAsync(scratch.Database));
        await scratch.ExecuteAsync(
            """
            DROP TABLE new_days;
            INSERT INTO articles (id, state, revision, public_revision, latest_version, created_at) VALUES ('a', 'published', 1, 1, 1, 't'), ('b', 'published', 1, 1, 1, 't');
            INSERT INTO article_views (article_id, views, baseline) VALUES ('b', 5, 3), ('a', 9, 1);
            INSERT INTO article_view_days (article_id, day, source, views) VALUES ('b', '2026-11-23', 'web', 2), ('a', '2026-11-22', 'qr', 7), ('a', '2026-11-23', 'web', 1);
            INSERT INTO article_view_buckets (grain, starts_at, article_id, views) VALUES ('hour', 't1', 'b', 2), ('day', 't0', 'a', 8);
            """);
        async Task<string?> AllAsync() => await scratch.ReadAsync<string>(
            """
            SELECT (SELECT group_concat(article_id || ':' || views || ':' || baseline, ' ') FROM (SELECT * FROM article_views ORDER BY article_id))
                || ' | ' || (SELECT group_concat(article_id || ':' || day || ':' || source || ':' || views, ' ') FROM (SELECT * FROM article_view_days ORDER BY article_id, day))
                || ' | ' || (SELECT group_concat(grain || ':' || starts_at || ':' || article_id || ':' || views, ' ') FROM (SELECT * FROM article_view_buckets ORDER BY grain))
            """);
        var before = await AllAsync();

        Assert.True(await MigrateAsync(scratch.Database) > 0);

        Assert.Equal("a:9:1 b:5:3 | a:2026-11-22:qr:7 a:2026-11-23:web:1 b:2026-11-23:web:2 | day:t0:a:8 hour:t1:b:2", before);
        Assert.Equal(before, await AllAsync());
        await scratch.ExecuteAsync("DELETE FROM article_views WHERE article_id = 'a'"); // what refers to it goes with it
        Assert.Equal("b:5:3 | b:2026-11-23:web:2 | hour:t1:b:2", await AllAsync());
    }

    [Fact]
    public async Task Instances_that_start_at_once_on_postgres_migrate_once()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MigrateAsync(scratch.OpenAnother())));

        await Migrator.RequireCurrentAsync(scratch.Database, CancellationToken.None);
    }

    private static Task<int> MigrateAsync(Database database) =>
        Migrator.RunAsync(database, TimeProvider.System, CancellationToken.None);
}
