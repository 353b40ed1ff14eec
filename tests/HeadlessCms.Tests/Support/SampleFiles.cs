using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HeadlessCms.Tests.Support;

/// <summary>The smallest documents, archives and recordings that are what they say, made in memory.</summary>
internal static class SampleFiles
{
    public static byte[] Pdf() =>
    [
        .. """
           %PDF-1.4
           1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
           2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
           3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
           trailer<</Root 1 0 R>>
           %%EOF

           """u8,
    ];

    public static byte[] Docx() => Zip("[Content_Types].xml", "_rels/.rels", "word/document.xml");

    public static byte[] Xlsx() => Zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml");

    public static byte[] Pptx() => Zip("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml");

    public static byte[] Docm() => Zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin");

    public static byte[] Ofd() => Zip("OFD.xml", "Doc_0/Document.xml");

    /// <summary>Entries of a few bytes each.</summary>
    public static byte[] Zip(params IEnumerable<string> names)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write("<x/>"u8);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] ZipOf(int entries) => Zip(Enumerable.Range(0, entries).Select(number => $"{number}.txt"));

    public static byte[] Doc() => Compound("WordDocument");

    public static byte[] Xls() => Compound("Workbook");

    public static byte[] Ppt() => Compound("PowerPoint Document");

    /// <summary>[MS-CFB] with a header, one sector of the allocation table and one of the directory.</summary>
    public static byte[] Compound(string stream)
    {
        var file = new byte[3 * 512];
        byte[] signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        signature.CopyTo(file, 0);
        Write16(file, 24, 0x3E, 3, 0xFFFE, 9, 6);
        Write32(file, 44, 1, 1);
        Write32(file, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0);
        file.AsSpan(80, 432).Fill(0xFF);
        file.AsSpan(512, 512).Fill(0xFF);
        Write32(file, 512, 0xFFFFFFFD, 0xFFFFFFFE);
        WriteEntry(file.AsSpan(1024), "Root Entry", type: 5);
        WriteEntry(file.AsSpan(1024 + 128), stream, type: 2);
        return file;
    }

    public static byte[] Rar() => [.. "Rar!\x1A\x07\x01\x00"u8, 0x33, 0x92, 0xB5, 0xE5, 0x0A, 0x01, 0x05, 0x06, 0x00];

    public static byte[] SevenZip() => [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. new byte[24]];

    /// <summary>Two silent frames of 128 kbit/s at 44.1 kHz.</summary>
    public static byte[] Mp3() => [.. Mp3Frame(), .. Mp3Frame()];

    public static byte[] Mp3WithTag() => [.. "ID3\x04\x00\x00"u8, 0, 0, 0, 20, .. new byte[20], .. new byte[7], .. Mp3()];

    public static byte[] Mp4() => IsoMedia("isom\0\0\0\0isommp42");

    public static byte[] M4a() => IsoMedia("M4A \0\0\0\0M4A mp42");

    public static byte[] Mov() => IsoMedia("qt  \0\0\0\0qt  ");

    public static byte[] Heic() => IsoMedia("heic\0\0\0\0mif1heic");

    public static byte[] Webm() => [0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8, 0x18, 0x53, 0x80, 0x67, 0x80];

    public static byte[] Text() => Encoding.UTF8.GetBytes("关于集中启动产业创新集群的通知\r\n第一条 本办法自发布之日起施行。\r\n");

    public static byte[] Gb18030Text() =>
        CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("编号,名称\r\n1,苏州工业园区\r\n");

    public static byte[] Html() => [.. "<!-- a long introduction -->\n<!DOCTYPE html><html><script>alert(1)</script></html>"u8];

    public static byte[] Svg() => [.. "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"u8];

    public static byte[] Exe() => [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, .. new byte[64]];

    /// <summary>A box of ISO/IEC 14496-12.</summary>
    public static byte[] Box(string name, ReadOnlySpan<byte> content)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, content.Length + 8);
        return [.. size, .. Encoding.ASCII.GetBytes(name), .. content];
    }

    private static byte[] IsoMedia(string brands) =>
        [.. Box("ftyp", Encoding.ASCII.GetBytes(brands)), .. Box("moov", new byte[16]), .. Box("mdat", new byte[32])];

    private static byte[] Mp3Frame() => [0xFF, 0xFB, 0x90, 0x00, .. new byte[413]];

    private static void WriteEntry(Span<byte> entry, string name, byte type)
    {
        Encoding.Unicode.GetBytes(name, entry);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)((name.Length + 1) * 2));
        entry[66] = type;
        entry[68..80].Fill(0xFF);
    }

    private static void Write16(byte[] file, int at, params ReadOnlySpan<ushort> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at + 2 * i), values[i]);
        }
    }

    private static void Write32(byte[] file, int at, params ReadOnlySpan<uint> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + 4 * i), values[i]);
        }
    }
}
