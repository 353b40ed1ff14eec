using HeadlessCms.Articles;

namespace HeadlessCms.Syndication;

/// <summary>A feed, whatever it is written in; addresses are absolute, times the site's.</summary>
internal sealed record Feed
{
    /// <summary>A <c>tag:</c> address (RFC 4151) that never changes.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>What its entries are by that name no author.</summary>
    public required string Publisher { get; init; }

    /// <summary>The page for people.</summary>
    public required string HomeUrl { get; init; }

    public required string? LogoUrl { get; init; }

    /// <summary>Where it is found itself, and the pages around it: RFC 4287 section 4.2.7 and RFC 5005.</summary>
    public required IReadOnlyList<FeedLink> Links { get; init; }

    /// <summary>Whether it is a page that stays as it is.</summary>
    public required bool IsArchive { get; init; }

    /// <summary>Whether entries carry their texts.</summary>
    public required bool IsFull { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required IReadOnlyList<FeedEntry> Entries { get; init; }

    /// <summary>The address of a link; null without one.</summary>
    public string? LinkTo(string relation) => Links.FirstOrDefault(link => link.Relation == relation)?.Url;
}

/// <summary>Where a page around the feed is found.</summary>
internal sealed record FeedLink(string Relation, string Url)
{
    /// <summary>The relation of what tells readers when the feed changes; it is no feed itself.</summary>
    public const string Hub = "hub";

    /// <summary>What is found there, where it is a feed of this type.</summary>
    public string? TypeOf(string feed) => Relation == Hub ? null : feed;
}

/// <summary>An article as feeds show it.</summary>
internal sealed record FeedEntry
{
    /// <inheritdoc cref="Feed.Id"/>
    public required string Id { get; init; }

    public required Article Article { get; init; }

    /// <summary>What the editor wrote, else the beginning of the text; null when there is none.</summary>
    public required string? Summary { get; init; }

    /// <summary>HTML whose addresses are absolute.</summary>
    public required string Content { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its picture first, then its files.</summary>
    public required IReadOnlyList<FeedMedia> Media { get; init; }

    /// <summary>What a reader plays or shows of it, where only one may be named: a recording, else its picture, else its first file.</summary>
    public FeedMedia? Enclosure =>
        Media.FirstOrDefault(media => media.Medium is "audio" or "video") ?? (Media.Count > 0 ? Media[0] : null);
}

/// <summary>A file of an entry.</summary>
internal sealed record FeedMedia
{
    public const string Cover = "cover";

    public required string Url { get; init; }

    public required string Type { get; init; }

    public required long Size { get; init; }

    public required long? Width { get; init; }

    public required long? Height { get; init; }

    public required string FileName { get; init; }

    /// <summary>What is said below it.</summary>
    public required string? Caption { get; init; }

    public required string? Alt { get; init; }

    public required string? Credit { get; init; }

    /// <summary>What it is to the article; of its picture <see cref="Cover"/>.</summary>
    public required string Role { get; init; }

    public bool IsCover => Role == Cover;

    /// <summary>The word of Media RSS.</summary>
    public string Medium => Type.Split('/')[0] is "image" or "audio" or "video" ? Type.Split('/')[0] : "document";
}
