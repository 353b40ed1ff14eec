using System.Buffers.Binary;

namespace HeadlessCms.Attachments.Formats;

/// <summary>JPEG (ITU-T T.81, annex B): the segments up to the end-of-image marker, with the frame's size on the way.</summary>
internal static class JpegImage
{
    private const int EndOfImage = 0xD9;
    private const int StartOfScan = 0xDA;
    private const int App1 = 0xE1;

    /// <summary>Null when there is no frame, or the file ends before the image does.</summary>
    public static ImageOutline? Read(ByteCursor cursor)
    {
        var image = new ImageOutline { Width = 0, Height = 0, End = 0 };
        if (!cursor.TrySeek(2))
        {
            return null;
        }

        while (TryReadMarker(cursor, out var marker))
        {
            if (marker == EndOfImage)
            {
                return image.Width > 0 ? image with { End = cursor.Position } : null;
            }

            if (!StandsAlone(marker) && !TryReadSegment(cursor, marker, ref image))
            {
                return null;
            }
        }

        return null;
    }

    private static bool TryReadMarker(ByteCursor cursor, out int marker)
    {
        if (!cursor.TryReadByte(out marker) || marker != 0xFF)
        {
            return false;
        }

        while (marker == 0xFF)
        {
            if (!cursor.TryReadByte(out marker))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadSegment(ByteCursor cursor, int marker, ref ImageOutline image)
    {
        if (!cursor.TryReadBigEndian(out var length) || length < 2)
        {
            return false;
        }

        var payload = new byte[length - 2];
        if (!cursor.TryRead(payload))
        {
            return false;
        }

        image = marker switch
        {
            _ when IsFrame(marker) && payload.Length >= 5 => image with
            {
                Height = BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(1)),
                Width = BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(3)),
            },
            App1 when ExifOrientation.IsExif(payload) => image with { Orientation = ExifOrientation.Read(payload) },
            _ => image,
        };
        return marker != StartOfScan || TrySkipScan(cursor);
    }

    /// <summary>To the next marker that is neither a stuffed byte nor a restart.</summary>
    private static bool TrySkipScan(ByteCursor cursor)
    {
        Span<byte> chunk = stackalloc byte[8192];
        var afterMark = false;
        while (cursor.Position is var start && cursor.ReadSome(chunk) is var read and > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (afterMark && chunk[i] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
                {
                    return cursor.TrySeek(start + i - 1);
                }

                afterMark = chunk[i] == 0xFF;
            }
        }

        return false;
    }

    /// <summary>SOF0 to SOF15; C4, C8 and CC in their midst are tables.</summary>
    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool StandsAlone(int marker) => marker is 0x01 or (>= 0xD0 and <= 0xD7);
}
