using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

/// <summary>The commands as an operator types them, beside a server that serves.</summary>
public sealed class BackupCommandTests
{
    [Fact]
    public async Task A_backup_beside_a_server_is_served_again_from_elsewhere()
    {
        using var directory = new TemporaryDirectory();
        var (data, copy, target) = (Path.Combine(directory.Path, "data"), Path.Combine(directory.Path, "copy"), Path.Combine(directory.Path, "target"));
        await using var server = await ServerProcess.StartAsync(data);
        await using var site = new StoredSite(data);
        await site.FillAsync("one", "two");

        var backup = await Executable.RunAsync("backup", copy, $"--Cms:DataDirectory={data}");
        (await server.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        var restore = await Executable.RunAsync("restore", copy, $"--Cms:DataDirectory={target}");
        await using var restored = await ServerProcess.StartAsync(target);
        var check = await Executable.RunAsync("check", "--deep", $"--Cms:DataDirectory={target}");

        Assert.Equal("Backed up: 0 articles, 2 categories, 0 attachments, 2 files with 6 bytes.\n", backup.Output);
        Assert.Equal((0, 0), (backup.ExitCode, restore.ExitCode));
        Assert.Equal((0, "No faults.\n"), (check.ExitCode, check.Output));
        Assert.Contains("Copying the files", backup.Errors);
    }

    [Fact]
    public async Task A_fault_found_is_a_line_and_exit_code_1()
    {
        using var directory = new TemporaryDirectory();
        await using (var site = new StoredSite(directory.Path))
        {
            await site.FillAsync();
            File.Delete(site.Locate(await site.AddFileAsync("one")));
        }

        var check = await Executable.RunAsync("check", $"--Cms:DataDirectory={directory.Path}");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("is missing\nFaults: 1.\n", check.Output);
    }

    [Theory]
    [InlineData("backup", "pg_dump")]
    [InlineData("restore", "pg_restore")]
    public async Task On_postgres_its_own_tools_are_named(string verb, string tool)
    {
        var outcome = await Executable.RunAsync(
            verb, "somewhere", "--ConnectionStrings:Cms=Host=127.0.0.1;Port=1", "--Cms:Secret=0123456789-0123456789-0123456789");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(tool, Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n')));
    }
}
