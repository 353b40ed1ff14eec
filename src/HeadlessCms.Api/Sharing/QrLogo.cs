using SkiaSharp;

namespace HeadlessCms.Sharing;

/// <summary>The picture in the middle of a code. It may have any colours, so here a full image library draws.</summary>
internal static class QrLogo
{
    /// <summary>A logo is shown at 400 pixels at most; a picture beyond this is a mistake or an attack on memory.</summary>
    public const int MostPixels = 1024;

    /// <summary>The size is read from the header, before a pixel is decoded.</summary>
    public static bool IsReadable(byte[] logo)
    {
        using var stream = new SKMemoryStream(logo);
        using var codec = SKCodec.Create(stream);
        if (codec is not { EncodedFormat: SKEncodedImageFormat.Png }
            || codec.Info is not { Width: <= MostPixels, Height: <= MostPixels })
        {
            return false;
        }

        using var pixels = new SKBitmap(codec.Info);
        return codec.GetPixels(codec.Info, pixels.GetPixels()) == SKCodecResult.Success;
    }

    /// <summary>The code with the logo in the square given in pixels, its own proportions kept.</summary>
    public static byte[] Stamp(byte[] code, byte[] logo, int start, int width)
    {
        using var bitmap = SKBitmap.Decode(code);
        using var canvas = new SKCanvas(bitmap);
        using var picture = SKImage.FromEncodedData(logo);
        var square = SKRect.Create(start, start, width, width);
        canvas.DrawImage(picture, square.AspectFit(new SKSize(picture.Width, picture.Height)),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Flush();
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
