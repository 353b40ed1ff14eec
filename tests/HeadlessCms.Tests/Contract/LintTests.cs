using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>Linters of other people hold <c>openapi.yaml</c> to what readers and generators of clients expect.</summary>
public sealed class LintTests
{
    private const string Folder = "tests/HeadlessCms.Tests/Contract/lint";
    private const string Modules = Folder + "/node_modules";

    [Fact]
    public async Task They_find_nothing()
    {
        var document = Repository.Locate("openapi.yaml");
        IReadOnlyList<string> findings = [.. await RedoclyAsync(document), .. await SpectralAsync(document, ".spectral.yaml"), .. await SpectralAsync(document, "owasp.yaml")];
        Report.Line($"lint findings {findings.Count} (waivers {await WaiversAsync()})");

        Assert.Empty(findings);
    }

    [Fact]
    public async Task What_is_waived_of_the_OWASP_rules_says_why_and_would_be_found()
    {
        var waived = (await File.ReadAllLinesAsync(Repository.Locate($"{Folder}/owasp.yaml"))).Index().Where(line => line.Item.EndsWith(": off", StringComparison.Ordinal)).ToList();
        var lines = await File.ReadAllLinesAsync(Repository.Locate($"{Folder}/owasp.yaml"));
        var all = await SpectralAsync(Repository.Locate("openapi.yaml"), "owasp-all.yaml");

        Assert.All(waived, line => Assert.StartsWith("  # ", lines[line.Index - 1], StringComparison.Ordinal));
        Assert.All(waived, line => Assert.Contains(all, problem => problem.StartsWith(line.Item.Trim()[..^5] + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Both_find_what_is_wrong_with_a_poor_document()
    {
        var document = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():n}.yaml");
        await File.WriteAllTextAsync(document, "openapi: 3.1.0\ninfo: { title: Poor, version: '1' }\npaths: { /a: { get: {} } }\n");
        try
        {
            Assert.Contains(await RedoclyAsync(document), problem => problem.StartsWith("operation-operationId ", StringComparison.Ordinal));
            Assert.Contains(await SpectralAsync(document, ".spectral.yaml"), problem => problem.StartsWith("operation-operationId ", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(document);
        }
    }

    private static async Task<int> WaiversAsync() =>
        (await File.ReadAllLinesAsync(Repository.Locate($"{Folder}/owasp.yaml"))).Count(line => line.EndsWith(": off", StringComparison.Ordinal));

    /// <summary>Its errors and warnings under the ruleset <c>recommended-strict</c>, those ignored by a file included.</summary>
    private static async Task<IReadOnlyList<string>> RedoclyAsync(string document)
    {
        var report = await LintAsync(
            "@redocly/cli/bin/cli.js", "lint", "--config", $"{Folder}/redocly.yaml", "--format", "json", "--max-problems", "1000", document);

        Assert.Equal(0, report.GetProperty("totals").GetProperty("ignored").GetInt32());
        return [.. report.GetProperty("problems").EnumerateArray().Select(problem =>
            $"{problem.GetProperty("ruleId")} {problem.GetProperty("location")[0]}: {problem.GetProperty("message")}")];
    }

    /// <summary>Its errors and warnings under a ruleset; hints are left out.</summary>
    private static async Task<IReadOnlyList<string>> SpectralAsync(string document, string ruleset)
    {
        const int warning = 1;
        var report = await LintAsync(
            "@stoplight/spectral-cli/dist/index.js", "lint", "--ruleset", $"{Folder}/{ruleset}", "--format", "json", "--quiet", document);

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
