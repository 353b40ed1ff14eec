namespace HeadlessCms.Attachments.Formats;

/// <summary>What a file is by its bytes alone. Kinds that are never accepted are told apart where that helps whoever is refused.</summary>
internal enum FileKind
{
    Unknown, Empty, Text, Markup, Executable,
    Jpeg, Png, Gif, Webp, Avif, Heic,
    Pdf, Ofd,
    Document, Sheet, Slides, MacroOffice,
    OldDocument, OldSheet, OldSlides, EncryptedOffice,
    Zip, Rar, SevenZip,
    Mp3, M4a, Mp4, QuickTime, Webm, Matroska,
}

/// <summary>How a kind is called in a refusal.</summary>
internal static class FileKindNames
{
    public static string Name(this FileKind kind) => kind switch
    {
        FileKind.Empty => "an empty file",
        FileKind.Text => "plain text",
        FileKind.Markup => "HTML, SVG or XML",
        FileKind.Executable => "a program",
        FileKind.Jpeg => "a JPEG image",
        FileKind.Png => "a PNG image",
        FileKind.Gif => "a GIF image",
        FileKind.Webp => "a WebP image",
        FileKind.Avif => "an AVIF image",
        FileKind.Heic => "a HEIC image",
        FileKind.Pdf => "a PDF document",
        FileKind.Ofd => "an OFD document",
        FileKind.Document => "a Word document (docx)",
        FileKind.Sheet => "an Excel workbook (xlsx)",
        FileKind.Slides => "a PowerPoint presentation (pptx)",
        FileKind.MacroOffice => "an Office document with macros",
        FileKind.OldDocument => "a Word or WPS document (doc, wps)",
        FileKind.OldSheet => "an Excel or WPS workbook (xls, et)",
        FileKind.OldSlides => "a PowerPoint or WPS presentation (ppt, dps)",
        FileKind.EncryptedOffice => "an Office document with a password",
        FileKind.Zip => "a ZIP archive",
        FileKind.Rar => "a RAR archive",
        FileKind.SevenZip => "a 7z archive",
        FileKind.Mp3 => "MP3 audio",
        FileKind.M4a => "MPEG-4 audio",
        FileKind.Mp4 => "an MPEG-4 video",
        FileKind.QuickTime => "a QuickTime video",
        FileKind.Webm => "a WebM video",
        FileKind.Matroska => "a Matroska video",
        _ => "of a kind not known here",
    };
}
