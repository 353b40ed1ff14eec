using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class SlugTests
{
    [Theory]
    [InlineData("苏州要闻", "su-zhou-yao-wen")]
    [InlineData("关于2021年第3期的通知", "guan-yu-2021-nian-di-3-qi-de-tong-zhi")]
    [InlineData("苏州5G创新中心", "su-zhou-5g-chuang-xin-zhong-xin")]
    [InlineData("Innovation Centres Launched!", "innovation-centres-launched")]
    [InlineData("  — Don't panic —  ", "dont-panic")]
    [InlineData("Straße nach Kołobrzeg", "strasse-nach-kolobrzeg")]
    [InlineData("Ａ＋Ｂ　１２", "a-b-12")]
    [InlineData("😀", "grinning")]
    public void A_title_is_spelt_in_ASCII(string title, string expected) =>
        Assert.Equal(expected, Slug.From(title, "article"));

    [Theory]
    [InlineData("")]
    [InlineData("——！？")]
    public void A_title_without_letters_gets_the_fallback(string title) =>
        Assert.Equal("article", Slug.From(title, "article"));

    [Theory]
    [InlineData("0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11")]
    [InlineData("0190F3C27B1E7C449A530D3F5D2C8A11")]
    [InlineData("{0190f3c2 7b1e 7c44 9a53 0d3f5d2c8a11}")]
    public void A_slug_never_reads_as_an_id(string title)
    {
        var slug = Slug.From(title, "article");

        Assert.False(Guid.TryParse(slug, out _));
        Assert.Matches(Slug.Pattern, slug);
    }

    [Fact]
    public void Not_even_as_the_fallback() =>
        Assert.False(Guid.TryParse(Slug.From("!", "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11"), out _));

    [Fact]
    public void A_long_title_is_cut_between_words()
    {
        var slug = Slug.From(string.Concat(Enumerable.Repeat("创新中心", 20)), "article");

        Assert.InRange(slug.Length, 70, Slug.MaximumLength);
        Assert.Contains(slug.Split('-')[^1], (string[])["chuang", "xin", "zhong"]);
    }

    [Fact]
    public void A_word_that_ends_at_the_limit_stays_whole()
    {
        var word = new string('a', 39);

        Assert.Equal($"{word}-{word}b", Slug.From($"{word} {word}b c", "article"));
    }

    [Fact]
    public void A_single_long_word_is_cut_where_the_room_ends() =>
        Assert.Equal(new string('a', 80), Slug.From(new string('a', 200), "article"));

    [Fact]
    public void A_number_is_appended_within_the_limit()
    {
        Assert.Equal("slug-2", Slug.Numbered("slug", 2));

        var numbered = Slug.Numbered(new string('a', 80), int.MaxValue);
        Assert.Equal(Slug.MaximumLength, numbered.Length);
        Assert.EndsWith("a-2147483647", numbered, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("مرحبا بالعالم")]
    [InlineData("Здравствуй, мир")]
    [InlineData("東京タワー")]
    [InlineData("서울특별시")]
    [InlineData("𠮷野家")]
    [InlineData("a--b__c..d")]
    [InlineData("-1-")]
    public void Every_script_gives_a_slug_of_the_pattern(string title) =>
        Assert.Matches(Slug.Pattern, Slug.From(title, "article"));
}
