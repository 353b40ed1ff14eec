using System.ComponentModel.DataAnnotations;
using HeadlessCms.Changes;

namespace HeadlessCms.Webhooks;

/// <summary>The body of a call about an article.</summary>
public sealed record ArticleEvent
{
    /// <summary><c>article.</c> and the kind.</summary>
    /// <example>article.published</example>
    [AllowedValues("article.published", "article.updated", "article.corrected", "article.withdrawn", "article.deleted")]
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required ArticleEventData Data { get; init; }
}

/// <summary>What happened to an article. It holds nothing of the article itself: read it, with the tag, at <c>self</c>.</summary>
public sealed record ArticleEventData
{
    /// <summary><c>published</c>, <c>updated</c>, <c>corrected</c>: read it. <c>withdrawn</c>, <c>deleted</c>: remove your copy.</summary>
    /// <example>published</example>
    [AllowedValues(ChangeKind.Published, ChangeKind.Updated, ChangeKind.Corrected, ChangeKind.Withdrawn, ChangeKind.Deleted)]
    public required string Kind { get; init; }

    /// <summary>Which article.</summary>
    public required Guid Id { get; init; }

    /// <summary>The category it lies in, or lay in last.</summary>
    public required Guid? CategoryId { get; init; }

    /// <summary>The version that became public; null when none did.</summary>
    /// <example>3</example>
    public required long? Version { get; init; }

    /// <summary>
    /// The <c>ETag</c> that <c>self</c> had when this was put in line: whoever is answered this one, or any later, has read what this tells of. Null when it was
    /// not public then.
    /// </summary>
    public required string? Etag { get; init; }

    /// <summary>Its page on the front end's site; null when it was not public then.</summary>
    /// <example>https://www.example.gov.cn/suzhou-news/innovation-centres-launched</example>
    public required string? Url { get; init; }

    /// <summary>Where this server answers it, absolute.</summary>
    /// <example>https://api.example.gov.cn/v1/articles/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11</example>
    public required string Self { get; init; }

    /// <summary>Why it was withdrawn: <c>correction</c>, <c>legal</c>, <c>error</c>, <c>expired</c>, <c>other</c>; else null.</summary>
    [AllowedValues("correction", "legal", "error", "expired", "other", null)]
    public required string? Reason { get; init; }
}

/// <summary>The body of a call about the tree, or about the site around it.</summary>
public sealed record CategoryEvent
{
    /// <summary>Always <c>category.changed</c>.</summary>
    /// <example>category.changed</example>
    [AllowedValues("category.changed")]
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required CategoryEventData Data { get; init; }
}

/// <summary>What happened to the tree: read <c>/v1/categories</c> again.</summary>
public sealed record CategoryEventData
{
    /// <summary>Always <c>category</c>.</summary>
    /// <example>category</example>
    [AllowedValues(ChangeKind.Category)]
    public required string Kind { get; init; }

    /// <summary>Which category; null when it is about the whole site.</summary>
    public required Guid? Id { get; init; }

    /// <summary><c>created</c>, <c>changed</c>, <c>moved</c>, <c>deleted</c>, or <c>site</c>: the settings, which every address of an article follows.</summary>
    /// <example>moved</example>
    [AllowedValues(TreeReason.Created, TreeReason.Changed, TreeReason.Moved, TreeReason.Deleted, TreeReason.Site, null)]
    public required string? Reason { get; init; }
}

/// <summary>The body of a call that somebody asked for, to see whether it arrives.</summary>
public sealed record TestEvent
{
    /// <summary>Always <c>webhook.test</c>.</summary>
    /// <example>webhook.test</example>
    [AllowedValues("webhook.test")]
    public required string Type { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Which webhook.</summary>
    public required TestEventData Data { get; init; }
}

/// <summary>Which webhook is tested.</summary>
public sealed record TestEventData
{
    /// <summary>Always <c>test</c>.</summary>
    /// <example>test</example>
    [AllowedValues("test")]
    public required string Kind { get; init; }

    /// <summary>The webhook's id.</summary>
    public required Guid WebhookId { get; init; }
}
