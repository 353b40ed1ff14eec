using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Articles;

/// <summary>An article as a page shows it, with its breadcrumb, its files and where everything about it is found.</summary>
public sealed record Article
{
    /// <summary>UUIDv7, so ids sort by creation.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique over the site; the last part of its address.</summary>
    /// <example>innovation-centres-launched</example>
    public required string Slug { get; init; }

    /// <summary>BCP 47 tag of its language.</summary>
    /// <example>zh-CN</example>
    public required string Locale { get; init; }

    /// <summary>The same article in other languages.</summary>
    public required IReadOnlyList<Translation> Translations { get; init; }

    /// <summary>What the public sees: <c>draft</c> and <c>scheduled</c> were never public.</summary>
    [AllowedValues("draft", "scheduled", "published", "withdrawn", "trashed")]
    public required string State { get; init; }

    /// <summary>Counts every saved state of the article, from 1.</summary>
    /// <example>3</example>
    public required long Version { get; init; }

    /// <summary>The headline.</summary>
    /// <example>“一区两中心”建设全面启动</example>
    public required string Title { get; init; }

    /// <summary>副题: the line below the headline, or null.</summary>
    public required string? Subtitle { get; init; }

    /// <summary>引题: the line above the headline, or null.</summary>
    public required string? Kicker { get; init; }

    /// <summary>What a list shows below the headline, or null.</summary>
    public required string? Summary { get; init; }

    /// <summary>The text as sanitised HTML, whatever it was written in.</summary>
    public required string? Body { get; init; }

    /// <summary>What the text was written in.</summary>
    public required string BodyFormat { get; init; }

    /// <summary>Where the article leads instead of to a text of its own, or null.</summary>
    public required string? LinkUrl { get; init; }

    /// <summary>The category it lies in.</summary>
    public required CategoryRef Category { get; init; }

    /// <summary>The categories from the root down to its own.</summary>
    public required IReadOnlyList<CategoryRef>? Breadcrumbs { get; init; }

    /// <summary>Other categories that show it too.</summary>
    public required IReadOnlyList<CategoryRef>? AlsoIn { get; init; }

    /// <summary>Who published it first, or null.</summary>
    public required ArticleSource? Source { get; init; }

    /// <summary>作者, or null.</summary>
    public required string? Author { get; init; }

    /// <summary>责任编辑, or null.</summary>
    public required string? Editor { get; init; }

    /// <summary>Its tags, in the order the editor gave.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Whether the editors recommend it.</summary>
    public required bool Featured { get; init; }

    /// <summary>Until when it stands first in its category, or null.</summary>
    public required DateTimeOffset? PinnedUntil { get; init; }

    /// <summary>Its picture, or null.</summary>
    public required Cover? Cover { get; init; }

    /// <summary>Its files, in the order the editor gave.</summary>
    public required IReadOnlyList<ArticleAttachment>? Attachments { get; init; }

    /// <summary>The header of an official document (公文), or null.</summary>
    public required DocumentHeader? Document { get; init; }

    /// <summary>What was put right after publishing, newest last.</summary>
    public required IReadOnlyList<Correction>? Corrections { get; init; }

    /// <summary>The front end's own properties.</summary>
    public required JsonObject? Extra { get; init; }

    /// <summary>Addresses it had elsewhere before: <c>formerUrl</c> of the list finds it by each.</summary>
    public required IReadOnlyList<string>? FormerUrls { get; init; }

    /// <summary>Who may do what with it.</summary>
    public required ArticleRights? Rights { get; init; }

    /// <summary>The dateline; null until it is published or was given one.</summary>
    public required DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this state of it came about.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its page on the front end's site, by the site's URL template.</summary>
    /// <example>https://www.example.gov.cn/suzhou-news/innovation-centres-launched</example>
    public required string Url { get; init; }

    /// <summary>What else this server says of it.</summary>
    public required ArticleLinks Links { get; init; }

    /// <summary>How often it was read; only when included.</summary>
    public required long? Views { get; init; }

    /// <summary>Those before and after it in its category; only when included.</summary>
    public required Neighbours? Neighbours { get; init; }

    /// <summary>Whether the working copy differs from what is public; only for callers who may read drafts.</summary>
    public required bool? Pending { get; init; }

    /// <summary>What becomes public or ceases to be at a set time, or null; only for callers who may read drafts.</summary>
    public required ArticleSchedule? Schedule { get; init; }

    /// <summary>Why a set publication could not happen, or null; only for callers who may read drafts.</summary>
    public required PublishFault? PublishFault { get; init; }

    /// <summary>The text as it was written; only for callers who may read drafts.</summary>
    public required string? BodySource { get; init; }
}

/// <summary>Those before and after an article in its category, by date.</summary>
public sealed record Neighbours
{
    /// <summary>The next older one, or null.</summary>
    public required JsonObject? Previous { get; init; }

    /// <summary>The next newer one, or null.</summary>
    public required JsonObject? Next { get; init; }
}

/// <summary>What happens to an article at a set time.</summary>
public sealed record ArticleSchedule
{
    /// <summary>The version whose time is set; what was saved after it is not in it.</summary>
    public required long Version { get; init; }

    /// <summary>When it becomes public; null once it is.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary>When it ceases to be public; null when it stays.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>When the version that is public now ceases to be, if nothing takes its place before; null when it stays, or none is.</summary>
    public required DateTimeOffset? PublicUntil { get; init; }
}

/// <summary>Why a set publication could not happen.</summary>
public sealed record PublishFault
{
    /// <summary>When it was tried.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Everything that was in its way.</summary>
    public required IReadOnlyList<Fault> Errors { get; init; }
}
