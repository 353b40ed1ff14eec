using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

public sealed class KeysCommandTests
{
    [Fact]
    public async Task The_first_key_is_given_before_the_first_start_and_heeded_beside_the_server()
    {
        using var directory = new TemporaryDirectory();
        var data = $"--Cms:DataDirectory={directory.Path}";
        var first = (await RunAsync("create", "admin", "--scope", "all", data)).TrimEnd('\n');
        await using var server = await ServerProcess.StartAsync(directory.Path);
        using var http = new HttpClient { BaseAddress = server.Address };
        Api With(string key) => new(http, key);

        var id = Assert.Single((await With(first).GetAsync("/v1/keys")).Expect(HttpStatusCode.OK).Ids());
        var second = (await RunAsync("rotate", id, "--overlap", "0", data)).TrimEnd('\n');
        (await With(first).GetAsync("/v1/keys")).Expect(HttpStatusCode.Unauthorized);
        (await With(second).GetAsync("/v1/keys")).Expect(HttpStatusCode.OK);

        var reader = (await RunAsync("create", "读者", "--scope", "drafts:read", "--scope", "audit:read", "--expires=2999-01-01T00:00:00+08:00", data)).TrimEnd('\n');
        (await With(reader).GetAsync("/v1/keys")).Expect(HttpStatusCode.Forbidden);
        var listed = await RunAsync("list", data);
        Assert.Contains($"…{reader[^4..]}  读者  [drafts:read audit:read]  until 2998-12-31T16:00:00Z", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(second, listed, StringComparison.Ordinal);

        await RunAsync("revoke", id, data);
        (await With(second).GetAsync("/v1/keys")).Expect(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/scopes/0: There are these scopes", "create", "a", "--scope", "drafts:write")]
    [InlineData("No category", "create", "a", "--scope", "drafts:read", "--category", "nowhere")]
    [InlineData("2027-13-01", "create", "a", "--scope", "drafts:read", "--expires", "2027-13-01")]
    [InlineData("No key", "revoke", "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11")]
    [InlineData("/overlap", "rotate", "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11", "--overlap", "-1")]
    public async Task A_wrong_command_ends_with_1_and_says_why(string named, params string[] arguments)
    {
        using var directory = new TemporaryDirectory();
        var outcome = await Executable.RunAsync(["keys", .. arguments, $"--Cms:DataDirectory={directory.Path}"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(named, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors + outcome.Output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var outcome = await Executable.RunAsync(["keys", .. arguments]);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return outcome.Output;
    }
}
