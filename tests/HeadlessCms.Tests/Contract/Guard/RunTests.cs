using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>What the run as a whole says of the document.</summary>
[Collection(AfterAllOthers.Name)]
public sealed class RunTests
{
    private const string Lint = "tests/HeadlessCms.Tests/Contract/lint";

    [Fact]
    public void No_exchange_of_the_run_was_against_the_document() => Assert.Empty(ContractCoverage.OfTheRun.Faults.Distinct());

    [Fact]
    public void Every_status_of_every_operation_was_reached_or_is_listed_with_its_reason()
    {
        var missing = CountedRunAttribute.Missing(typeof(RunTests));
        Assert.SkipWhen(missing.Count > 0, $"only a part of the suite ran; {missing.Count} tests are missing, such as {string.Join(", ", missing.Take(3))}");
        var judge = new CoverageJudge(ContractFile.Committed, ContractCoverage.OfTheRun.Seen, NotReached.All);
        Report.Line($"operations × statuses covered {judge.Accounted}/{judge.Declared}");

        Assert.True(judge.Faults.Count == 0, string.Join('\n', judge.Faults));
    }

    [Fact]
    public async Task Ajv_finds_valid_what_we_find_valid_and_nothing_else()
    {
        Assert.SkipUnless(Ci.Runs || (Tool.Exists("node") && Directory.Exists(Repository.Locate($"{Lint}/node_modules/ajv"))), $"ajv is not installed: run npm ci in {Lint}");
        var cases = ContractCoverage.OfTheRun.Bodies.Take(Depth.Pick(quick: 500, full: 20_000)).SelectMany(recorded =>
            Mutations.Of(JsonNode.Parse(recorded.Body, documentOptions: JsonText.Reading)).Select(body => (recorded.Schema, Body: body.ToJsonString(JsonText.Writing))).Prepend((recorded.Schema, recorded.Body))).ToList();
        Assert.SkipWhen(cases.Count == 0, "no test that ran asked for anything");

        var theirs = await AskAjvAsync(cases);
        var ours = cases.Select(one => JsonSchema.Compile(JsonElement.Parse(one.Schema), ContractFile.Committed.Schemas).FaultsOf(JsonElement.Parse(one.Body, JsonText.Reading))).ToList();
        Report.Line($"bodies on which ajv and our validator agree {cases.Count} of which {ours.Count(faults => faults.Count > 0)} are invalid");

        Assert.Equal(cases.Count, theirs.Length);
        Assert.Empty(cases.Index().Where(one => theirs[one.Index] != (ours[one.Index].Count == 0)).Take(5).Select(one =>
            $"ajv says {theirs[one.Index]}, we say {string.Join("; ", ours[one.Index])}: {one.Item.Schema} {one.Item.Body}"));
    }

    private static async Task<bool[]> AskAjvAsync(IEnumerable<(string Schema, string Body)> cases)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():n}.json");
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
            {
                document = ContractFile.Committed.Json,
                cases = cases.Select(one => new { schema = one.Schema, body = one.Body }),
            }));
            var asked = await Tool.RunAsync("node", $"{Lint}/ajv.js", file);
            Assert.True(asked.ExitCode == 0, asked.Errors);
            return JsonSerializer.Deserialize<bool[]>(asked.Output)!; // an array, or the exit code were another
        }
        finally
        {
            File.Delete(file);
        }
    }
}
