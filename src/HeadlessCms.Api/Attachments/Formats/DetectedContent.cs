namespace HeadlessCms.Attachments.Formats;

/// <summary>What the bytes are, and whether they are all there and in order.</summary>
internal sealed record DetectedContent(FileKind Kind)
{
    /// <summary>False when the file is cut off or its structure is broken.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Of an image, else null; null too when the image is broken.</summary>
    public ImageOutline? Image { get; init; }
}

/// <summary>The size of an image as stored, how it is to be turned, and where it ends in its file.</summary>
internal sealed record ImageOutline
{
    /// <summary>In pixels.</summary>
    public required long Width { get; init; }

    /// <summary>In pixels.</summary>
    public required long Height { get; init; }

    /// <summary>EXIF's number: 5 to 8 are shown with width and height swapped.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>The offset after its last byte.</summary>
    public required long End { get; init; }
}
