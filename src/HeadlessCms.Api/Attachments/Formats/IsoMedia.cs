using System.Buffers.Binary;
using System.Text;

namespace HeadlessCms.Attachments.Formats;

/// <summary>Files of boxes (ISO/IEC 14496-12): MPEG-4 audio and video, AVIF, HEIC, QuickTime, told apart by their brands.</summary>
internal static class IsoMedia
{
    private const int MostBrandBytes = 1024;
    private const int MostNames = 64;

    private static readonly string[] _videoBrands =
        ["isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV"];

    public static DetectedContent Detect(ByteCursor cursor)
    {
        var kind = KindOf(ReadBrands(cursor));
        return kind switch
        {
            FileKind.Avif => AvifImage.Read(cursor) is { } image
                ? new DetectedContent(kind) { Image = image }
                : new DetectedContent(kind) { IsWhole = false },
            FileKind.Mp4 or FileKind.M4a => new DetectedContent(kind) { IsWhole = Boxes(cursor)?.ContainsKey("moov") == true },
            _ => new DetectedContent(kind),
        };
    }

    /// <summary>Where the content of each top-level box lies, the first of each name. Null when one reaches beyond the end.</summary>
    public static Dictionary<string, Range64>? Boxes(ByteCursor cursor)
    {
        var boxes = new Dictionary<string, Range64>();
        cursor.TrySeek(0);
        while (cursor.Position < cursor.Length)
        {
            if (ReadHeader(cursor) is not { } box || !cursor.TrySeek(box.Content.End))
            {
                return null;
            }

            if (boxes.Count < MostNames)
            {
                boxes.TryAdd(box.Name, box.Content);
            }
        }

        return boxes;
    }

    private static (string Name, Range64 Content)? ReadHeader(ByteCursor cursor)
    {
        var start = cursor.Position;
        Span<byte> header = stackalloc byte[8];
        if (!cursor.TryRead(header))
        {
            return null;
        }

        var name = Encoding.Latin1.GetString(header[4..]);
        var size = (long)BinaryPrimitives.ReadUInt32BigEndian(header);
        if (size == 1 && cursor.TryRead(header))
        {
            size = BinaryPrimitives.ReadInt64BigEndian(header);
        }

        // Zero: to the end of the file.
        var end = size == 0 ? cursor.Length : start + size;
        return size >= 0 && end >= cursor.Position ? (name, new Range64(cursor.Position, end)) : null;
    }

    /// <summary>The major brand first, then the compatible ones (the minor version between them means nothing here).</summary>
    private static List<string> ReadBrands(ByteCursor cursor)
    {
        cursor.TrySeek(0);
        if (ReadHeader(cursor) is not { Name: "ftyp" } box || box.Content.Length > MostBrandBytes)
        {
            return [];
        }

        var bytes = new byte[box.Content.Length];
        return cursor.TryRead(bytes)
            ? [.. bytes.Chunk(4).Where((_, index) => index != 1).Select(Encoding.Latin1.GetString)]
            : [];
    }

    private static FileKind KindOf(List<string> brands) => brands switch
    {
        [] => FileKind.Unknown,
        ["avif" or "avis", ..] => FileKind.Avif,
        ["mif1" or "msf1", ..] when brands.Contains("avif") => FileKind.Avif,
        ["mif1" or "msf1" or "heic" or "heix" or "heim" or "heis" or "hevc", ..] => FileKind.Heic,
        ["M4A " or "M4B ", ..] => FileKind.M4a,
        ["qt  ", ..] => FileKind.QuickTime,
        _ when brands.Exists(brand => _videoBrands.Contains(brand)) => FileKind.Mp4,
        _ => FileKind.Unknown,
    };
}

/// <summary>A stretch of a file: from the first offset up to, but not with, the second.</summary>
internal readonly record struct Range64(long Start, long End)
{
    public long Length => End - Start;
}
