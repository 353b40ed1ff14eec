namespace HeadlessCms.Sharing;

/// <summary>All that <see cref="ArticleHead"/> says, gathered from article, category and site; addresses are absolute.</summary>
internal sealed record HeadSource
{
    public required string SiteName { get; init; }

    /// <summary>Without a scheme: <c>www.example.gov.cn</c>.</summary>
    public required string SiteDomain { get; init; }

    /// <summary>网站标识码, the ten digits a Chinese government site is registered by; null elsewhere.</summary>
    public string? SiteIdCode { get; init; }

    /// <summary>The article's language, BCP 47.</summary>
    public required string Locale { get; init; }

    public required string CategoryName { get; init; }

    /// <summary>栏目类别: <c>政务动态</c>, <c>信息公开目录</c>, …</summary>
    public string? CategoryType { get; init; }

    /// <summary>From the root down to the article's category.</summary>
    public IReadOnlyList<HeadCrumb> Breadcrumbs { get; init; } = [];

    public required string Title { get; init; }

    public string? Summary { get; init; }

    /// <summary>The article's page on the front end's site.</summary>
    public required string Url { get; init; }

    /// <summary>Where readers subscribe to its category; null without one.</summary>
    public string? FeedUrl { get; init; }

    /// <summary>With the site's offset, which is written as it stands.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <inheritdoc cref="PublishedAt"/>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who reported it first, such as a newspaper.</summary>
    public string? SourceName { get; init; }

    /// <summary>A person.</summary>
    public string? Author { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public HeadCover? Cover { get; init; }

    /// <summary>The organisation behind the site.</summary>
    public required string Publisher { get; init; }
}

/// <summary>One step of the way from the home page; its address is null where it has no page.</summary>
internal sealed record HeadCrumb(string Name, string? Url);

/// <summary>The picture that stands for the article.</summary>
internal sealed record HeadCover(string Url, string? Alt, int? Width, int? Height);
