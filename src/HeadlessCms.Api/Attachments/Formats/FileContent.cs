namespace HeadlessCms.Attachments.Formats;

/// <summary>Decides what a file is by its bytes: a signature first, then whoever knows the format.</summary>
internal static class FileContent
{
    private const int PdfTrailerLength = 4096;

    public static DetectedContent Detect(Stream content)
    {
        var cursor = new ByteCursor(content);
        cursor.TrySeek(0);
        Span<byte> buffer = stackalloc byte[Markup.HeadLength];
        ReadOnlySpan<byte> head = buffer[..cursor.ReadSome(buffer)];
        return head.IsEmpty
            ? new DetectedContent(FileKind.Empty)
            : DetectImage(head, cursor) ?? DetectDocument(head, cursor) ?? DetectSound(head, cursor) ?? DetectText(head, cursor);
    }

    private static DetectedContent? DetectImage(ReadOnlySpan<byte> head, ByteCursor cursor)
    {
        if (head.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return Image(FileKind.Jpeg, JpegImage.Read(cursor));
        }

        if (head.StartsWith<byte>([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']))
        {
            return Image(FileKind.Png, PngImage.Read(cursor));
        }

        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
        {
            return Image(FileKind.Gif, GifImage.Read(cursor));
        }

        return IsRiff(head, "WEBP"u8) ? Image(FileKind.Webp, WebpImage.Read(cursor)) : null;
    }

    private static DetectedContent? DetectDocument(ReadOnlySpan<byte> head, ByteCursor cursor)
    {
        if (head.StartsWith("%PDF-"u8))
        {
            return new DetectedContent(FileKind.Pdf) { IsWhole = HasPdfEnd(cursor) };
        }

        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
        {
            return ZipDirectory.Detect(cursor);
        }

        if (head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            return CompoundFile.Detect(cursor);
        }

        return KindOfArchive(head) is { } kind ? new DetectedContent(kind) : null;
    }

    private static FileKind? KindOfArchive(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("Rar!\x1A\x07\x00"u8) || head.StartsWith("Rar!\x1A\x07\x01\x00"u8))
        {
            return FileKind.Rar;
        }

        if (head.StartsWith<byte>([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]))
        {
            return FileKind.SevenZip;
        }

        // A text may begin with MZ too, but holds no zero.
        return (head.StartsWith("MZ"u8) && head.Contains((byte)0)) || head.StartsWith<byte>([0x7F, (byte)'E', (byte)'L', (byte)'F'])
            ? FileKind.Executable
            : null;
    }

    private static DetectedContent? DetectSound(ReadOnlySpan<byte> head, ByteCursor cursor)
    {
        if (head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8))
        {
            return IsoMedia.Detect(cursor);
        }

        if (head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]))
        {
            return new DetectedContent(KindOfMatroska(head));
        }

        return AudioFrames.AreIn(cursor) ? new DetectedContent(FileKind.Mp3) : null;
    }

    private static DetectedContent DetectText(ReadOnlySpan<byte> head, ByteCursor cursor)
    {
        if (Markup.IsIn(head))
        {
            return new DetectedContent(FileKind.Markup);
        }

        return new DetectedContent(TextContent.IsText(cursor) ? FileKind.Text : FileKind.Unknown);
    }

    private static DetectedContent Image(FileKind kind, ImageOutline? outline) =>
        new(kind) { Image = outline, IsWhole = outline is not null };

    /// <summary>The document type (element 0x4282, RFC 8794 11.2.4) stands in the header, near the start.</summary>
    private static FileKind KindOfMatroska(ReadOnlySpan<byte> head) =>
        head[..Math.Min(head.Length, 128)].IndexOf<byte>([0x42, 0x82, 0x84, .. "webm"u8]) >= 0 ? FileKind.Webm : FileKind.Matroska;

    private static bool HasPdfEnd(ByteCursor cursor)
    {
        Span<byte> tail = stackalloc byte[PdfTrailerLength];
        cursor.TrySeek(Math.Max(0, cursor.Length - PdfTrailerLength));
        return tail[..cursor.ReadSome(tail)].IndexOf("%%EOF"u8) >= 0;
    }

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(form);
}
