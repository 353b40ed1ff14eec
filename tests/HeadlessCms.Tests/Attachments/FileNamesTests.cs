using System.Net.Http.Headers;
using HeadlessCms.Attachments;
using Xunit;

namespace HeadlessCms.Tests.Attachments;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("苏州市人民政府公告.pdf", "苏州市人民政府公告.pdf")]
    [InlineData("a b (1).PDF", "a b (1).PDF")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\编辑\报告.docx", "报告.docx")]
    [InlineData("a\u0000\r\nb\u0085.txt", "ab.txt")]
    [InlineData("photo\u202Egpj.exe", "photogpj.exe")]
    [InlineData("\u2066a\u2069\u200F\uFEFF.pdf", "a.pdf")]
    [InlineData(" a.pdf. . ", "a.pdf")]
    [InlineData("e\u0301.pdf", "é.pdf")]
    [InlineData("图😀.png", "图😀.png")]
    [InlineData(".pdf", "file.pdf")]
    [InlineData(" . .pdf", "file.pdf")]
    [InlineData("...", "file")]
    [InlineData("dir/", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    public void A_name_is_cleaned_and_never_empty(string? name, string expected) => Assert.Equal(expected, FileNames.Clean(name));

    [Fact]
    public void Half_a_surrogate_pair_is_dropped() => Assert.Equal("a.pdf", FileNames.Clean("a\uD83D.pdf"));

    [Fact]
    public void A_long_name_keeps_its_extension_and_no_character_is_cut_in_half()
    {
        var cleaned = FileNames.Clean(string.Concat(Enumerable.Repeat("😀", 300)) + ".docx");

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 195)) + ".docx", cleaned);
        Assert.Equal(FileNames.LongestName, cleaned.EnumerateRunes().Count());
    }

    [Fact]
    public void What_only_looks_like_an_extension_is_cut_with_the_name() =>
        Assert.Equal(FileNames.LongestName, FileNames.Clean("a." + new string('b', 500)).Length);

    [Theory]
    [InlineData("a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf")]
    [InlineData("公告 1.pdf", "attachment; filename=\"GongGao 1.pdf\"; filename*=UTF-8''%E5%85%AC%E5%91%8A%201.pdf")]
    [InlineData("a\"b\\c%41;'.pdf", "attachment; filename=\"a_b_c_41;'.pdf\"; filename*=UTF-8''a%22b%5Cc%2541%3B%27.pdf")]
    public void A_name_goes_out_as_rfc_6266_says(string name, string expected) =>
        Assert.Equal(expected, FileNames.ContentDisposition(name, inline: false));

    [Theory]
    [InlineData("苏州\u00A0日报 \"特刊\".pdf")]
    [InlineData("😀\u00E9\u3000.png")]
    [InlineData("\u0627\u0644\u0639.txt")]
    public void A_name_comes_back_from_its_header_and_the_header_is_ascii(string name)
    {
        var header = FileNames.ContentDisposition(name, inline: true);

        Assert.All(header, c => Assert.InRange(c, ' ', '~'));
        Assert.StartsWith("inline; ", header, StringComparison.Ordinal);
        Assert.Equal(name, ContentDispositionHeaderValue.Parse(header).FileNameStar);
    }
}
