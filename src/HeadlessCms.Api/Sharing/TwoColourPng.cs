using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HeadlessCms.Sharing;

/// <summary>
/// Writes a square PNG of one bit a pixel. QRCoder's own writer makes only whole multiples of the symbol, never an
/// exact size; Skia's, drawing with 24 bits a pixel, took 30 times as long at 2048 pixels for four times the bytes.
/// </summary>
internal static class TwoColourPng
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>As many rows as each has pixels, true where one is dark; colours are RRGGBB.</summary>
    public static byte[] Write(bool[][] rows, string dark, string light)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR", Header(rows.Length));
        WriteChunk(png, "PLTE", [.. Convert.FromHexString(light), .. Convert.FromHexString(dark)]);
        WriteChunk(png, "IDAT", Compressed(rows));
        WriteChunk(png, "IEND", []);
        return png.ToArray();
    }

    private static byte[] Header(int size)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size);
        header[8] = 1; // bits a pixel
        header[9] = 3; // colours from the palette
        return header;
    }

    private static byte[] Compressed(bool[][] rows)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal))
        {
            byte[] packed = [];
            for (var y = 0; y < rows.Length; y++)
            {
                packed = y > 0 && rows[y] == rows[y - 1] ? packed : Packed(rows[y]);
                zlib.Write(packed);
            }
        }
        return buffer.ToArray();
    }

    /// <summary>A filter byte (0: none) and the pixels, the leftmost in the highest bit.</summary>
    private static byte[] Packed(bool[] row)
    {
        var packed = new byte[1 + ((row.Length + 7) / 8)];
        for (var x = 0; x < row.Length; x++)
        {
            packed[1 + (x / 8)] |= (byte)(row[x] ? 0x80 >> (x % 8) : 0);
        }
        return packed;
    }

    /// <summary>Length, type, data, and the CRC of the last two (PNG 3, section 5.3).</summary>
    private static void WriteChunk(MemoryStream png, string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(named));
        png.Write(number);
    }

    /// <summary>The runtime has CRC-32C only. Without a table: the data is a few kilobytes.</summary>
    private static uint Crc32(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
            }
        }
        return ~crc;
    }
}
