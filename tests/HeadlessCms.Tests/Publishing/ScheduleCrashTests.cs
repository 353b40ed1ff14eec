using System.Diagnostics;
using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>Many articles due at one moment, and servers that end in the middle: each is published once, in order.</summary>
public sealed class ScheduleCrashTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly int Articles = Depth.Pick(quick: 60, full: 1000);

    [Fact]
    public async Task On_PostgreSQL_two_servers_publish_each_once_in_order_though_one_is_killed()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);
        using var directory = new TemporaryDirectory();
        string[] settings = [$"--ConnectionStrings:Cms={scratch.ConnectionString}", "--Cms:Secret=schedule-test-secret-0123456789-0123"];
        await using var one = await ServerProcess.StartAsync(Path.Combine(directory.Path, "one"), settings);
        await using var other = await ServerProcess.StartAsync(Path.Combine(directory.Path, "other"), settings);
        var ids = await ScheduleAsync(one);

        await WaitForAsync(() => CountAsync(scratch.Database), ids.Count / 10);
        await one.KillAsync(); // whoever of the two was at it
        await WaitForAsync(() => CountAsync(scratch.Database), ids.Count);

        await ExpectOnceInOrderAsync(scratch.Database, ids);
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
        }

        await using var second = await ServerProcess.StartAsync(directory.Path);
        await WaitForAsync(() => ReadFileAsync(directory, CountAsync), ids.Count);

        await ReadFileAsync(directory, async database =>
        {
            await ExpectOnceInOrderAsync(database, ids);
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

    private static async Task ExpectOnceInOrderAsync(Database database, IReadOnlyList<Guid> ids)
    {
        Assert.Equal(ids.Order(), await database.ListAsync<Guid>(
            "SELECT article_id FROM changes WHERE kind = 'published' ORDER BY seq", null, CancellationToken.None));
        Assert.Equal(ids.Order(), await database.ListAsync<Guid>(
            "SELECT id FROM articles WHERE state = 'published' ORDER BY id", null, CancellationToken.None));
        Assert.Equal(ids.Count, await database.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM audit WHERE action = 'article.publish' AND actor_name = 'scheduler'", null, CancellationToken.None));
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
