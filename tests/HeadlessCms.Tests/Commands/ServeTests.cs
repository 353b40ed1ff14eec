using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

/// <summary>How the built program starts and ends, seen from outside.</summary>
public sealed class ServeTests
{
    [Theory]
    [InlineData("'Datadir'", "--Cms:Datadir=x")]
    [InlineData("Cms:AdminKey", "--Cms:AdminKey=short")]
    [InlineData("Cms:PublicMaxAge", "--Cms:PublicMaxAge=soon")]
    [InlineData("Cms:Views:RepeatWindow", "--Cms:Views:RepeatWindow=-1")]
    [InlineData("Cms:RateLimits:Keys", "--Cms:RateLimits:Keys=many")]
    [InlineData("Cms:PublicUrl", "--Cms:PublicUrl=ftp://example.org")]
    [InlineData("Cms:Oidc:Authority", "--Cms:Oidc:Authority=http://id.example", "--Cms:Oidc:Audience=a")]
    [InlineData("Cms:Oidc:Audience", "--Cms:Oidc:Authority=https://id.example")]
    [InlineData("Cms:Oidc:Authority", "--Cms:Oidc:Audience=a")]
    [InlineData("Cms:Oidc:Authority", "--Cms:Oidc:Authority=id.example", "--Cms:Oidc:Audience=a")]
    [InlineData("Cms:Oidc:Grants", "--Cms:Oidc:Authority=https://id.example", "--Cms:Oidc:Audience=a", "--Cms:Oidc:Grants:0:Claim=a")]
    [InlineData("'drafts:write' is no scope", "--Cms:Oidc:Authority=https://id.example", "--Cms:Oidc:Audience=a", "--Cms:Oidc:Grants:0:Claim=a", "--Cms:Oidc:Grants:0:Scopes:0=drafts:write")]
    [InlineData("Cms:PreviousSecrets", "--Cms:PreviousSecrets:0=short")]
    [InlineData("Cms:IndexNow:Key", "--Cms:IndexNow:Key=Short")]
    [InlineData("Cms:IndexNow:Endpoint", "--Cms:IndexNow:Endpoint=nowhere")]
    [InlineData("Cms:Webhooks:AllowedNetworks", "--Cms:Webhooks:AllowedNetworks:0=inside")]
    [InlineData("Cms:WebSub:Hub", "--Cms:WebSub:Hub=nowhere")]
    [InlineData("Cms:Webhooks:Timeout", "--Cms:Webhooks:Timeout=0")]
    [InlineData("Cms:Views:Crawlers", "--Cms:Views:Crawlers:0=(")]
    [InlineData("ConnectionStrings:Cms", "--ConnectionStrings:Cms=Nonsense=1", "--Cms:Secret=0123456789-0123456789-0123456789")]
    [InlineData("Cms:Secret", "--ConnectionStrings:Cms=Host=127.0.0.1")]
    [InlineData("127.0.0.1:1", "--ConnectionStrings:Cms=Host=127.0.0.1;Port=1;Username=x", "--Cms:Secret=0123456789-0123456789-0123456789")]
    [InlineData("cannot be used", "--Cms:DataDirectory=/dev/null/data")]
    [InlineData("nowhere", "--urls=nowhere")]
    public async Task A_wrong_start_ends_with_one_line(string named, params string[] arguments)
    {
        using var directory = new TemporaryDirectory();
        var settings = arguments.Any(argument => argument.Contains("DataDirectory")) ? arguments : [.. arguments, $"--Cms:DataDirectory={directory.Path}"];

        AssertRefused(named, await Executable.RunAsync(settings));
    }

    [Fact]
    public async Task A_taken_port_ends_with_one_line()
    {
        using var first = new TemporaryDirectory();
        using var second = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(first.Path);

        AssertRefused("already in use", await Executable.RunAsync($"--urls={server.Address}", $"--Cms:DataDirectory={second.Path}"));
    }

    [Theory]
    [InlineData("newer than this program", "INSERT INTO schema_migrations (name, hash, applied_at) VALUES ('9999_future', '', '2026-01-01T00:00:00.000Z')")]
    [InlineData("was changed", "UPDATE schema_migrations SET hash = ''")]
    public async Task A_database_of_another_program_is_refused_with_one_line(string named, string change)
    {
        using var directory = new TemporaryDirectory();
        await using (var database = new SqliteDatabase(Path.Combine(directory.Path, SqliteDatabase.FileName)))
        {
            await Migrator.RunAsync(database, TimeProvider.System, CancellationToken.None);
            await database.WriteAsync(session => session.ExecuteAsync(change, null, CancellationToken.None), CancellationToken.None);
        }

        AssertRefused(named, await Executable.RunAsync($"--Cms:DataDirectory={directory.Path}", "--urls=http://127.0.0.1:0"));
    }

