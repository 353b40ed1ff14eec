namespace HeadlessCms.Attachments.Formats;

/// <summary>MP3 (ISO/IEC 11172-3, 2.4.2.3): two frame headers, the second where the first says it is; an ID3 tag may go before.</summary>
internal static class AudioFrames
{
    /// <summary>Some writers pad between the tag and the first frame.</summary>
    private const int LongestPadding = 4096;

    private static readonly int[] _kilobitsVersion1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] _kilobitsVersion2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] _hertz = [44_100, 48_000, 32_000];

    public static bool AreIn(ByteCursor cursor)
    {
        var start = SkipTag(cursor);
        for (var at = start; at <= start + LongestPadding; at++)
        {
            if (FrameLength(cursor, at) is { } length && FrameLength(cursor, at + length) is not null)
            {
                return true;
            }

            // Without a tag, only the first byte counts: sound is not looked for inside of other things.
            if (start == 0)
            {
                return false;
            }
        }

        return false;
    }

    private static long SkipTag(ByteCursor cursor)
    {
        Span<byte> tag = stackalloc byte[10];
        return cursor.TrySeek(0) && cursor.TryRead(tag) && tag.StartsWith("ID3"u8)
            ? 10 + ((tag[6] & 0x7F) << 21 | (tag[7] & 0x7F) << 14 | (tag[8] & 0x7F) << 7 | (tag[9] & 0x7F))
            : 0;
    }

    /// <summary>Null when there is no header of a layer III frame.</summary>
    private static int? FrameLength(ByteCursor cursor, long at)
    {
        Span<byte> header = stackalloc byte[4];
        if (!cursor.TrySeek(at) || !cursor.TryRead(header) || header[0] != 0xFF || (header[1] & 0xE6) != 0xE2)
        {
            return null;
        }

        var version = (header[1] >> 3) & 3; // 3 is version 1, 2 is version 2, 0 is version 2.5
        var (bitrate, rate) = (header[2] >> 4, (header[2] >> 2) & 3);
        if (version == 1 || rate == 3 || bitrate is 0 or 15)
        {
            return null;
        }

        var kilobits = (version == 3 ? _kilobitsVersion1 : _kilobitsVersion2)[bitrate];
        var hertz = _hertz[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        return (version == 3 ? 144 : 72) * kilobits * 1000 / hertz + ((header[2] >> 1) & 1);
    }
}
