using System.Buffers.Binary;
using System.Text;

namespace HeadlessCms.Attachments.Formats;

/// <summary>
/// AVIF: the size of the primary item, from the properties of its <c>meta</c> box (ISO/IEC 23008-12, 6.5.3 and 9.3), where
/// <c>irot</c> takes the place of EXIF's orientation. Read by ourselves, as MetadataExtractor 2.4 does not know the format.
/// </summary>
internal static class AvifImage
{
    private const int LongestMeta = 1024 * 1024;

    /// <summary>Null when the size is not told, or the file ends before its last box does.</summary>
    public static ImageOutline? Read(ByteCursor cursor)
    {
        if (IsoMedia.Boxes(cursor)?.TryGetValue("meta", out var meta) != true || meta.Length > LongestMeta)
        {
            return null;
        }

        var bytes = new byte[meta.Length];
        cursor.TrySeek(meta.Start);
        return cursor.TryRead(bytes) && ReadPrimary(new BoxBytes(bytes).Skip(4)) is { } image
            ? image with { End = cursor.Length }
            : null;
    }

    private static ImageOutline? ReadPrimary(BoxBytes meta)
    {
        var primary = meta.Child("pitm");
        var properties = meta.Child("iprp");
        var item = primary.Number(at: 4, bytes: primary.Version == 0 ? 2 : 4);
        ImageOutline? image = null;
        var orientation = 1;
        foreach (var property in PropertiesOf(item, properties.Child("ipma"), [.. properties.Child("ipco").Children()]))
        {
            if (property.Name == "ispe")
            {
                image = new ImageOutline { Width = property.Number(4, 4), Height = property.Number(8, 4), End = 0 };
            }

            orientation = property.Name == "irot" && (property.Number(0, 1) & 1) == 1 ? 6 : orientation;
        }

        return image is null ? null : image with { Orientation = orientation };
    }

    /// <summary>The associations of one item: version and flags say how wide its id and each index are.</summary>
    private static IEnumerable<BoxBytes> PropertiesOf(long item, BoxBytes associations, List<BoxBytes> properties)
    {
        var idBytes = associations.Version == 0 ? 2 : 4;
        var indexBytes = (associations.Number(3, 1) & 1) == 0 ? 1 : 2;
        var indexMask = indexBytes == 1 ? 0x7F : 0x7FFF;
        var at = 8;
        for (var left = associations.Number(4, 4); left > 0 && at < associations.Length; left--)
        {
            var id = associations.Number(at, idBytes);
            var count = (int)associations.Number(at + idBytes, 1);
            at += idBytes + 1;
            for (var end = at + count * indexBytes; at < end; at += indexBytes)
            {
                var index = (int)associations.Number(at, indexBytes) & indexMask;
                if (id == item && index > 0 && index <= properties.Count)
                {
                    yield return properties[index - 1];
                }
            }
        }
    }
}

/// <summary>A box held in memory. What is asked for beyond its end reads as zero, and a missing box as an empty one.</summary>
internal readonly record struct BoxBytes(ReadOnlyMemory<byte> Bytes, string Name = "")
{
    public int Length => Bytes.Length;

    public long Version => Number(0, 1);

    public BoxBytes Skip(int count) => this with { Bytes = count < Length ? Bytes[count..] : default };

    public BoxBytes Child(string name) => Children().FirstOrDefault(child => child.Name == name);

    public IEnumerable<BoxBytes> Children()
    {
        for (var rest = Bytes; rest.Length >= 8;)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
            if (size < 8 || size > rest.Length)
            {
                yield break;
            }

            yield return new BoxBytes(rest[8..(int)size], Encoding.Latin1.GetString(rest.Span[4..8]));
            rest = rest[(int)size..];
        }
    }

    /// <summary>Big-endian, of up to four bytes.</summary>
    public long Number(int at, int bytes)
    {
        var number = 0L;
        for (var i = at; i < at + bytes; i++)
        {
            number = (number << 8) | (i < Length ? Bytes.Span[i] : (byte)0);
        }

        return number;
    }
}
