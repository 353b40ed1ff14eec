using System.Buffers.Binary;
using System.Text;

namespace HeadlessCms.Attachments.Formats;

/// <summary>
/// The names in a ZIP archive's central directory (APPNOTE 4.3), and which format they make. Nothing is unpacked. ZipArchive is
/// not used because it takes in every entry before one can count them.
/// </summary>
internal static class ZipDirectory
{
    private const int MostEntries = 10_000;
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int EntryLength = 46;

    public static DetectedContent Detect(ByteCursor cursor) => ReadNames(cursor) is { } names
        ? new DetectedContent(KindOf(names))
        : new DetectedContent(FileKind.Zip) { IsWhole = false };

    /// <summary>Null when the directory is broken or too long.</summary>
    public static HashSet<string>? ReadNames(ByteCursor cursor)
    {
        if (FindDirectory(cursor) is not var (offset, entries) || entries is < 0 or > MostEntries || !cursor.TrySeek(offset))
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var left = entries; left > 0; left--)
        {
            if (ReadName(cursor) is not { } name)
            {
                return null;
            }

            names.Add(name);
        }

        return names;
    }

    private static string? ReadName(ByteCursor cursor)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        if (!cursor.TryRead(entry) || !entry.StartsWith("PK\x01\x02"u8))
        {
            return null;
        }

        var name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(entry[28..])];
        var extra = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]);
        var comment = BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        return cursor.TryRead(name) && cursor.TrySkip(extra + comment) ? Encoding.Latin1.GetString(name) : null;
    }

    /// <summary>The end record must close the file exactly: what is appended to an archive is not part of it.</summary>
    private static (long Offset, long Entries)? FindDirectory(ByteCursor cursor)
    {
        var tail = new byte[Math.Min(cursor.Length, EndLength + LongestComment)];
        var tailStart = cursor.Length - tail.Length;
        if (!cursor.TrySeek(tailStart) || !cursor.TryRead(tail))
        {
            return null;
        }

        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (end.StartsWith("PK\x05\x06"u8) && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == end.Length - EndLength)
            {
                return ReadEnd(cursor, end, tailStart + at);
            }
        }

        return null;
    }

    private static (long Offset, long Entries)? ReadEnd(ByteCursor cursor, ReadOnlySpan<byte> end, long endStart)
    {
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        return entries == ushort.MaxValue || offset == uint.MaxValue
            ? ReadEnd64(cursor, endStart - LocatorLength)
            : (offset, entries);
    }

    private static (long Offset, long Entries)? ReadEnd64(ByteCursor cursor, long locatorStart)
    {
        Span<byte> locator = stackalloc byte[LocatorLength];
        Span<byte> end = stackalloc byte[End64Length];
        return cursor.TrySeek(locatorStart) && cursor.TryRead(locator) && locator.StartsWith("PK\x06\x07"u8)
            && cursor.TrySeek(BinaryPrimitives.ReadInt64LittleEndian(locator[8..]))
            && cursor.TryRead(end) && end.StartsWith("PK\x06\x06"u8)
            ? (BinaryPrimitives.ReadInt64LittleEndian(end[48..]), BinaryPrimitives.ReadInt64LittleEndian(end[32..]))
            : null;
    }

    /// <summary>
    /// Office's main part is looked for by the beginning of its name: Office itself also writes <c>word/document2.xml</c>.
    /// </summary>
    private static FileKind KindOf(HashSet<string> names)
    {
        if (names.Contains("OFD.xml"))
        {
            return FileKind.Ofd;
        }

        if (!names.Contains("[Content_Types].xml"))
        {
            return FileKind.Zip;
        }

        return names switch
        {
            _ when names.Any(name => name.EndsWith("/vbaProject.bin", StringComparison.OrdinalIgnoreCase)) => FileKind.MacroOffice,
            _ when HasPart(names, "word/document") => FileKind.Document,
            _ when HasPart(names, "xl/workbook") => FileKind.Sheet,
            _ when HasPart(names, "ppt/presentation") => FileKind.Slides,
            _ => FileKind.Zip,
        };
    }

    private static bool HasPart(HashSet<string> names, string start) => names.Any(name =>
        name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));
}
