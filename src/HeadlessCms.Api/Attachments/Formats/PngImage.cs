using System.Buffers.Binary;

namespace HeadlessCms.Attachments.Formats;

/// <summary>PNG (W3C, third edition, section 5): chunks from IHDR to IEND.</summary>
internal static class PngImage
{
    private const int HeaderLength = 13;

    /// <summary>Null when the header is missing, or the file ends before the image does.</summary>
    public static ImageOutline? Read(ByteCursor cursor)
    {
        if (!cursor.TrySeek(8) || ReadHeader(cursor) is not { } image)
        {
            return null;
        }

        Span<byte> chunk = stackalloc byte[8];
        while (cursor.TryRead(chunk))
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var end = cursor.Position + length;
            var name = chunk[4..];
            image = name.SequenceEqual("eXIf"u8) && end <= cursor.Length
                ? image with { Orientation = ExifOrientation.Read(cursor, length) }
                : image;
            if (!cursor.TrySeek(end) || !cursor.TrySkip(sizeof(uint)))
            {
                return null;
            }

            if (name.SequenceEqual("IEND"u8))
            {
                return image with { End = cursor.Position };
            }
        }

        return null;
    }

    private static ImageOutline? ReadHeader(ByteCursor cursor)
    {
        Span<byte> header = stackalloc byte[8 + HeaderLength + sizeof(uint)];
        return cursor.TryRead(header)
            && BinaryPrimitives.ReadUInt32BigEndian(header) == HeaderLength
            && header[4..8].SequenceEqual("IHDR"u8)
            ? new ImageOutline
            {
                Width = BinaryPrimitives.ReadUInt32BigEndian(header[8..]),
                Height = BinaryPrimitives.ReadUInt32BigEndian(header[12..]),
                End = 0,
            }
            : null;
    }
}