    [Fact]
    public async Task A_data_directory_belongs_to_one_process_until_it_ends()
    {
        using var directory = new TemporaryDirectory();
        var data = $"--Cms:DataDirectory={directory.Path}";
        await using var server = await ServerProcess.StartAsync(directory.Path);

        AssertRefused("in use", await Executable.RunAsync("serve", "--urls=http://127.0.0.1:0", data));
        AssertRefused("in use", await Executable.RunAsync("migrate", data));
        AssertRefused("in use", await Executable.RunAsync("restore", "--force", directory.Path, data));
        Assert.Equal(0, (await Executable.RunAsync("check", data)).ExitCode);
        (await server.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);

        await server.KillAsync();
        await using var next = await ServerProcess.StartAsync(directory.Path);
        Assert.Equal(0, await next.StopAsync());
    }

    [Fact]
    public async Task Told_to_stop_it_leaves_one_whole_file_and_no_complaint()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(directory.Path);
        (await server.Admin.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);

        Assert.Equal(0, await server.StopAsync());

        Assert.DoesNotContain(directory.Files(), file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", server.Said);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("check")]
    [InlineData("keys")]
    [InlineData("migrate")]
    [InlineData("serve")]
    public async Task Every_command_explains_itself(string verb)
    {
        var outcome = await Executable.RunAsync(verb, "--help");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains(verb, outcome.Output);
    }

    [Fact]
    public async Task An_unknown_option_of_a_command_is_refused()
    {
        var outcome = await Executable.RunAsync("check", "--deeep");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--deeep", outcome.Errors);
    }

    [Theory]
    [InlineData("'srve'", "srve")]
    [InlineData("'export'", "export")]
    [InlineData("'--no'", "export", "--no", "folder")]
    [InlineData("'b'", "import", "a", "b")]
    [InlineData("'--port'", "--port", "5080")]
    [InlineData("'now'", "serve", "now")]
    [InlineData("'70000'", "sandbox", "--port", "70000")]
    [InlineData("'-1'", "sandbox", "--port", "-1")]
    [InlineData("'x'", "sandbox", "--port", "x")]
    [InlineData("'frob'", "keys", "frob")]
    [InlineData("'--scope'", "keys", "create", "me")]
    [InlineData("'Cmz:DataDirectory'", "--Cmz:DataDirectory=x")]
    [InlineData("'Cms:DataDirectory'", "check", "--Cms:DataDirectory")]
    public async Task What_cannot_be_meant_ends_with_2_and_one_line_and_nothing_is_begun(string named, params string[] arguments)
    {
        using var directory = new TemporaryDirectory();

        var outcome = await Executable.RunAsync(arguments);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(named, Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public async Task A_server_whom_nobody_has_a_key_for_says_so_and_how_to_make_one()
    {
        using var directory = new TemporaryDirectory();
        await using (var server = await ServerProcess.StartAsync(directory.Path))
        {
            Assert.DoesNotContain("There is no key yet", server.Said);
        }
        await using (var server = await ServerProcess.StartWithoutKeyAsync(directory.Path))
        {
            Assert.Contains("There is no key yet, so nobody can write", server.Said);
            Assert.Contains("keys create admin --scope all", server.Said);
            // Nor is one made for them, or anything shown that is not theirs: that is for Development.
            Assert.DoesNotContain(KeyText.Prefix, server.Said);
            Assert.Empty((await server.Anonymous.GetAsync("/v1/categories")).Expect(HttpStatusCode.OK).Ids());
        }

        Assert.Equal(0, (await Executable.RunAsync("keys", "create", "admin", "--scope", "all", $"--Cms:DataDirectory={directory.Path}")).ExitCode);
        await using var next = await ServerProcess.StartWithoutKeyAsync(directory.Path);
        Assert.DoesNotContain("There is no key yet", next.Said);
    }

    private static void AssertRefused(string named, ToolOutcome outcome)
    {
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(named, Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n')));
        Assert.DoesNotContain("   at ", outcome.Output);
    }
}
