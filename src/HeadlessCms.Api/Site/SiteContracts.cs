namespace HeadlessCms.Site;

/// <summary>The site whose articles these are.</summary>
public sealed record SiteSettings
{
    /// <summary>What it is called.</summary>
    /// <example>云港市数据局</example>
    public required string Name { get; init; }

    /// <summary>Its host name.</summary>
    /// <example>www.example.gov.cn</example>
    public required string Domain { get; init; }

    /// <summary>网站标识码, the ten digits a Chinese public body's site is registered under, or null.</summary>
    public required string? SiteIdCode { get; init; }

    /// <summary>IANA name of the zone that times are written in and days are counted by.</summary>
    /// <example>Asia/Shanghai</example>
    public required string TimeZone { get; init; }

    /// <summary>BCP 47 tag of articles that say nothing else.</summary>
    /// <example>zh-CN</example>
    public required string DefaultLocale { get; init; }

    /// <summary>
    /// Where the front end shows an article: an address with <c>{categorySlug}</c>, <c>{categoryPath}</c>, <c>{slug}</c>,
    /// <c>{id}</c>, <c>{yyyy}</c>, <c>{MM}</c>, <c>{dd}</c>.
    /// </summary>
    /// <example>https://www.example.gov.cn/{categorySlug}/{slug}</example>
    public required string ArticleUrlTemplate { get; init; }

    /// <summary>One sentence about it, or null.</summary>
    public required string? Description { get; init; }

    /// <summary>The attachment that is its logo, or null.</summary>
    public required Guid? LogoId { get; init; }

    /// <summary>What a site is before anybody says otherwise.</summary>
    internal static SiteSettings Default { get; } = new()
    {
        Name = "A news portal",
        Domain = "www.example.gov.cn",
        SiteIdCode = null,
        TimeZone = "Asia/Shanghai",
        DefaultLocale = "zh-CN",
        ArticleUrlTemplate = "https://www.example.gov.cn/{categorySlug}/{slug}",
        Description = null,
        LogoId = null,
    };
}
