using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Operations;

/// <summary>What the README shows is what the sample portal answers.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_ten_first_requests_are_answered_as_it_says()
    {
        var rows = Row().Matches(await File.ReadAllTextAsync(Repository.Locate("README.md")));
        // On one engine: the other answers the same bytes (EnginesAgreeTests).
        await using var portal = new Portal(Engine.Sqlite, new Dictionary<string, string> { ["Cms:SampleContent"] = "true" });

        Assert.Equal(10, rows.Count);
        foreach (var row in rows.Select(match => match.Groups))
        {
            var answer = await portal.Anonymous.SendAsync(HttpMethod.Parse(row["method"].Value), row["path"].Value, null);
            var form = $"^{Regex.Escape(row["answer"].Value).Replace("…", ".*?", StringComparison.Ordinal)}";
            Assert.True(Regex.IsMatch(answer.Text, form, RegexOptions.Singleline), $"{row["path"]} answers {answer.Text}, the README says {row["answer"]}");
        }
    }

    [GeneratedRegex(@"^\|[^|]+\| `(?<method>GET|POST) (?<path>/\S+)` \| `(?<answer>\{.*\})` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
