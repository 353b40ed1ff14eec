using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>What the benchmark measures is a portal like any other, though its rows are written straight into the file.</summary>
public sealed class BenchmarkPortalTests
{
    private const int Articles = 60;

    [Fact]
    public async Task The_program_serves_what_the_generator_writes()
    {
        // On one engine: the generator writes a file of SQLite.
        using var directory = new TemporaryDirectory();
        var made = await Tool.RunAsync("dotnet", Executable.Built("HeadlessCms.Benchmarks"), "generate", directory.Path, $"{Articles}");
        Assert.True(made.ExitCode == 0, made.Errors);
        await using var server = await ServerProcess.StartAsync(directory.Path);

        var changes = (await server.Admin.GetAsync($"/v1/changes?limit={Articles}")).Expect(HttpStatusCode.OK);
        Assert.Equal(Articles, changes.Json.GetProperty("items").GetArrayLength());
        var half = (await server.Anonymous.GetAsync("/v1/articles?category=half&limit=100")).Expect(HttpStatusCode.OK).Ids();
        Assert.Equal(Articles / 2, half.Length);
        foreach (var path in (string[])[$"/v1/articles/{half[0]}", $"/v1/articles/{half[0]}/neighbours", $"/v1/articles/{half[0]}/versions", "/v1/feeds/atom.xml?category=half&full=true", "/v1/categories?as=tree"])
        {
            (await server.Admin.GetAsync(path)).Expect(HttpStatusCode.OK);
        }
        (await server.Admin.PostAsync($"/v1/articles/{half[0]}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        Assert.Equal((Articles / 2) - 1, (await server.Anonymous.GetAsync("/v1/articles?category=half&limit=100")).Ids().Length);
    }
}
