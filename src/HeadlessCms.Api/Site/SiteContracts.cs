using System.Text.Json.Serialization;
using HeadlessCms.Platform.Text;

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

    /// <summary>The id of the attachment that is its logo, public with it, or null.</summary>
    [JsonPropertyName("logo")]
    public required Guid? LogoId { get; init; }

    /// <summary>
    /// The first domain that it was said to have: the one that ids in feeds name, whatever it is called later (RFC 4151). Null
    /// until somebody says one. It leaves only with exports.
    /// </summary>
    [JsonIgnore]
    public string? TagDomain { get; init; }

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

/// <summary>What can be said of the site.</summary>
public sealed record SiteDraft
{
    /// <inheritdoc cref="SiteSettings.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="SiteSettings.Domain"/>
    public string? Domain { get; init; }

    /// <inheritdoc cref="SiteSettings.SiteIdCode"/>
    /// <example>3205000001</example>
    public string? SiteIdCode { get; init; }

    /// <inheritdoc cref="SiteSettings.TimeZone"/>
    public string? TimeZone { get; init; }

    /// <inheritdoc cref="SiteSettings.DefaultLocale"/>
    public string? DefaultLocale { get; init; }

    /// <inheritdoc cref="SiteSettings.ArticleUrlTemplate"/>
    public string? ArticleUrlTemplate { get; init; }

    /// <inheritdoc cref="SiteSettings.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="SiteSettings.LogoId"/>
    [JsonPropertyName("logo")]
    public Guid? LogoId { get; init; }

    /// <summary>What a patch is laid over.</summary>
    internal static SiteDraft Of(SiteSettings site) => new()
    {
        Name = site.Name,
        Domain = site.Domain,
        SiteIdCode = site.SiteIdCode,
        TimeZone = site.TimeZone,
        DefaultLocale = site.DefaultLocale,
        ArticleUrlTemplate = site.ArticleUrlTemplate,
        Description = site.Description,
        LogoId = site.LogoId,
    };

    /// <summary>The settings, once the rules hold.</summary>
    internal SiteSettings ToSettings() => new()
    {
        Name = Name!,
        Domain = Domain!,
        SiteIdCode = SiteIdCode,
        TimeZone = TimeZone!,
        DefaultLocale = Locales.Normalized(DefaultLocale!),
        ArticleUrlTemplate = ArticleUrlTemplate!,
        Description = Description,
        LogoId = LogoId,
    };
}
