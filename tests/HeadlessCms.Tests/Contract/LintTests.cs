using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>Two linters of other people hold <c>openapi.yaml</c> to what readers and generators of clients expect.</summary>
public sealed class LintTests
{
    private const string Folder = "tests/HeadlessCms.Tests/Contract/lint";
    private const string Modules = Folder + "/node_modules";

    [Fact]
    public async Task Redocly_finds_nothing() => Assert.Empty(await RedoclyAsync(Repository.Locate("openapi.yaml")));

    [Fact]
    public async Task Spectral_finds_nothing() => Assert.Empty(await SpectralAsync(Repository.Locate("openapi.yaml")));

    [Fact]
    public async Task Both_find_what_is_wrong_with_a_poor_document()
    {
        var document = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():n}.yaml");
        await File.WriteAllTextAsync(document, "openapi: 3.1.0\ninfo: { title: Poor, version: '1' }\npaths: { /a: { get: {} } }\n");
        try
        {
            Assert.Contains(await RedoclyAsync(document), problem => problem.StartsWith("operation-operationId ", StringComparison.Ordinal));
            Assert.Contains(await SpectralAsync(document), problem => problem.StartsWith("operation-operationId ", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(document);
        }
    }

    /// <summary>Its errors and warnings under the ruleset <c>recommended</c>, those ignored by a file included.</summary>
    private static async Task<IReadOnlyList<string>> RedoclyAsync(string document)
    {
        var report = await LintAsync(
            "@redocly/cli/bin/cli.js", "lint", "--config", $"{Folder}/redocly.yaml", "--format", "json", "--max-problems", "1000", document);

        Assert.Equal(0, report.GetProperty("totals").GetProperty("ignored").GetInt32());
        return [.. report.GetProperty("problems").EnumerateArray().Select(problem =>
            $"{problem.GetProperty("ruleId")} {problem.GetProperty("location")[0]}: {problem.GetProperty("message")}")];
    }

    /// <summary>Its errors and warnings under <c>spectral:oas</c>; hints are left out.</summary>
    private static async Task<IReadOnlyList<string>> SpectralAsync(string document)
    {
        const int warning = 1;
        var report = await LintAsync(
            "@stoplight/spectral-cli/dist/index.js", "lint", "--ruleset", $"{Folder}/.spectral.yaml", "--format", "json", "--quiet", document);

        return [.. report.EnumerateArray().Where(problem => problem.GetProperty("severity").GetInt32() <= warning).Select(problem =>
            $"{problem.GetProperty("code")} {problem.GetProperty("path")}: {problem.GetProperty("message")}")];
    }

    private static async Task<JsonElement> LintAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(Ci.Runs || Tool.Exists("node"), "node is not installed");
        Assert.SkipUnless(
            Ci.Runs || Directory.Exists(Repository.Locate(Modules)), $"the linters are not installed: run npm ci in {Folder}");

        var lint = await Tool.RunAsync("node", [$"{Modules}/{program}", .. arguments]);
        Assert.True(lint.Output.TrimStart() is ['{' or '[', ..], $"{program} gave no report: {lint.Output}{lint.Errors}");
        return JsonElement.Parse(lint.Output);
    }
}
