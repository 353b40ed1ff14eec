using System.Buffers.Binary;
using System.Text;

namespace HeadlessCms.Attachments.Formats;

/// <summary>Compound files ([MS-CFB]): which office format they hold is told by the names in their directory.</summary>
internal static class CompoundFile
{
    private const int HeaderLength = 512;
    private const int EntryLength = 128;
    private const int FatSectorsInHeader = 109;
    private const int MostDirectorySectors = 1024;
    private const uint LastRegularSector = 0xFFFFFFFA;

    public static DetectedContent Detect(ByteCursor cursor) => ReadNames(cursor) is { } names
        ? new DetectedContent(KindOf(names))
        : new DetectedContent(FileKind.Unknown) { IsWhole = false };

    /// <summary>Null when the directory cannot be followed.</summary>
    private static HashSet<string>? ReadNames(ByteCursor cursor)
    {
        var header = new byte[HeaderLength];
        if (!cursor.TrySeek(0) || !cursor.TryRead(header))
        {
            return null;
        }

        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        return shift is 9 or 12 ? new Reader(cursor, header, 1 << shift).ReadNames() : null;
    }

    private static FileKind KindOf(HashSet<string> names) => names switch
    {
        _ when names.Contains("EncryptedPackage") => FileKind.EncryptedOffice,
        _ when names.Contains("WordDocument") => FileKind.OldDocument,
        _ when names.Contains("Workbook") || names.Contains("Book") => FileKind.OldSheet,
        _ when names.Contains("PowerPoint Document") => FileKind.OldSlides,
        _ => FileKind.Unknown,
    };

    /// <summary>Follows the directory's chain of sectors through the allocation table.</summary>
    private sealed class Reader(ByteCursor cursor, byte[] header, int sectorLength)
    {
        public HashSet<string>? ReadNames()
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            var sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48));
            for (var left = MostDirectorySectors; sector < LastRegularSector; left--)
            {
                if (left == 0 || !TryReadEntries(sector, names) || NextSector(sector) is not { } next)
                {
                    return null;
                }

                sector = next;
            }

            return names;
        }

        private bool TryReadEntries(uint sector, HashSet<string> names)
        {
            var bytes = new byte[sectorLength];
            if (!cursor.TrySeek(OffsetOf(sector)) || !cursor.TryRead(bytes))
            {
                return false;
            }

            foreach (var entry in bytes.Chunk(EntryLength))
            {
                // The length counts bytes and the closing zero.
                var length = BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(64));
                if (length is > 2 and <= 64)
                {
                    names.Add(Encoding.Unicode.GetString(entry, 0, length - 2));
                }
            }

            return true;
        }

        private uint? NextSector(uint sector)
        {
            var perSector = sectorLength / sizeof(uint);
            return FatSector((int)(sector / perSector)) is { } fat ? ReadWord(fat, (int)(sector % perSector)) : null;
        }

        /// <summary>The header names the first 109; the others stand in a chain whose last word of each sector leads on.</summary>
        private uint? FatSector(int index)
        {
            if (index < FatSectorsInHeader)
            {
                return BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(76 + index * sizeof(uint)));
            }

            var perSector = sectorLength / sizeof(uint) - 1;
            var (hops, slot) = Math.DivRem(index - FatSectorsInHeader, perSector);
            uint? sector = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(68));
            for (; hops > 0 && sector is not null; hops--)
            {
                sector = ReadWord(sector.Value, perSector);
            }

            return sector is null ? null : ReadWord(sector.Value, slot);
        }

        private uint? ReadWord(uint sector, int slot)
        {
            Span<byte> word = stackalloc byte[sizeof(uint)];
            return cursor.TrySeek(OffsetOf(sector) + slot * sizeof(uint)) && cursor.TryRead(word)
                ? BinaryPrimitives.ReadUInt32LittleEndian(word)
                : null;
        }

        private long OffsetOf(uint sector) => (sector + 1L) * sectorLength;
    }
}
