namespace HeadlessCms.Articles;

/// <summary>The same article in another language.</summary>
public sealed record Translation
{
    /// <summary>BCP 47 tag.</summary>
    /// <example>en</example>
    public required string Locale { get; init; }

    /// <summary>The other article's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The other article's slug.</summary>
    public required string Slug { get; init; }
}

/// <summary>Who published it first.</summary>
public sealed record ArticleSource
{
    /// <summary>来源, as a page names it.</summary>
    /// <example>苏州日报</example>
    public required string Name { get; init; }

    /// <summary>Where it was published, or null.</summary>
    public required string? Url { get; init; }
}

/// <summary>An article's picture.</summary>
public sealed record Cover
{
    /// <summary>The attachment's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its bytes.</summary>
    public required string Url { get; init; }

    /// <summary>What it shows, for who cannot see it.</summary>
    public required string? Alt { get; init; }

    /// <summary>图说, or null.</summary>
    public required string? Caption { get; init; }

    /// <summary>Who took it, or null.</summary>
    /// <example>王亭川 摄</example>
    public required string? Credit { get; init; }

    /// <summary>Pixels.</summary>
    public required long? Width { get; init; }

    /// <summary>Pixels.</summary>
    public required long? Height { get; init; }

    /// <summary>Smaller sizes of it.</summary>
    public required IReadOnlyList<SourceSetEntry> Srcset { get; init; }
}

/// <summary>One size of a picture.</summary>
public sealed record SourceSetEntry
{
    /// <summary>Pixels.</summary>
    public required long Width { get; init; }

    /// <summary>Its bytes.</summary>
    public required string Url { get; init; }
}

/// <summary>A file that belongs to an article.</summary>
public sealed record ArticleAttachment
{
    /// <summary>The attachment's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is to the article.</summary>
    /// <example>related</example>
    public required string Role { get; init; }

    /// <summary>What it is called when saved.</summary>
    public required string FileName { get; init; }

    /// <summary>IANA media type, found from its content.</summary>
    /// <example>application/pdf</example>
    public required string MediaType { get; init; }

    /// <summary>Bytes.</summary>
    /// <example>48211</example>
    public required long Size { get; init; }

    /// <summary>SHA-256 of its bytes, in lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its bytes.</summary>
    public required string Url { get; init; }

    /// <summary>What it shows, for who cannot see it.</summary>
    public required string? Alt { get; init; }

    /// <summary>图说, or null.</summary>
    public required string? Caption { get; init; }

    /// <summary>Who made it, or null.</summary>
    public required string? Credit { get; init; }
}

/// <summary>The header of an official document (公文).</summary>
public sealed record DocumentHeader
{
    /// <summary>索引号.</summary>
    /// <example>014149421/2024-00012</example>
    public string? IndexNumber { get; init; }

    /// <summary>主题分类.</summary>
    public string? Topic { get; init; }

    /// <summary>发文机关.</summary>
    public string? Issuer { get; init; }

    /// <summary>发文字号.</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>成文日期.</summary>
    public DateOnly? WrittenOn { get; init; }

    /// <summary>有效性.</summary>
    public string? Status { get; init; }
}

/// <summary>What was put right, and when.</summary>
public sealed record Correction
{
    /// <summary>When it was published.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was wrong.</summary>
    public required string Text { get; init; }
}

/// <summary>Who may do what with an article.</summary>
public sealed record ArticleRights
{
    /// <summary>Whose it is, or null.</summary>
    public string? CopyrightHolder { get; init; }

    /// <summary>What others may do with it, or null.</summary>
    public string? UsageTerms { get; init; }

    /// <summary>Before when nobody may use it, or null.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>Whether a machine wrote it.</summary>
    public bool AiGenerated { get; init; }
}

/// <summary>What else this server says of an article; paths on this server.</summary>
public sealed record ArticleLinks
{
    /// <summary>The article itself.</summary>
    public required string Self { get; init; }

    /// <summary>The code that opens its page on a phone.</summary>
    public required string Qr { get; init; }

    /// <summary>Where its views are counted and read.</summary>
    public required string Views { get; init; }

    /// <summary>What its page's head needs.</summary>
    public required string Head { get; init; }
}
