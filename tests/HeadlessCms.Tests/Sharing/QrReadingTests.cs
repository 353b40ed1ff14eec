using HeadlessCms.Sharing;
using Xunit;

namespace HeadlessCms.Tests.Sharing;

/// <summary>What is drawn is what a camera reads.</summary>
public sealed class QrReadingTests
{
    public static TheoryData<string> Addresses => [QrSamples.Address, QrSamples.Chinese, QrSamples.Long];

    [Theory, MemberData(nameof(Addresses))]
    public async Task A_png_holds_exactly_the_address(string address) =>
        Assert.Equal(address, await QrSamples.ReadPngAsync(QrSamples.Png(address)));

    [Theory, MemberData(nameof(Addresses))]
    public async Task An_svg_holds_exactly_the_address(string address) =>
        Assert.Equal(address, await QrSamples.ReadSvgAsync(QrSamples.Svg(address, new QrOptions { Size = 512 })));

    [Theory, InlineData("L"), InlineData("M"), InlineData("Q"), InlineData("H")]
    public async Task Every_level_of_correction_reads(string ecc)
    {
        var options = new QrOptions { Ecc = Enum.Parse<QrEcc>(ecc), Size = 300 };

        Assert.Equal(QrSamples.Address, await QrSamples.ReadPngAsync(QrSamples.Png(QrSamples.Address, options)));
        Assert.Equal(QrSamples.Address, await QrSamples.ReadSvgAsync(QrSamples.Svg(QrSamples.Address, options)));
    }

    [Theory]
    [InlineData(64, 4), InlineData(64, 0), InlineData(100, 1), InlineData(257, 0), InlineData(999, 16), InlineData(2048, 4)]
    public async Task Every_size_and_margin_reads(int size, int margin)
    {
        var options = new QrOptions { Size = size, Margin = margin };

        Assert.Equal(QrSamples.Address, await QrSamples.ReadPngAsync(QrSamples.Png(QrSamples.Address, options)));
    }

    [Fact]
    public async Task Colours_read()
    {
        var options = new QrOptions { Dark = "8B0000", Light = "FFF8E7" };

        Assert.Equal(QrSamples.Address, await QrSamples.ReadPngAsync(QrSamples.Png(QrSamples.Address, options)));
        Assert.Equal(QrSamples.Address, await QrSamples.ReadSvgAsync(QrSamples.Svg(QrSamples.Address, options)));
    }

    [Theory, InlineData(120, 120), InlineData(300, 90), InlineData(40, 400)]
    public async Task With_a_logo_of_any_shape_it_still_reads(int width, int height)
    {
        var options = new QrOptions { Logo = QrSamples.Logo(width, height), Ecc = QrEcc.L };

        Assert.Equal(QrSamples.Chinese, await QrSamples.ReadPngAsync(QrSamples.Png(QrSamples.Chinese, options)));
        Assert.Equal(QrSamples.Chinese, await QrSamples.ReadSvgAsync(QrSamples.Svg(QrSamples.Chinese, options)));
    }

    [Fact]
    public async Task Text_that_is_not_ascii_says_its_encoding() =>
        Assert.Equal("苏州要闻", await QrSamples.ReadPngAsync(QrSamples.Png("苏州要闻")));
}
