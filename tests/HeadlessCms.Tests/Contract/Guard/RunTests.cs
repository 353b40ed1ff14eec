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
        using var asked = new SecondOpinion();
        var disagreed = await asked.DisagreedAsync(Cases(ContractCoverage.OfTheRun.Bodies));
        Assert.SkipWhen(asked.Asked == 0, "no test that ran asked for anything");
        Report.Line($"bodies on which ajv and our validator agree {asked.Asked} of which {asked.Invalid} are invalid");

        Assert.Empty(disagreed);
    }

    /// <summary>Every recorded body as it was, and of each schema's bodies as many mutations as its share of the characters allows.</summary>
    private static IEnumerable<(string Schema, string Body)> Cases(IEnumerable<(string Schema, string Body)> recorded)
    {
        var share = Depth.Pick(quick: 100_000, full: 3_000_000);
        foreach (var (schema, bodies) in recorded.Take(Depth.Pick(quick: 500, full: 20_000)).GroupBy(one => one.Schema, one => one.Body).Select(group => (group.Key, group)))
        {
            var characters = 0;
            foreach (var body in bodies)
            {
                yield return (schema, body);
                foreach (var mutation in characters < share ? Mutations.Of(JsonNode.Parse(body, documentOptions: JsonText.Reading)).Select(one => one.ToJsonString(JsonText.Writing)) : [])
                {
                    characters += mutation.Length;
                    yield return (schema, mutation);
                }
            }
        }
    }
}
