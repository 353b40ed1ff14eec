using System.Text;
using HeadlessCms.Sharing;
using HeadlessCms.Tests.Support;
using SkiaSharp;
using Xunit;

namespace HeadlessCms.Tests.Sharing;

/// <summary>Addresses to encode, and the reader that says what a camera would see.</summary>
internal static class QrSamples
{
    public const string Address = "https://www.example.gov.cn/suzhou-news/innovation-centres-launched?src=qr";

    public const string Chinese =
        "https://www.example.gov.cn/%E6%96%B0%E9%97%BB/%E8%8B%8F%E5%B7%9E%E8%A6%81%E9%97%BB?src=qr";

    public static string Long { get; } = "https://www.example.gov.cn/".PadRight(493, 'x') + "?src=qr";

    public static byte[] Svg(string text, QrOptions? options = null, string title = "扫一扫") =>
        Image(QrImage.Svg(text, title, options ?? new QrOptions()));

    public static byte[] Png(string text, QrOptions? options = null) =>
        Image(QrImage.Png(text, options ?? new QrOptions()));

    public static async Task<string> ReadPngAsync(byte[] png)
    {
        Tools.SkipUnless("zbarimg");
        return Encoding.UTF8.GetString(
            await Tools.RunAsync("zbarimg", ["--quiet", "--raw", "-Sbinary", "png:-"], png));
    }

    public static async Task<string> ReadSvgAsync(byte[] svg)
    {
        Tools.SkipUnless("rsvg-convert");
        return await ReadPngAsync(await Tools.RunAsync("rsvg-convert", ["--format", "png"], svg));
    }

    /// <summary>A red picture with a transparent rim.</summary>
    public static byte[] Logo(int width = 120, int height = 120)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Red };
        canvas.Clear(SKColors.Transparent);
        canvas.DrawRect(10, 10, width - 20, height - 20, paint);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static byte[] Image(QrAnswer answer)
    {
        Assert.True(answer.IsDrawn, string.Join('\n', answer.Faults ?? []));
        return answer.Image;
    }
}
