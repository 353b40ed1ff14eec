using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HeadlessCms.Tests.Support;

/// <summary>The smallest images of each format. Those in Base64 were written by real encoders and decode.</summary>
internal static class SampleImages
{
    private const string TealJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/"
        + "2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAACAAMDASIAAhEBAxEB/8QA"
        + "FQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oA"
        + "DAMBAAIRAxEAPwCYAUgv/9k=";

    private const string LibavifTwoByTwo =
        "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxpYmF2aWYAAAAADnBp"
        + "dG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAAB0AAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABL"
        + "aXBjbwAAABRpc3BlAAAAAAAAAAIAAAACAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgQ0MAAAAABNjb2xybmNseAACAAIAAYAAAAAXaXBtYQAAAAAAAAABAAEE"
        + "AQKDBAAAACVtZGF0EgAKCBgANogQEAwgMg8f8D///8WfhwB8+ErK42A=";

    /// <summary>Grey pixels, compressed; decodes whatever the size.</summary>
    public static byte[] Png(int width = 3, int height = 2)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(new byte[(width + 1) * height]);
        }

        return PngAround(width, height, pixels.ToArray());
    }

    /// <summary>Says it is that large, and holds nothing.</summary>
    public static byte[] PngHeaderOnly(int width, int height) => PngAround(width, height, []);

    /// <summary>3 × 2 pixels.</summary>
    public static byte[] Jpeg() => Convert.FromBase64String(TealJpeg);

    /// <summary>3 × 2 pixels, with an EXIF block of one entry.</summary>
    public static byte[] JpegTurned(int orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        var jpeg = Jpeg();
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>3 × 2 pixels.</summary>
    public static byte[] WebpLossy() =>
        Convert.FromBase64String("UklGRjQAAABXRUJQVlA4ICgAAABwAQCdASoDAAIAAsBMJaACdAFAAAD+645eRzvSpVf/KV/7Gv8FeVAA");

    /// <summary>3 × 2 pixels.</summary>
    public static byte[] WebpLossless() => Convert.FromBase64String("UklGRhwAAABXRUJQVlA4TBAAAAAvAkAAAAdQwChg/wMR0f8A");

    /// <summary>Its canvas is 400 × 300.</summary>
    public static byte[] WebpExtended()
    {
        byte[] canvas = [.. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0x8F, 0x01, 0, 0x2B, 0x01, 0];
        var frame = WebpLossless()[12..];
        return [.. "RIFF"u8, (byte)(4 + canvas.Length + frame.Length), 0, 0, 0, .. "WEBP"u8, .. canvas, .. frame];
    }

    /// <summary>3 × 2 pixels.</summary>
    public static byte[] Gif() =>
    [
        .. "GIF89a"u8, 3, 0, 2, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF,
        0x21, 0xFE, 2, (byte)'h', (byte)'i', 0,
        0x2C, 0, 0, 0, 0, 3, 0, 2, 0, 0, 2, 3, 0x84, 0x01, 0x05, 0, 0x3B,
    ];

    /// <summary>2 × 2 pixels.</summary>
    public static byte[] Avif() => Convert.FromBase64String(LibavifTwoByTwo);

    /// <summary>Two items; the primary, first one is 40 × 30 and turned by a quarter; the second is its thumbnail.</summary>
    public static byte[] AvifTurned()
    {
        var thumbnail = SampleFiles.Box("ispe", [0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 3]);
        var picture = SampleFiles.Box("ispe", [0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 30]);
        var turn = SampleFiles.Box("irot", [1]);
        var associations = SampleFiles.Box("ipma", [0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 2, 2, 0x83, 0, 2, 1, 1]);
        var properties = SampleFiles.Box("iprp", [.. SampleFiles.Box("ipco", [.. thumbnail, .. picture, .. turn]), .. associations]);
        var primary = SampleFiles.Box("pitm", [0, 0, 0, 0, 0, 1]);
        return
        [
            .. SampleFiles.Box("ftyp", "mif1\0\0\0\0mif1avif"u8),
            .. SampleFiles.Box("meta", [0, 0, 0, 0, .. primary, .. properties]),
        ];
    }

    private static byte[] PngAround(int width, int height, byte[] pixels)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a pixel, grey
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR", header), .. Chunk("IDAT", pixels), .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string name, ReadOnlySpan<byte> content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. content];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(body));
        return chunk;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var octet in bytes)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
