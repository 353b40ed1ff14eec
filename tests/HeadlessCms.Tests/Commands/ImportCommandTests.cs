using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

public sealed class ImportCommandTests
{
    private static readonly string Seeds = Path.Combine(Repository.Root, "seeds");

    [Fact]
    public async Task A_server_that_runs_shows_what_was_imported_beside_it()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(directory.Path);

        var import = await Executable.RunAsync("import", Seeds, $"--Cms:DataDirectory={directory.Path}");

        Assert.Equal(0, import.ExitCode);
        Assert.StartsWith("Imported: ", import.Output);
        (await server.Anonymous.GetAsync("/v1/articles/innovation-centres-launched")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_schema_is_not_changed_below_a_server_that_runs()
    {
        using var directory = new TemporaryDirectory();
        await using (var database = new SqliteDatabase(Path.Combine(directory.Path, SqliteDatabase.FileName)))
        {
            await Migrator.RunAsync(database, TimeProvider.System, CancellationToken.None);
            await database.WriteAsync(session => session.ExecuteAsync(
                "DELETE FROM schema_migrations WHERE name = (SELECT MAX(name) FROM schema_migrations)", null, CancellationToken.None), CancellationToken.None);
        }
        using var server = new DataDirectoryLock(directory.Path);
        server.Take();

        var import = await Executable.RunAsync("import", Seeds, $"--Cms:DataDirectory={directory.Path}");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains("older than this program", Assert.Single(import.Errors.TrimEnd('\n').Split('\n')));
    }
}
