using System.Buffers.Binary;

namespace HeadlessCms.Attachments.Formats;

/// <summary>Reads a seekable stream forwards. Past the end it answers false: a file that is cut off is expected here.</summary>
internal sealed class ByteCursor(Stream source)
{
    public long Position => source.Position;

    public long Length => source.Length;

    /// <summary>All of the span, or false.</summary>
    public bool TryRead(Span<byte> into) =>
        source.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;

    public bool TryReadByte(out int value) => (value = source.ReadByte()) >= 0;

    public bool TryReadBigEndian(out ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        var read = TryRead(bytes);
        value = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return read;
    }

    /// <summary>As much as is there, at most the span.</summary>
    public int ReadSome(Span<byte> into) => source.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);

    public bool TrySkip(long count) => count >= 0 && TrySeek(Position + count);

    public bool TrySeek(long position)
    {
        if (position < 0 || position > Length)
        {
            return false;
        }

        source.Position = position;
        return true;
    }
}
