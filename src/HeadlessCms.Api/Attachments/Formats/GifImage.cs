using System.Buffers.Binary;

namespace HeadlessCms.Attachments.Formats;

/// <summary>GIF (version 89a): blocks up to the trailer. The size is the logical screen's.</summary>
internal static class GifImage
{
    private const int Extension = 0x21;
    private const int Image = 0x2C;
    private const int Trailer = 0x3B;

    /// <summary>Null when a block is broken, or the file ends before the image does.</summary>
    public static ImageOutline? Read(ByteCursor cursor)
    {
        Span<byte> screen = stackalloc byte[7];
        if (!cursor.TrySeek(6) || !cursor.TryRead(screen) || !cursor.TrySkip(ColourTable(screen[4])))
        {
            return null;
        }

        while (cursor.TryReadByte(out var block))
        {
            if (block == Trailer)
            {
                return new ImageOutline
                {
                    Width = BinaryPrimitives.ReadUInt16LittleEndian(screen),
                    Height = BinaryPrimitives.ReadUInt16LittleEndian(screen[2..]),
                    End = cursor.Position,
                };
            }

            if (!TrySkipBlock(cursor, block))
            {
                return null;
            }
        }

        return null;
    }

    private static bool TrySkipBlock(ByteCursor cursor, int block) => block switch
    {
        Extension => cursor.TrySkip(1) && TrySkipSubBlocks(cursor),
        Image => TrySkipImage(cursor),
        _ => false,
    };

    private static bool TrySkipImage(ByteCursor cursor)
    {
        Span<byte> descriptor = stackalloc byte[9];
        return cursor.TryRead(descriptor)
            && cursor.TrySkip(ColourTable(descriptor[8]))
            && cursor.TrySkip(1) // the code size
            && TrySkipSubBlocks(cursor);
    }

    private static bool TrySkipSubBlocks(ByteCursor cursor)
    {
        while (cursor.TryReadByte(out var length))
        {
            if (length == 0)
            {
                return true;
            }

            if (!cursor.TrySkip(length))
            {
                return false;
            }
        }

        return false;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
}
