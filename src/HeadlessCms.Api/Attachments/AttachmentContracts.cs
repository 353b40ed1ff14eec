using System.Text.Json.Serialization;

namespace HeadlessCms.Attachments;

/// <summary>A file and what is said of it. Its bytes never change.</summary>
public sealed record Attachment
{
    /// <summary>UUIDv7, so ids sort by upload.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is called when saved.</summary>
    /// <example>公告.pdf</example>
    public required string FileName { get; init; }

    /// <summary>IANA media type, found from its content.</summary>
    /// <example>application/pdf</example>
    public required string MediaType { get; init; }

    /// <summary>Bytes.</summary>
    /// <example>48211</example>
    public required long Size { get; init; }

    /// <summary>SHA-256 of its bytes, in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Pixels, as it is shown; null unless it is an image.</summary>
    public required long? Width { get; init; }

    /// <summary>Pixels, as it is shown; null unless it is an image.</summary>
    public required long? Height { get; init; }

    /// <summary>What an image shows, for who cannot see it, or null.</summary>
    public required string? Alt { get; init; }

    /// <summary>图说, or null.</summary>
    public required string? Caption { get; init; }

    /// <summary>Who made it, or null.</summary>
    /// <example>王亭川 摄</example>
    public required string? Credit { get; init; }

    /// <summary>Whether an image says nothing and so needs no <c>alt</c>.</summary>
    public required bool Decorative { get; init; }

    /// <summary>Its bytes.</summary>
    public required string Url { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When what is said of it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What is said of a file.</summary>
public sealed record AttachmentDraft
{
    /// <inheritdoc cref="Attachment.FileName"/>
    public string? FileName { get; init; }

    /// <inheritdoc cref="Attachment.Alt"/>
    public string? Alt { get; init; }

    /// <inheritdoc cref="Attachment.Caption"/>
    public string? Caption { get; init; }

    /// <inheritdoc cref="Attachment.Credit"/>
    public string? Credit { get; init; }

    /// <inheritdoc cref="Attachment.Decorative"/>
    public bool? Decorative { get; init; }
}

/// <summary>The parts of an upload, as <c>multipart/form-data</c>.</summary>
public sealed record AttachmentUpload
{
    /// <summary>The file, with its name.</summary>
    public required IFormFile File { get; init; }

    /// <inheritdoc cref="Attachment.Alt"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Alt { get; init; }

    /// <inheritdoc cref="Attachment.Caption"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Caption { get; init; }

    /// <inheritdoc cref="Attachment.Credit"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Credit { get; init; }

    /// <summary><c>true</c> or <c>false</c> (default).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Decorative { get; init; }
}

/// <summary>An article's version that uses a file.</summary>
public sealed record AttachmentUsage
{
    /// <summary>The article.</summary>
    public required Guid ArticleId { get; init; }

    /// <summary>Which saved state of it.</summary>
    public required long Version { get; init; }

    /// <summary>As what: <c>cover</c>, <c>body</c>, or the role the editor gave.</summary>
    /// <example>cover</example>
    public required string Role { get; init; }
}
