using HeadlessCms.Platform.Http;

namespace HeadlessCms.Attachments;

/// <summary>A file as it is stored: what is said of it, and what its bytes are.</summary>
internal sealed record AttachmentRow
{
    public required Guid Id { get; init; }

    public required string Sha256 { get; init; }

    public required string MediaType { get; init; }

    /// <summary>The first word of its type.</summary>
    public string Kind => MediaType.Split('/')[0];

    public required string FileName { get; init; }

    public required long Size { get; init; }

    public required long? Width { get; init; }

    public required long? Height { get; init; }

    public required string? Alt { get; init; }

    public required string? Caption { get; init; }

    public required string? Credit { get; init; }

    public required bool Decorative { get; init; }

    /// <summary>The category to which the key that uploaded it was limited; null without a limit.</summary>
    public Guid? CategoryId { get; init; }

    public required long Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its tag: all that is said of it stands in its own row.</summary>
    public string Tag => EntityTags.Of("attachment", Id.ToString(), $"{Revision}");

    /// <summary>As it is answered.</summary>
    public Attachment ToContract() => new()
    {
        Id = Id,
        FileName = FileName,
        MediaType = MediaType,
        Size = Size,
        Sha256 = Sha256,
        Width = Width,
        Height = Height,
        Alt = Alt,
        Caption = Caption,
        Credit = Credit,
        Decorative = Decorative,
        Url = $"/v1/attachments/{Id}/content",
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };

    /// <summary>What a patch is laid over.</summary>
    public AttachmentDraft ToDraft() => new()
    {
        FileName = FileName,
        Alt = Alt,
        Caption = Caption,
        Credit = Credit,
        Decorative = Decorative,
    };
}
