using System.Net;
using System.Text;
using HeadlessCms.Access;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>Many articles due at one moment, and servers that end in the middle: each is published once, in order.</summary>
public sealed class ScheduleCrashTests
{
    private const string Secret = "schedule-test-secret-0123456789-0123";
    private const string Hold = "the one after the first tenth";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly int Articles = Depth.Pick(quick: 60, full: 1000);
    private static readonly int Tenth = Articles / 10;

    [Fact]
    public async Task On_PostgreSQL_two_servers_publish_each_once_in_order_though_one_is_killed()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);
        using var directory = new TemporaryDirectory();
        Task<ServerProcess> StartAsync(string name) => ServerProcess.StartAsync(
            Path.Combine(directory.Path, name), $"--ConnectionStrings:Cms={scratch.ConnectionString};Application Name={name}", $"--Cms:Secret={Secret}");
        await using var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        var ids = await ScheduleAsync(one);
        await scratch.ExecuteAsync(
            $"""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT COUNT(*) FROM article_copies WHERE copy = 'public') = {Tenth} THEN
                    PERFORM pg_advisory_xact_lock({PostgresDatabase.KeyOf(Hold)});
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER hold BEFORE INSERT ON article_copies FOR EACH ROW WHEN (NEW.copy = 'public') EXECUTE FUNCTION hold();
            """);

        // Whoever publishes stands still within the transaction of the next one until this ends.
        var (leader, done) = await scratch.Database.WriteAsync(async holding =>
        {
            await holding.LockAsync(Hold, CancellationToken.None);
            await MakeDueAsync(scratch.Database);
            string? waiting = null;
            await Eventually.IsSoAsync("one publishes the next", Patience, async () => (waiting = await WaitingAsync(scratch.Database)) is not null);
            await (waiting == "one" ? one : two).KillAsync();
            return (waiting, await CountAsync(scratch.Database));
        }, CancellationToken.None);
        await WaitForAsync(() => CountAsync(scratch.Database), ids.Count);

        Assert.Contains(leader, (string?[])["one", "two"]);
        Assert.Equal(Tenth, done); // it was in the middle
        await ExpectOnceInOrderAsync(scratch.Database, ids, new(Encoding.UTF8.GetBytes(Secret)));
        var other = leader == "one" ? two : one;
        Assert.Equal("published", (await other.Anonymous.GetAsync($"/v1/articles/{ids[^1]}")).Expect(HttpStatusCode.OK).Json.Text("state"));
    }

    [Fact]
    public async Task On_SQLite_a_server_that_was_killed_goes_on_where_it_was()
    {
        using var directory = new TemporaryDirectory();
        var (held, free) = (Path.Combine(directory.Path, "held"), Path.Combine(directory.Path, "free"));
        IReadOnlyList<Guid> ids;
        await using (var first = await ServerProcess.StartAsync(held))
        {
            ids = await ScheduleAsync(first);
            await InFileAsync(held, HoldAsync);
            await InFileAsync(held, MakeDueAsync);
            await WaitForAsync(() => InFileAsync(held, CountAsync), Tenth);
            await first.KillAsync();
            Assert.Equal(Tenth, await InFileAsync(held, CountAsync)); // it was in the middle
        }

        Directory.Move(held, free); // and nothing else is done to the file
        await using var second = await ServerProcess.StartAsync(free);
        await WaitForAsync(() => InFileAsync(free, CountAsync), ids.Count);

        await InFileAsync(free, async database =>
        {
            await ExpectOnceInOrderAsync(database, ids, new(await File.ReadAllBytesAsync(Path.Combine(free, SecretFile.Name))));
            return 0;
        });
    }

    private static async Task<IReadOnlyList<Guid>> ScheduleAsync(ServerProcess server)
    {
        (await server.Admin.PostAsync("/v1/categories", new { slug = "news", name = "新闻" })).Expect(HttpStatusCode.Created);
        var ids = new List<Guid>();
        for (var i = 0; i < Articles; i++)
        {
            ids.Add(Guid.Parse((await server.Admin.PostAsync("/v1/articles", new { title = $"题{i}", body = "<p>文</p>", categoryId = "news" })).Expect(HttpStatusCode.Created).Id()));
        }
        var at = TimeProvider.System.GetUtcNow().AddDays(1);
        foreach (var id in Enumerable.Reverse(ids))
        {
            (await server.Admin.PostAsync($"/v1/articles/{id}/publish", new { at })).Expect(HttpStatusCode.OK);
        }
        return ids;
    }

    // All at one moment, which is over.
    private static Task<int> MakeDueAsync(Database database) => database.WriteAsync(session => session.ExecuteAsync(
        "UPDATE article_schedules SET publish_at = @at, due_at = @at", new { at = TimeProvider.System.GetUtcNow() }, CancellationToken.None), CancellationToken.None);

    // Whose transaction waits for the lock of the test.
    private static Task<string?> WaitingAsync(Database database) => database.FirstOrDefaultAsync<string>(
        """
        SELECT a.application_name
        FROM pg_locks AS l
        JOIN pg_stat_activity AS a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND NOT l.granted AND a.datname = current_database()
            AND (CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint) = @key
        """, new { key = PostgresDatabase.KeyOf(Hold) }, CancellationToken.None);

    // SQLite knows no lock of this kind: whoever publishes the next one counts for ever, within its transaction, as long as
    // the file lies in this folder.
    private static Task<int> HoldAsync(Database database) => database.WriteAsync(session => session.ExecuteAsync(
        $"""
        CREATE VIEW endless AS WITH RECURSIVE turn (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM turn) SELECT n FROM turn;
        CREATE TRIGGER hold BEFORE INSERT ON article_copies
        WHEN NEW.copy = 'public' AND (SELECT COUNT(*) FROM article_copies WHERE copy = 'public') = {Tenth}
            AND EXISTS (SELECT 1 FROM pragma_database_list WHERE file LIKE '%/held/%')
        BEGIN
            SELECT COUNT(*) FROM endless;
        END;
        """, null, CancellationToken.None), CancellationToken.None);

    private static async Task ExpectOnceInOrderAsync(Database database, IReadOnlyList<Guid> ids, Secrets secrets)
    {
        Assert.Equal(ids.Order(), await database.ListAsync<Guid>(
            "SELECT article_id FROM changes WHERE kind = 'published' ORDER BY seq", null, CancellationToken.None));
        Assert.Equal(ids.Order(), await database.ListAsync<Guid>(
            "SELECT id FROM articles WHERE state = 'published' ORDER BY id", null, CancellationToken.None));
        Assert.Equal(ids.Count, await database.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM audit WHERE action = 'article.publish' AND actor_name = 'scheduler'", null, CancellationToken.None));
        Assert.Null(await new AuditCheck(database, new AuditChain(secrets)).FaultAsync(CancellationToken.None));
    }

    private static Task<long> CountAsync(Database database) => database.FirstOrDefaultAsync<long>(
        "SELECT COUNT(*) FROM article_copies WHERE copy = 'public'", null, CancellationToken.None);

    private static async Task<T> InFileAsync<T>(string directory, Func<Database, Task<T>> work)
    {
        await using var database = new SqliteDatabase(Path.Combine(directory, SqliteDatabase.FileName));
        return await work(database);
    }

    private static Task WaitForAsync(Func<Task<long>> count, int wanted) =>
        Eventually.IsSoAsync($"{wanted} articles are public", Patience, async () => await count() >= wanted);
}
