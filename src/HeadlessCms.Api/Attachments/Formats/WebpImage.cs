using System.Buffers.Binary;

namespace HeadlessCms.Attachments.Formats;

/// <summary>WebP (RFC 9649): the chunks of its RIFF container; the first of VP8X, VP8L and VP8 tells the size.</summary>
internal static class WebpImage
{
    /// <summary>Null when no chunk tells the size, or the file ends before the image does.</summary>
    public static ImageOutline? Read(ByteCursor cursor)
    {
        Span<byte> riff = stackalloc byte[12];
        if (!cursor.TrySeek(0) || !cursor.TryRead(riff))
        {
            return null;
        }

        var image = new ImageOutline { Width = 0, Height = 0, End = 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(riff[4..]) };
        Span<byte> chunk = stackalloc byte[8];
        while (cursor.Position < image.End)
        {
            if (!cursor.TryRead(chunk))
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var next = cursor.Position + length + (length & 1); // padded to an even length
            image = ReadChunk(cursor, chunk[..4], length, image);
            if (!cursor.TrySeek(next))
            {
                return null;
            }
        }

        return image.Width > 0 ? image : null;
    }

    private static ImageOutline ReadChunk(ByteCursor cursor, ReadOnlySpan<byte> name, long length, ImageOutline image)
    {
        if (name.SequenceEqual("EXIF"u8))
        {
            return image with { Orientation = ExifOrientation.Read(cursor, length) };
        }

        Span<byte> start = stackalloc byte[10];
        if (image.Width > 0 || length < 5 || !cursor.TryRead(start[..(int)Math.Min(length, start.Length)]))
        {
            return image;
        }

        var (width, height) = ReadSize(name, start);
        return image with { Width = width, Height = height };
    }

    private static (int Width, int Height) ReadSize(ReadOnlySpan<byte> name, ReadOnlySpan<byte> start)
    {
        if (name.SequenceEqual("VP8X"u8))
        {
            return (1 + ReadThreeBytes(start[4..]), 1 + ReadThreeBytes(start[7..]));
        }

        if (name.SequenceEqual("VP8L"u8) && start[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(start[1..]);
            return (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return name.SequenceEqual("VP8 "u8) && start[3..6].SequenceEqual<byte>([0x9D, 0x01, 0x2A])
            ? (ReadFourteenBits(start[6..]), ReadFourteenBits(start[8..]))
            : (0, 0);
    }

    private static int ReadThreeBytes(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static int ReadFourteenBits(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes) & 0x3FFF;
}
