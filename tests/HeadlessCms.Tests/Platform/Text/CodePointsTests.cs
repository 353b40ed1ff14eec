using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class CodePointsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("苏州", 2)]
    [InlineData("😀", 1)]
    [InlineData("𠮷野家", 3)]
    [InlineData("👨‍👩‍👧", 5)]
    public void A_length_counts_code_points(string text, int expected) =>
        Assert.Equal(expected, CodePoints.Count(text));

    // Not in a theory: an attribute keeps its text as UTF-8, which has no lone surrogates.
    [Fact]
    public void A_lone_surrogate_counts_as_one()
    {
        Assert.Equal(3, CodePoints.Count("a\ud800b"));
        Assert.Equal(2, CodePoints.Count("\udc00\ud800"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("苏州 𠮷 😀")]
    [InlineData("\r\n\t\uffff")]
    public void Text_that_can_be_stored_is_well_formed(string text) => Assert.True(CodePoints.IsWellFormed(text));

    [Fact]
    public void NUL_and_lone_surrogates_are_not_well_formed()
    {
        string[] broken =
            ["a\0b", "\ud83d", "\ud83dx", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\ud83d\ude00\ude00"];

        Assert.All(broken, text => Assert.False(CodePoints.IsWellFormed(text)));
    }

    [Theory]
    [InlineData("𠮷野家", 1, "𠮷")]
    [InlineData("a😀b", 2, "a😀")]
    [InlineData("ab", 9, "ab")]
    [InlineData("ab", 0, "")]
    public void A_cut_never_falls_inside_a_pair(string text, int count, string expected) =>
        Assert.Equal(expected, CodePoints.First(text, count));
}
