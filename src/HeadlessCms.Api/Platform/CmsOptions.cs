using System.ComponentModel.DataAnnotations;

namespace HeadlessCms.Platform;

/// <summary>The settings in section <c>Cms</c>. A wrong or unknown one stops the start.</summary>
internal sealed class CmsOptions
{
    /// <summary>Where the section is found.</summary>
    public const string Section = "Cms";

    /// <summary>Where <c>cms.db</c>, <c>blobs/</c> and <c>secret.key</c> lie.</summary>
    [Required]
    public string DataDirectory { get; set; } = "./data";

    /// <summary>A key with full rights, for installations that manage keys elsewhere; at least 32 characters.</summary>
    [MinLength(32)]
    public string? AdminKey { get; set; }

    /// <summary>What signing and hashing keys are derived from; at least 32 characters. Absent: a file in the data directory.</summary>
    [MinLength(32)]
    public string? Secret { get; set; }

    /// <summary>Earlier secrets; they verify, but sign nothing.</summary>
    public IReadOnlyList<string> PreviousSecrets { get; set; } = [];

    /// <summary>Whether an empty database is filled with the sample portal; default: in Development.</summary>
    public bool? SampleContent { get; set; }

    /// <summary>Base of absolute addresses (feeds, sitemaps, webhooks, head); default the listening address. Never taken from <c>Host</c>.</summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>Seconds that anybody may keep a public answer without asking again.</summary>
    [Range(0, 31_536_000)]
    public int PublicMaxAge { get; set; }

    /// <summary>Bytes an uploaded file may have.</summary>
    [Range(1, 1L << 40)]
    public long MaximumUploadBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>How often callers may ask, each as <c>requests/seconds</c> or empty for no limit.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>Networks (CIDR) of proxies whose <c>X-Forwarded-*</c> is believed; default loopback.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>How views are counted.</summary>
    public ViewOptions Views { get; set; } = new();
}

/// <summary>How often callers may ask: <c>600/60</c> is 600 requests in 60 seconds, empty is no limit.</summary>
internal sealed class RateLimitOptions
{
    /// <summary>An address's reads without a key.</summary>
    [RegularExpression(Form)]
    public string PublicReads { get; set; } = "";

    /// <summary>An address's view counts.</summary>
    [RegularExpression(Form)]
    public string ViewCounts { get; set; } = "";

    /// <summary>A key's requests; the admin key of the settings has no limit.</summary>
    [RegularExpression(Form)]
    public string Keys { get; set; } = "600/60";

    /// <summary>An address's requests with a refused key.</summary>
    [RegularExpression(Form)]
    public string FailedLogins { get; set; } = "20/60";

    private const string Form = @"^([1-9]\d{0,8}/[1-9]\d{0,5})?$";
}

/// <summary>How views are counted.</summary>
internal sealed class ViewOptions
{
    /// <summary>Seconds in which a visitor's repeated view of an article is not counted again; 0 counts every one.</summary>
    [Range(0, 86_400)]
    public int RepeatWindow { get; set; }

    /// <summary>Patterns (regular expressions) of crawlers' user agents, beyond those we know.</summary>
    public IReadOnlyList<string> Crawlers { get; set; } = [];
}
