using HeadlessCms.Sharing;
using Xunit;

namespace HeadlessCms.Tests.Sharing;

public sealed class QrRulesTests
{
    [Theory]
    [InlineData("777777", "ffffff")] // 4.48
    [InlineData("8B0000", "FFF8E7")]
    [InlineData("000000", "808080")]
    public void Enough_contrast_is_drawn(string dark, string light) =>
        Assert.True(QrImage.Png(QrSamples.Address, new QrOptions { Dark = dark, Light = light }).IsDrawn);

    [Theory]
    [InlineData("888888", "ffffff")] // 3.54
    [InlineData("000000", "000000")]
    [InlineData("ffffff", "000000")] // inverted
    [InlineData("ff0000", "00ff00")]
    public void Too_little_contrast_or_an_inverted_code_is_refused(string dark, string light)
    {
        var options = new QrOptions { Dark = dark, Light = light };

        AssertRefused(QrImage.Png(QrSamples.Address, options), "Dark", "contrast");
        AssertRefused(QrImage.Svg(QrSamples.Address, "t", options), "Dark", "contrast");
    }

    [Fact]
    public void A_size_too_small_for_its_modules_names_the_least_that_works()
    {
        var tooSmall = QrImage.Png(QrSamples.Long, new QrOptions { Size = 64 });

        AssertRefused(tooSmall, "Size", "too_small");
        var least = int.Parse(tooSmall.Faults![0].ErrorMessage.Split(' ')[5], null);
        Assert.True(QrImage.Png(QrSamples.Long, new QrOptions { Size = least }).IsDrawn);
        Assert.False(QrImage.Png(QrSamples.Long, new QrOptions { Size = least - 1 }).IsDrawn);
        Assert.False(QrImage.Svg(QrSamples.Long, "t", new QrOptions { Size = least - 1 }).IsDrawn);
    }

    [Fact]
    public void An_address_no_symbol_can_hold_is_refused() => AssertRefused(
        QrImage.Svg(new string('x', 2000), "t", new QrOptions { Ecc = QrEcc.H, Size = 2048 }), "Ecc", "too_long");

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var answer = QrImage.Png(QrSamples.Address, new QrOptions
        {
            Size = 63,
            Margin = 17,
            Ecc = (QrEcc)9,
            Dark = "red",
            Light = "#fff",
            Logo = "<svg/>"u8.ToArray(),
        });

        Assert.False(answer.IsDrawn);
        Assert.Equal(["Dark", "Ecc", "Light", "Logo", "Margin", "Size"],
            answer.Faults.Select(fault => fault.PropertyName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_logo_that_is_cut_off_or_too_large_is_refused()
    {
        var cutOff = QrSamples.Logo()[..^40];

        AssertRefused(QrImage.Png(QrSamples.Address, new QrOptions { Logo = cutOff }), "Logo", "logo");
        AssertRefused(QrImage.Svg(QrSamples.Address, "t", new QrOptions { Logo = QrSamples.Logo(1025, 30) }), "Logo", "logo");
    }

    private static void AssertRefused(QrAnswer answer, string option, string code)
    {
        Assert.False(answer.IsDrawn);
        var fault = Assert.Single(answer.Faults);
        Assert.Equal((option, code), (fault.PropertyName, fault.ErrorCode));
    }
}
