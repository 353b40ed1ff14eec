using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Npgsql;
using Xunit;

namespace HeadlessCms.Tests.Storage;

public sealed class PostgresWriterTests
{
    [Fact]
    public async Task Writers_that_wait_leave_connections_to_readers_and_are_not_turned_away()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);
        // Nobody waits a second for the pool: who would have to is turned away at once.
        var few = new NpgsqlConnectionStringBuilder(scratch.ConnectionString) { MaxPoolSize = 4, Timeout = 1 };
        await using var database = new PostgresDatabase(few.ConnectionString);
        var (taken, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task<int> WriteAsync(Func<Task> during) => database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, CancellationToken.None);
            await during();
            return 1;
        }, CancellationToken.None);

        var first = WriteAsync(() => { taken.SetResult(); return free.Task; });
        await taken.Task;
        var others = Enumerable.Range(0, 40).Select(_ => WriteAsync(() => Task.CompletedTask)).ToArray();
        for (var n = 0; n < 10; n++)
        {
            await database.PingAsync(CancellationToken.None);
        }
        free.SetResult();

        Assert.Equal(41, (await Task.WhenAll([first, .. others])).Sum());
    }
}
