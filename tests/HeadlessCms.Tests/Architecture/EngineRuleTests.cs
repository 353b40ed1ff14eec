using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>What the API answers is tried on every engine, or its test says why not.</summary>
public sealed partial class EngineRuleTests
{
    [Fact]
    public void A_portal_on_one_engine_says_why()
    {
        var files = Repository.SourceFiles("tests/HeadlessCms.Tests").Where(file => file.Name != "EngineRuleTests.cs").ToList();

        Assert.Contains(files, file => OnOne().IsMatch(file.Text));
        Assert.DoesNotContain(files, WithoutReason);
    }

    [Theory]
    [InlineData("portals.On(Engine.Sqlite)", true)]
    [InlineData("new Portal(\n    Engine.Postgres,", true)]
    [InlineData("// On one engine: a reason\nportals.On(Engine.Sqlite)", false)]
    [InlineData("new Portal(Engine.Sqlite); new Portal(Engine.Postgres)", false)]
    [InlineData("portals.On(engine)", false)]
    public void One_without_a_reason_is_found(string text, bool isFault) => Assert.Equal(isFault, WithoutReason(new("a.cs", text)));

    private static bool WithoutReason(SourceFile file) =>
        OnOne().Matches(file.Text).Select(found => found.Groups["engine"].Value).Distinct().Count() == 1 && !Reason().IsMatch(file.Text);

    [GeneratedRegex(@"(?:\.On|\bPortal|\bPortalOn|\bPortalWith|\bMake|Portal\.OfAsync)\(\s*Engine\.(?<engine>\w+)")]
    private static partial Regex OnOne();

    [GeneratedRegex("// [Oo]n one engine: .")]
    private static partial Regex Reason();
}
