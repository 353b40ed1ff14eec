using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using HeadlessCms.Sharing;
using SkiaSharp;
using Xunit;

namespace HeadlessCms.Tests.Sharing;

public sealed class QrImageTests
{
    private static readonly XNamespace SvgNamespace = "http://www.w3.org/2000/svg";

    [Theory, InlineData(64), InlineData(100), InlineData(257), InlineData(2048)]
    public void A_png_is_exactly_as_large_as_asked(int size)
    {
        var png = QrSamples.Png(QrSamples.Address, new QrOptions { Size = size });

        Assert.Equal("IHDR", Encoding.ASCII.GetString(png, 12, 4));
        Assert.Equal(size, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(size, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Fact]
    public void A_png_with_a_logo_is_exactly_as_large_as_asked_and_shows_it_in_the_middle()
    {
        using var image = SKBitmap.Decode(QrSamples.Png(
            QrSamples.Address, new QrOptions { Size = 301, Logo = QrSamples.Logo() }));

        Assert.Equal((301, 301), (image.Width, image.Height));
        Assert.Equal(SKColors.Red, image.GetPixel(150, 150));
        Assert.Equal(SKColors.White, image.GetPixel(0, 0));
    }

    [Fact]
    public void What_is_left_over_is_shared_between_the_sides()
    {
        // 37 modules (version 5) and a margin of 1 on both sides make 39: two pixels each, and 22 over.
        using var image = SKBitmap.Decode(QrSamples.Png(QrSamples.Address, new QrOptions { Size = 100, Margin = 1 }));
        var dark = Pixels(100).Where(pixel => image.GetPixel(pixel.X, pixel.Y) == SKColors.Black).ToArray();

        Assert.Equal((13, 86), (dark.Min(pixel => pixel.X), dark.Max(pixel => pixel.X)));
        Assert.Equal((13, 86), (dark.Min(pixel => pixel.Y), dark.Max(pixel => pixel.Y)));
    }

    [Fact]
    public void An_svg_has_the_size_in_pixels_and_its_view_in_modules()
    {
        var svg = Parsed(QrSamples.Svg(QrSamples.Address, new QrOptions { Size = 300, Margin = 2 })).Root!;

        Assert.Equal("300", svg.Attribute("width")?.Value);
        Assert.Equal("300", svg.Attribute("height")?.Value);
        Assert.Equal("0 0 41 41", svg.Attribute("viewBox")?.Value);
        Assert.Equal("img", svg.Attribute("role")?.Value);
        Assert.Equal("crispEdges", Assert.Single(svg.Elements(SvgNamespace + "path")).Attribute("shape-rendering")?.Value);
    }

    [Theory]
    [InlineData("扫一扫在手机打开当前页", "扫一扫在手机打开当前页")]
    [InlineData("</title><script>alert(\"1\")</script> & 'q'", "</title><script>alert(\"1\")</script> & 'q'")]
    [InlineData("𠮷\u0001野\ufffe家", "𠮷野家")]
    public void An_svg_says_its_title_to_those_who_cannot_see(string title, string said)
    {
        var svg = Parsed(QrSamples.Svg(QrSamples.Address, title: title)).Root!;

        Assert.Equal(said, svg.Elements().First().Value);
        Assert.Equal(SvgNamespace + "title", svg.Elements().First().Name);
        Assert.Empty(svg.Descendants(SvgNamespace + "script"));
    }

    [Fact]
    public void The_same_question_gets_the_same_bytes()
    {
        var withLogo = new QrOptions { Logo = QrSamples.Logo() };

        Assert.Equal(QrSamples.Png(QrSamples.Address), QrSamples.Png(QrSamples.Address));
        Assert.Equal(QrSamples.Svg(QrSamples.Address), QrSamples.Svg(QrSamples.Address));
        Assert.Equal(QrSamples.Png(QrSamples.Address, withLogo), QrSamples.Png(QrSamples.Address, withLogo));
        Assert.Equal(QrSamples.Svg(QrSamples.Address, withLogo), QrSamples.Svg(QrSamples.Address, withLogo));
    }

    [Fact]
    public void A_plain_png_stays_small() =>
        Assert.InRange(QrSamples.Png(QrSamples.Address, new QrOptions { Size = 2048 }).Length, 1, 8192);

    private static IEnumerable<(int X, int Y)> Pixels(int size) =>
        from y in Enumerable.Range(0, size) from x in Enumerable.Range(0, size) select (x, y);

    private static XDocument Parsed(byte[] svg) => XDocument.Parse(Encoding.UTF8.GetString(svg));
}
