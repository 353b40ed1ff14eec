using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.IO;

namespace HeadlessCms.Attachments.Formats;

/// <summary>How EXIF says an image is to be turned. Handed one block of at most 64 KiB, so a reader cannot be led astray far.</summary>
internal static class ExifOrientation
{
    public const int LongestBlock = 64 * 1024;

    private const int Upright = 1;

    private static ReadOnlySpan<byte> Preamble => "Exif\0\0"u8;

    public static bool IsExif(ReadOnlySpan<byte> block) => block.StartsWith(Preamble);

    /// <summary>1 to 8; 1 when nothing (sensible) is said.</summary>
    public static int Read(byte[] block)
    {
        var tiff = IsExif(block) ? block[Preamble.Length..] : block;
        var first = new ExifReader().Extract(new ByteArrayReader(tiff)).OfType<ExifIfd0Directory>().FirstOrDefault();
        return first is not null
            && first.TryGetInt32(ExifDirectoryBase.TagOrientation, out var orientation)
            && orientation is >= 1 and <= 8 ? orientation : Upright;
    }

    /// <summary>The block that begins here, if it is a likely one; the cursor moves to its end.</summary>
    public static int Read(ByteCursor cursor, long length)
    {
        if (length is 0 or > LongestBlock)
        {
            cursor.TrySkip(length);
            return Upright;
        }

        var block = new byte[length];
        return cursor.TryRead(block) ? Read(block) : Upright;
    }
}
