using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

public sealed class PostgresLockTests
{
    [Fact]
    public async Task The_server_looks_after_whoever_holds_a_lock_and_after_nobody_later()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);

        var held = await scratch.Database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, CancellationToken.None);
            return await KeepAliveAsync(session);
        }, CancellationToken.None);

        Assert.Equal("10", held);
        Assert.NotEqual("10", await scratch.Database.ReadAsync(KeepAliveAsync, CancellationToken.None));
    }

    [Fact]
    public async Task A_lead_is_seen_to_end_with_its_connection()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);
        await using var lead = (await scratch.Database.LeadAsync("it", CancellationToken.None))!; // nobody else is there
        Assert.True(await lead.IsHeldAsync(CancellationToken.None));

        await scratch.Database.ListAsync<bool>(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", null, CancellationToken.None);

        Assert.False(await lead.IsHeldAsync(CancellationToken.None));
        await using var next = await scratch.OpenAnother().LeadAsync("it", CancellationToken.None);
        Assert.NotNull(next);
    }

    private static Task<string?> KeepAliveAsync(Session session) =>
        session.FirstOrDefaultAsync<string>("SELECT current_setting('tcp_keepalives_idle')", null, CancellationToken.None);
}
