using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

/// <summary>A stop turns new callers away and lets those inside finish.</summary>
public sealed class GracefulStopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Told_to_stop_it_finishes_the_request_it_is_at()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        using var directory = new TemporaryDirectory();
        await using var scratch = new ScratchDatabase(Engine.Postgres);
        await using var server = await ServerProcess.StartAsync(
            directory.Path, $"--ConnectionStrings:Cms={scratch.ConnectionString}", "--Cms:Secret=0123456789-0123456789-0123456789");

        // The table is held until the server no longer listens, so the request is in its middle when it is told to stop.
        Task<Answer>? request = null;
        await scratch.Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("LOCK TABLE site IN ACCESS EXCLUSIVE MODE", null, CancellationToken.None);
            request = server.Admin.GetAsync("/v1/site"); // with a key, as nobody else waits for what is kept
            await UntilAsync(() => IsWaitingAsync(session));
            server.Terminate();
            await UntilAsync(async () => !await ListensAsync(server.Address));
            Assert.False(request.IsCompleted);
            return 0;
        }, CancellationToken.None);

        (await request!).Expect(HttpStatusCode.OK);
        Assert.Equal(0, await server.EndAsync());
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "It did not come to that.");
        }
    }

    private static async Task<bool> IsWaitingAsync(Session session) => await session.FirstOrDefaultAsync<bool>(
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'site'::regclass AND NOT granted)", null, CancellationToken.None);

    private static async Task<bool> ListensAsync(Uri address)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
