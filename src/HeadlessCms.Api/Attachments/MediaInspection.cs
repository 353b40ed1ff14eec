using System.Diagnostics.CodeAnalysis;

namespace HeadlessCms.Attachments;

/// <summary>Why a file is not taken.</summary>
internal enum MediaFault
{
    /// <summary>The extension is none of those accepted.</summary>
    Unlisted,

    /// <summary>Content, extension and declared type are not of one kind.</summary>
    Disagreement,

    /// <summary>Cut off, or broken inside.</summary>
    Damage,

    /// <summary>A page is appended to an image.</summary>
    HiddenMarkup,

    /// <summary>An image that nobody could decode in bounded memory, or one without any pixels.</summary>
    Dimensions,
}

/// <summary>What a file was found to be: an accepted type, or a fault and what each witness said.</summary>
internal sealed record MediaInspection
{
    /// <summary>Null when there is a fault.</summary>
    public MediaType? Accepted { get; init; }

    /// <summary>As shown, after turning; null unless it is an accepted image.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Null when it is accepted.</summary>
    public MediaFault? Fault { get; init; }

    /// <summary>What the bytes are, in words: "a PNG image".</summary>
    public required string Content { get; init; }

    /// <summary>In lower case with its dot; empty when the name has none.</summary>
    public required string Extension { get; init; }

    /// <summary>Null when nothing was declared, or only that it is bytes.</summary>
    public required string? Declared { get; init; }

    [MemberNotNullWhen(true, nameof(Accepted))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsAccepted => Accepted is not null;

    /// <summary>The refusal as a sentence for whoever uploaded it; empty when it is accepted.</summary>
    public string Detail => Fault switch
    {
        MediaFault.Unlisted => $"Files named {NamedAs} are not accepted. {Witnesses}",
        MediaFault.Disagreement => $"Content, name and declared type must agree. {Witnesses}",
        MediaFault.Damage => $"The file is cut off or damaged. {Witnesses}",
        MediaFault.HiddenMarkup => $"A page is hidden behind the end of the image. {Witnesses}",
        MediaFault.Dimensions =>
            $"An image has at most {ImageSize.MostPixels:N0} pixels and {ImageSize.LongestSide:N0} a side, and at least one. {Witnesses}",
        _ => "",
    };

    private string Witnesses => $"The content is {Content}, the name ends in {NamedAs}, declared is {Declared ?? "nothing"}.";

    private string NamedAs => Extension.Length > 0 ? Extension : "no extension";
}
