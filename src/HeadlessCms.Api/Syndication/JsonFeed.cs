using System.Text.Json.Serialization;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Syndication;

/// <summary>A feed in the format JSON Feed 1.1 (jsonfeed.org); what has no value is left out, as that format has it.</summary>
[AnsweredAs("application/feed+json")]
public sealed record JsonFeed
{
    /// <summary>Which version of the format it is.</summary>
    /// <example>https://jsonfeed.org/version/1.1</example>
    public string Version => "https://jsonfeed.org/version/1.1";

    /// <summary>What the feed is called.</summary>
    public required string Title { get; init; }

    /// <summary>The page for people that shows the same.</summary>
    [JsonPropertyName("home_page_url")]
    public required string HomePageUrl { get; init; }

    /// <summary>Where the feed itself is found.</summary>
    [JsonPropertyName("feed_url")]
    public required string FeedUrl { get; init; }

    /// <summary>What the feed is about.</summary>
    public required string Description { get; init; }

    /// <summary>The page with the entries before these; left out on the last.</summary>
    [JsonPropertyName("next_url")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextUrl { get; init; }

    /// <summary>What tells readers when the feed changes (W3C WebSub); left out where nothing does, as on later pages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JsonFeedHub>? Hubs { get; init; }

    /// <summary>The site's logo; left out without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Icon { get; init; }

    /// <summary>Who publishes it.</summary>
    public required IReadOnlyList<JsonFeedAuthor> Authors { get; init; }

    /// <summary>BCP 47.</summary>
    /// <example>zh-CN</example>
    public required string Language { get; init; }

    /// <summary>The articles, newest first.</summary>
    public required IReadOnlyList<JsonFeedItem> Items { get; init; }

    /// <summary>The feed in this format.</summary>
    internal static JsonFeed Of(Feed feed) => new()
    {
        Title = feed.Title,
        HomePageUrl = feed.HomeUrl,
        FeedUrl = feed.LinkTo("self")!,
        Description = feed.Description,
        NextUrl = feed.LinkTo(feed.IsArchive ? "prev-archive" : "next"),
        Hubs = feed.LinkTo(FeedLink.Hub) is { } hub ? [new JsonFeedHub { Url = hub }] : null,
        Icon = feed.LogoUrl,
        Authors = [new JsonFeedAuthor { Name = feed.Publisher }],
        Language = feed.Language,
        Items = [.. feed.Entries.Select(entry => JsonFeedItem.Of(feed, entry))],
    };
}

/// <summary>An article in a JSON Feed.</summary>
public sealed record JsonFeedItem
{
    /// <summary>The same for ever, whatever is edited.</summary>
    /// <example>tag:www.example.gov.cn,2021-04-19:0178eb99-0790-73cd-8947-209d1a38f122</example>
    public required string Id { get; init; }

    /// <summary>The article's page.</summary>
    public required string Url { get; init; }

    /// <summary>Where the article leads instead of to a text of its own; left out when it has one.</summary>
    [JsonPropertyName("external_url")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalUrl { get; init; }

    /// <summary>The headline.</summary>
    public required string Title { get; init; }

    /// <summary>The text with <c>full=true</c>; its addresses are absolute.</summary>
    [JsonPropertyName("content_html")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentHtml { get; init; }

    /// <summary>The summary, unless the text itself is there.</summary>
    [JsonPropertyName("content_text")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentText { get; init; }

    /// <summary>What a list shows below the headline; left out when nothing is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Summary { get; init; }

    /// <summary>The article's picture; left out without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Image { get; init; }

    /// <summary>The dateline.</summary>
    [JsonPropertyName("date_published")]
    public required DateTimeOffset DatePublished { get; init; }

    /// <summary>When this state of it came about.</summary>
    [JsonPropertyName("date_modified")]
    public required DateTimeOffset DateModified { get; init; }

    /// <summary>Who wrote it; left out when that is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JsonFeedAuthor>? Authors { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Its picture and its files.</summary>
    public required IReadOnlyList<JsonFeedAttachment> Attachments { get; init; }

    /// <summary>What JSON Feed has no name for.</summary>
    [JsonPropertyName("_news")]
    public required JsonFeedNews News { get; init; }

    internal static JsonFeedItem Of(Feed feed, FeedEntry entry) => new()
    {
        Id = entry.Id,
        Url = entry.Article.Url,
        ExternalUrl = entry.Article.LinkUrl,
        Title = entry.Article.Title,
        ContentHtml = feed.IsFull ? entry.Content : null,
        ContentText = feed.IsFull ? null : entry.Summary ?? "",
        Summary = entry.Summary,
        Image = entry.Media.FirstOrDefault(media => media.IsCover)?.Url,
        DatePublished = entry.PublishedAt,
        DateModified = entry.UpdatedAt,
        Authors = entry.Article.Author is { } author ? [new JsonFeedAuthor { Name = author }] : null,
        Tags = entry.Article.Tags,
        Language = entry.Article.Locale,
        Attachments = [.. entry.Media.Select(JsonFeedAttachment.Of)],
        News = new JsonFeedNews { Category = entry.Article.Category.Name, Source = entry.Article.Source?.Name },
    };
}

/// <summary>Who wrote or publishes something.</summary>
public sealed record JsonFeedAuthor
{
    /// <summary>Their name.</summary>
    public required string Name { get; init; }
}

/// <summary>A file of an article in a JSON Feed.</summary>
public sealed record JsonFeedAttachment
{
    /// <summary>Its bytes.</summary>
    public required string Url { get; init; }

    /// <summary>IANA media type, found from its content.</summary>
    /// <example>application/pdf</example>
    [JsonPropertyName("mime_type")]
    public required string MimeType { get; init; }

    /// <summary>What is said below it, else what it is called when saved.</summary>
    public required string Title { get; init; }

    /// <summary>Bytes.</summary>
    [JsonPropertyName("size_in_bytes")]
    public required long SizeInBytes { get; init; }

    internal static JsonFeedAttachment Of(FeedMedia media) => new()
    {
        Url = media.Url,
        MimeType = media.Type,
        Title = media.Caption ?? media.FileName,
        SizeInBytes = media.Size,
    };
}

/// <summary>What the press knows of an article beyond what JSON Feed names.</summary>
public sealed record JsonFeedNews
{
    /// <summary>The name of the category it lies in.</summary>
    public required string Category { get; init; }

    /// <summary>Who published it first, or null.</summary>
    public required string? Source { get; init; }
}

/// <summary>What tells readers when a feed changes.</summary>
public sealed record JsonFeedHub
{
    /// <summary>How it is talked to.</summary>
    /// <example>WebSub</example>
    public string Type => "WebSub";

    /// <summary>Where it is.</summary>
    public required string Url { get; init; }
}
