using System.Diagnostics;
using System.Net;
using System.Text;
using HeadlessCms.Access;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Publishing;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>Many articles due at one moment, and servers that end in the middle: each is published once, in order.</summary>
public sealed class ScheduleCrashTests
{
    private const string Secret = "schedule-test-secret-0123456789-0123";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly int Articles = Depth.Pick(quick: 60, full: 1000);

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

        await WaitForAsync(() => CountAsync(scratch.Database), ids.Count / 10);
        var leader = await LeaderAsync(scratch.Database);
        await (leader == "one" ? one : two).KillAsync();
        var done = await CountAsync(scratch.Database);
        await WaitForAsync(() => CountAsync(scratch.Database), ids.Count);

        Assert.Contains(leader, (string?[])["one", "two"]);
        Assert.InRange(done, ids.Count / 10, ids.Count - 1); // it was in the middle
        await ExpectOnceInOrderAsync(scratch.Database, ids, new(Encoding.UTF8.GetBytes(Secret)));
        var other = leader == "one" ? two : one;
        Assert.Equal("published", (await other.Anonymous.GetAsync($"/v1/articles/{ids[^1]}")).Expect(HttpStatusCode.OK).Json.Text("state"));
    }

    [Fact]
    public async Task On_SQLite_a_server_that_was_killed_goes_on_where_it_was()
    {
        using var directory = new TemporaryDirectory();
        IReadOnlyList<Guid> ids;
        await using (var first = await ServerProcess.StartAsync(directory.Path))
        {
            ids = await ScheduleAsync(first);
            await WaitForAsync(() => ReadFileAsync(directory, CountAsync), ids.Count / 10);
            await first.KillAsync();
            Assert.InRange(await ReadFileAsync(directory, CountAsync), ids.Count / 10, ids.Count - 1); // it was in the middle
        }

        await using var second = await ServerProcess.StartAsync(directory.Path);
        await WaitForAsync(() => ReadFileAsync(directory, CountAsync), ids.Count);

        await ReadFileAsync(directory, async database =>
        {
            await ExpectOnceInOrderAsync(database, ids, new(await File.ReadAllBytesAsync(Path.Combine(directory.Path, SecretFile.Name))));
            return 0;
        });
    }

    // All at one moment that is near, but not before the last of them is set.
    private static async Task<IReadOnlyList<Guid>> ScheduleAsync(ServerProcess server)
    {
        (await server.Admin.PostAsync("/v1/categories", new { slug = "news", name = "新闻" })).Expect(HttpStatusCode.Created);
        var ids = new List<Guid>();
        for (var i = 0; i < Articles; i++)
        {
            ids.Add(Guid.Parse((await server.Admin.PostAsync("/v1/articles", new { title = $"题{i}", body = "<p>文</p>", categoryId = "news" })).Expect(HttpStatusCode.Created).Id()));
        }
        var each = await MeasureAsync(server, ids);
        var at = TimeProvider.System.GetUtcNow() + (each * Articles * 2) + TimeSpan.FromSeconds(3);
        foreach (var id in Enumerable.Reverse(ids))
        {
            await SetAsync(server, id, at);
        }
        Assert.True(TimeProvider.System.GetUtcNow() < at, "Setting the times took longer than expected.");
        return ids;
    }

    // The first ones are slow: what they need is compiled.
    private static async Task<TimeSpan> MeasureAsync(ServerProcess server, IReadOnlyList<Guid> ids)
    {
        const int Some = 20;
        var watch = new Stopwatch();
        for (var n = 0; n < 2 * Some; n++)
        {
            if (n == Some)
            {
                watch.Start();
            }
            await SetAsync(server, ids[n % ids.Count], TimeProvider.System.GetUtcNow().AddHours(1));
        }
        return watch.Elapsed / Some;
    }

    private static async Task SetAsync(ServerProcess server, Guid id, DateTimeOffset at) =>
        (await server.Admin.PostAsync($"/v1/articles/{id}/publish", new { at })).Expect(HttpStatusCode.OK);

    // Who publishes just now. While this writes, nobody publishes: whoever is at it waits, and has the lead as long.
    private static Task<string?> LeaderAsync(Database database) => database.WriteAsync(async session =>
    {
        await session.LockAsync(Locks.Content, CancellationToken.None);
        return await session.FirstOrDefaultAsync<string>(
            """
            SELECT a.application_name
            FROM pg_locks AS l
            JOIN pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()
                AND (CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint) = @key
            """, new { key = PostgresDatabase.KeyOf($"job {Scheduler.JobName}") }, CancellationToken.None);
    }, CancellationToken.None);

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

    private static async Task<T> ReadFileAsync<T>(TemporaryDirectory directory, Func<Database, Task<T>> read)
    {
        await using var database = new SqliteDatabase(Path.Combine(directory.Path, SqliteDatabase.FileName));
        return await read(database);
    }

    private static Task WaitForAsync(Func<Task<long>> count, int wanted) =>
        Eventually.IsSoAsync($"{wanted} articles are public", Patience, async () => await count() >= wanted);
}
