using HeadlessCms.Platform.Http;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class EntityTagsTests
{
    private static readonly string Tag = EntityTags.Of("article", "7");

    [Fact]
    public void Other_parts_make_another_tag()
    {
        Assert.Equal(Tag, EntityTags.Of("article", "7"));
        Assert.NotEqual(Tag, EntityTags.Of("article", "8"));
        Assert.Matches("^\"[\\x21\\x23-\\x7e]+\"$", Tag);
    }

    [Fact]
    public void No_hash_can_look_like_a_coding() => Assert.DoesNotContain(
        Enumerable.Range(0, 10_000), i => EntityTags.Of($"{i}").Contains('-', StringComparison.Ordinal));

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("W/{0}", true)]
    [InlineData("\"x\", {0} , \"y\"", true)]
    [InlineData("*", true)]
    [InlineData(" * ", true)]
    [InlineData("", false)]
    [InlineData("\"x\"", false)]
    [InlineData("w/{0}", false)]
    public void A_list_names_a_tag(string list, bool names)
    {
        var sent = list.Replace("{0}", Tag, StringComparison.Ordinal);

        Assert.Equal(names, EntityTags.Names(sent, Tag));
        Assert.Equal(names, EntityTags.Matches(sent, Tag));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public void Another_coding_is_the_same_state_to_a_writer_and_another_copy_to_a_cache(string coding)
    {
        var coded = EntityTags.Coded(Tag, coding);

        Assert.EndsWith($"-{coding}\"", coded, StringComparison.Ordinal);
        Assert.True(EntityTags.Names($"W/{coded}", Tag));
        Assert.False(EntityTags.Matches(coded, Tag));
        Assert.True(EntityTags.Matches($"W/{coded}", coded));
    }
}
