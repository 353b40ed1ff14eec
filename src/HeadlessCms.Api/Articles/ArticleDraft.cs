using System.Text.Json.Nodes;

namespace HeadlessCms.Articles;

/// <summary>
/// What an editor decides about an article. What is linked is named by id. This is also how each version is stored, so
/// that a new property needs no migration.
/// </summary>
public sealed record ArticleDraft
{
    /// <summary>Left out: made from the title, ASCII, unique.</summary>
    /// <example>innovation-centres-launched</example>
    public string? Slug { get; init; }

    /// <summary>Left out: the site's.</summary>
    /// <example>zh-CN</example>
    public string? Locale { get; init; }

    /// <summary>The id of the article this is a translation of, or null.</summary>
    public Guid? TranslationOf { get; init; }

    /// <inheritdoc cref="Article.Title"/>
    public string? Title { get; init; }

    /// <inheritdoc cref="Article.Subtitle"/>
    public string? Subtitle { get; init; }

    /// <inheritdoc cref="Article.Kicker"/>
    public string? Kicker { get; init; }

    /// <inheritdoc cref="Article.Summary"/>
    public string? Summary { get; init; }

    /// <summary>The text, as HTML or Markdown; what is not safe is taken out.</summary>
    /// <example>&lt;p&gt;昨天，苏州召开推进大会。&lt;/p&gt;</example>
    public string? Body { get; init; }

    /// <summary><c>html</c> (default) or <c>markdown</c>.</summary>
    public string? BodyFormat { get; init; }

    /// <inheritdoc cref="Article.LinkUrl"/>
    public string? LinkUrl { get; init; }

    /// <summary>Id or slug of the category it lies in.</summary>
    /// <example>suzhou-news</example>
    public string? CategoryId { get; init; }

    /// <summary>Ids or slugs of other categories that show it too.</summary>
    public IReadOnlyList<string>? AlsoInIds { get; init; }

    /// <inheritdoc cref="Article.Source"/>
    public SourceDraft? Source { get; init; }

    /// <inheritdoc cref="Article.Author"/>
    public string? Author { get; init; }

    /// <inheritdoc cref="Article.Editor"/>
    public string? Editor { get; init; }

    /// <inheritdoc cref="Article.Tags"/>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <inheritdoc cref="Article.Featured"/>
    public bool? Featured { get; init; }

    /// <inheritdoc cref="Article.PinnedUntil"/>
    public DateTimeOffset? PinnedUntil { get; init; }

    /// <summary>Id of the attachment that is its picture, or null.</summary>
    public Guid? CoverId { get; init; }

    /// <summary>Its files, in the order to show them.</summary>
    public IReadOnlyList<AttachmentUse>? Attachments { get; init; }

    /// <inheritdoc cref="Article.Document"/>
    public DocumentHeader? Document { get; init; }

    /// <inheritdoc cref="Article.Rights"/>
    public ArticleRights? Rights { get; init; }

    /// <summary>A JSON object of up to 16 KiB, public: the front end's own.</summary>
    public JsonObject? Extra { get; init; }

    /// <summary>Addresses it had elsewhere before, on another site or in another system; http and https are one.</summary>
    /// <example>["http://www.example.gov.cn/art/2019/3/1/art_1_123.html"]</example>
    public IReadOnlyList<string>? FormerUrls { get; init; }

    /// <summary>The dateline of older content; left out: the moment it is first published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Why this was changed; kept with the version, not public.</summary>
    public string? ChangeNote { get; init; }
}

/// <summary>Who published it first.</summary>
public sealed record SourceDraft
{
    /// <inheritdoc cref="ArticleSource.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="ArticleSource.Url"/>
    public string? Url { get; init; }
}

/// <summary>A file and what it is to the article.</summary>
public sealed record AttachmentUse
{
    internal const string StandardRole = "related";

    /// <summary>The attachment's id.</summary>
    public Guid? Id { get; init; }

    /// <summary>A word such as <c>related</c> (default).</summary>
    /// <example>related</example>
    public string? Role { get; init; }
}
