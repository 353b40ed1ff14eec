using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>What the API answers is tried on every engine, or its test says why not.</summary>
public sealed partial class EngineRuleTests
{
    [Fact]
    public void A_test_on_one_engine_says_why()
    {
        var files = Repository.SourceFiles("tests/HeadlessCms.Tests").Where(file => file.Name != "EngineRuleTests.cs").ToList();

        Assert.Contains(files, file => OnOne().IsMatch(file.Text));
        Assert.Empty(files.SelectMany(file => WithoutReason(file.Text).Select(test => $"{file.Path}: {test}")));
    }

    [Theory]
    [InlineData("[Fact] void A() { portals.On(Engine.Sqlite) }", 1)]
    [InlineData("[Theory] void A() { new Portal(\n    Engine.Postgres, }", 1)]
    [InlineData("[Fact] void A() { // On one engine: a reason\nportals.On(Engine.Sqlite) }", 0)]
    [InlineData("[Fact] void A() { new Portal(Engine.Sqlite); new Portal(Engine.Postgres) }", 0)]
    [InlineData("[Fact] void A() { portals.On(engine) }", 0)]
    [InlineData("[Fact] void A() { // On one engine: a reason\nportals.On(Engine.Sqlite) } [Fact] void B() { portals.On(Engine.Sqlite) }", 1)]
    [InlineData("[Fact] void A() { new Portal(Engine.Sqlite) } [Theory, EachEngine] void B() { new Portal(Engine.Postgres) }", 2)]
    [InlineData("// On one engine: a reason\nclass C { Portal Make() => new Portal(Engine.Sqlite); [Fact] void A() { Make(Engine.Sqlite) } }", 1)]
    public void Each_without_a_reason_of_its_own_is_found(string text, int faults) => Assert.Equal(faults, WithoutReason(text).Count());

    // Each test with what stands below it, up to the next one; and what stands above the first.
    private static IEnumerable<string> WithoutReason(string text) => Tests().Split(text).Where(test =>
        OnOne().Matches(test).Select(found => found.Groups["engine"].Value).Distinct().Count() == 1 && !Reason().IsMatch(test));

    [GeneratedRegex(@"(?=\[(?:Fact|Theory)\b)")]
    private static partial Regex Tests();

    [GeneratedRegex(@"(?:\.On|\bPortal|\bPortalOn|\bPortalWith|\bMake|Portal\.OfAsync)\(\s*Engine\.(?<engine>\w+)")]
    private static partial Regex OnOne();

    [GeneratedRegex("// [Oo]n one engine: .")]
    private static partial Regex Reason();
}
