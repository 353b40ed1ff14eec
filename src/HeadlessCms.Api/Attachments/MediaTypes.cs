using HeadlessCms.Attachments.Formats;

namespace HeadlessCms.Attachments;

/// <summary>
/// The types that are accepted, and nothing else. The content decides; the name's extension and the declared type must agree
/// with it, so that nobody is served something else than the name promises.
/// </summary>
internal static class MediaTypes
{
    /// <summary>What browsers say when they do not know.</summary>
    private const string NotSaid = "application/octet-stream";

    private const string Office = "application/vnd.openxmlformats-officedocument.";

    private static readonly MediaType[] _accepted =
    [
        new("image/jpeg", [".jpg", ".jpeg"], FileKind.Jpeg) { Inline = true, Aliases = ["image/jpg", "image/pjpeg"] },
        new("image/png", [".png"], FileKind.Png) { Inline = true, Aliases = ["image/x-png", "image/apng"] },
        new("image/webp", [".webp"], FileKind.Webp) { Inline = true },
        new("image/gif", [".gif"], FileKind.Gif) { Inline = true },
        new("image/avif", [".avif"], FileKind.Avif) { Inline = true, Aliases = ["image/avif-sequence"] },
        new("application/pdf", [".pdf"], FileKind.Pdf)
        {
            Inline = true,
            Aliases = ["application/x-pdf", "application/wps-office.pdf"],
        },
        new("application/ofd", [".ofd"], FileKind.Ofd)
        {
            Aliases = ["application/x-ofd", "application/vnd.ofd", "application/zip"],
        },
        new("application/msword", [".doc"], FileKind.OldDocument) { Aliases = ["application/wps-office.doc"] },
        new("application/vnd.ms-excel", [".xls"], FileKind.OldSheet)
        {
            Aliases = ["application/wps-office.xls", "application/x-msexcel"],
        },
        new("application/vnd.ms-powerpoint", [".ppt"], FileKind.OldSlides) { Aliases = ["application/wps-office.ppt"] },
        new("application/wps-office.wps", [".wps"], FileKind.OldDocument)
        {
            Aliases = ["application/kswps", "application/vnd.ms-works", "application/msword"],
        },
        new("application/wps-office.et", [".et"], FileKind.OldSheet)
        {
            Aliases = ["application/kset", "application/vnd.ms-excel"],
        },
        new("application/wps-office.dps", [".dps"], FileKind.OldSlides)
        {
            Aliases = ["application/ksdps", "application/vnd.ms-powerpoint"],
        },
        new(Office + "wordprocessingml.document", [".docx"], FileKind.Document)
        {
            Aliases = ["application/wps-office.docx", "application/zip"],
        },
        new(Office + "spreadsheetml.sheet", [".xlsx"], FileKind.Sheet)
        {
            Aliases = ["application/wps-office.xlsx", "application/zip"],
        },
        new(Office + "presentationml.presentation", [".pptx"], FileKind.Slides)
        {
            Aliases = ["application/wps-office.pptx", "application/zip"],
        },
        new("text/plain", [".txt"], FileKind.Text),
        new("text/csv", [".csv"], FileKind.Text)
        {
            Aliases = ["text/plain", "application/csv", "text/x-csv", "application/vnd.ms-excel"],
        },
        new("application/zip", [".zip"], FileKind.Zip)
        {
            Aliases = ["application/x-zip-compressed", "application/x-zip"],
        },
        new("application/vnd.rar", [".rar"], FileKind.Rar)
        {
            Aliases = ["application/x-rar-compressed", "application/x-rar", "application/x-compressed"],
        },
        new("application/x-7z-compressed", [".7z"], FileKind.SevenZip) { Aliases = ["application/x-compressed"] },
        new("audio/mpeg", [".mp3"], FileKind.Mp3)
        {
            Inline = true,
            Aliases = ["audio/mp3", "audio/x-mp3", "audio/x-mpeg"],
        },
        new("audio/mp4", [".m4a"], FileKind.M4a, FileKind.Mp4)
        {
            Inline = true,
            Aliases = ["audio/x-m4a", "audio/m4a", "video/mp4"],
        },
        new("video/mp4", [".mp4"], FileKind.Mp4) { Inline = true, Aliases = ["audio/mp4", "application/mp4"] },
        new("video/webm", [".webm"], FileKind.Webm) { Inline = true, Aliases = ["audio/webm"] },
    ];

    private static readonly Dictionary<string, MediaType> _byExtension = _accepted
        .SelectMany(type => type.Extensions, (type, extension) => (type, extension))
        .ToDictionary(pair => pair.extension, pair => pair.type, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every accepted type, in the order of the documentation.</summary>
    public static IReadOnlyList<MediaType> Accepted => _accepted;

    /// <summary>Reads the stream, which must be seekable, as far as its format needs; it is left anywhere.</summary>
    public static MediaInspection Inspect(Stream content, string fileName, string? declaredType)
    {
        var found = FileContent.Detect(content);
        var said = new MediaInspection
        {
            Content = found.Kind.Name(),
            Extension = Path.GetExtension(fileName).ToLowerInvariant(),
            Declared = EssenceOf(declaredType),
        };
        var type = _byExtension.GetValueOrDefault(said.Extension);
        var fault = FaultOf(type, found, said.Declared) ?? (found.Image is null ? null : FaultOf(found.Image, content));
        return fault is null
            ? said with { Accepted = type, Size = found.Image is null ? null : ImageSize.Of(found.Image) }
            : said with { Fault = fault };
    }

    /// <summary>Damage is told before disagreement: a document that is cut off may look like a mere archive.</summary>
    private static MediaFault? FaultOf(MediaType? type, DetectedContent found, string? declared)
    {
        if (type is null)
        {
            return MediaFault.Unlisted;
        }

        if (!found.IsWhole)
        {
            return MediaFault.Damage;
        }

        var agrees = type.Kinds.Contains(found.Kind) && (declared is null || type.IsDeclaredAs(declared));
        return agrees ? null : MediaFault.Disagreement;
    }

    private static MediaFault? FaultOf(ImageOutline image, Stream content)
    {
        if (!ImageSize.IsBearable(image))
        {
            return MediaFault.Dimensions;
        }

        return Markup.Follows(new ByteCursor(content), image.End) ? MediaFault.HiddenMarkup : null;
    }

    /// <summary>Without parameters, in lower case; null when nothing is said.</summary>
    private static string? EssenceOf(string? declaredType)
    {
        var essence = declaredType?.Split(';')[0].Trim().ToLowerInvariant();
        return essence is null or "" or NotSaid ? null : essence;
    }
}
