using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

public sealed class CheckCommandTests
{
    [Fact]
    public async Task The_audit_trail_is_verified_beside_the_running_server()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(directory.Path);
        (await server.Admin.PostAsync("/v1/categories", new { name = "要闻" })).Expect(HttpStatusCode.Created);
        (await server.Admin.PostAsync("/v1/categories", new { name = "专题" })).Expect(HttpStatusCode.Created);

        var sound = await Executable.RunAsync("check", $"--Cms:DataDirectory={directory.Path}");
        await using (var database = new SqliteDatabase(Path.Combine(directory.Path, SqliteDatabase.FileName)))
        {
            await database.WriteAsync(session => session.ExecuteAsync(
                "UPDATE audit SET actor_name = 'nobody' WHERE seq = 1", null, CancellationToken.None), CancellationToken.None);
        }
        var touched = await Executable.RunAsync("check", $"--Cms:DataDirectory={directory.Path}");

        Assert.Equal(0, sound.ExitCode);
        Assert.Matches("^The audit trail ends with entry 2, [0-9a-f]{64}\\.\\nNo faults\\.\\n$", sound.Output);
        Assert.Equal(1, touched.ExitCode);
        Assert.Matches("^fault: audit row 1 \\(.*category.create by nobody.*\\) is not what was written", touched.Output);
    }
}
