using HeadlessCms.Attachments.Formats;

namespace HeadlessCms.Attachments;

/// <summary>Width and height in pixels, as the image is shown: after it was turned as its orientation says.</summary>
internal sealed record ImageSize(int Width, int Height)
{
    /// <summary>50 megapixels are 200 MB decoded: more is a decompression bomb, or a poster nobody puts on a page.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>WebP's and most graphics hardware's limit.</summary>
    public const long LongestSide = 16_384;

    public static bool IsBearable(ImageOutline image) =>
        image.Width is > 0 and <= LongestSide
        && image.Height is > 0 and <= LongestSide
        && image.Width * image.Height <= MostPixels;

    /// <summary>Of a bearable image.</summary>
    public static ImageSize Of(ImageOutline image)
    {
        var (width, height) = ((int)image.Width, (int)image.Height);
        return image.Orientation >= 5 ? new ImageSize(height, width) : new ImageSize(width, height);
    }
}
