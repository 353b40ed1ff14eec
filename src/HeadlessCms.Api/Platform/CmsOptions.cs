using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform;

/// <summary>The settings in section <c>Cms</c>. A wrong or unknown one stops the start.</summary>
internal sealed class CmsOptions : IValidatableObject
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

    /// <summary>Whether a file asked for with <c>?v=&lt;sha256&gt;</c> may be kept for ever; off, as a withdrawal could not reach such copies.</summary>
    public bool ImmutableAttachments { get; set; }

    /// <summary>Days that the change log remembers; who comes back later starts anew.</summary>
    [Range(1, 36_500)]
    public int ChangeRetentionDays { get; set; } = 400;

    /// <summary>How many may wait for changes at once, by <c>wait</c> or on a stream; one more is answered <c>503</c>.</summary>
    [Range(1, 1_000_000)]
    public int ChangeWaiters { get; set; } = 1000;

    /// <summary>How often callers may ask, each as <c>requests/seconds</c> or empty for no limit.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>Networks (CIDR) of proxies whose <c>X-Forwarded-*</c> is believed; default loopback.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>Origins (<c>https://www.example.gov.cn</c>) whose pages may read the API and count views; empty for all.</summary>
    public IReadOnlyList<string> Cors { get; set; } = [];

    /// <summary>Whose tokens are taken beside keys.</summary>
    public OidcOptions Oidc { get; set; } = new();

    /// <summary>What is kept in memory of public answers.</summary>
    [ValidateObjectMembers]
    public CacheOptions Cache { get; set; } = new();

    /// <summary>How views are counted.</summary>
    [ValidateObjectMembers]
    public ViewOptions Views { get; set; } = new();

    /// <summary>Which versions of articles are kept.</summary>
    [ValidateObjectMembers]
    public VersionOptions Versions { get; set; } = new();

    /// <summary>Whether search engines are told of new pages.</summary>
    public IndexNowOptions IndexNow { get; set; } = new();

    /// <summary>How those who ask for it are told of changes.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>How readers of feeds are told of changes.</summary>
    public WebSubOptions WebSub { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var wrong in TrustedProxies.Where(text => !IPNetwork.TryParse(text, out _)))
        {
            yield return new($"Cms:TrustedProxies: '{wrong}' is no network such as 10.0.0.0/8 or 192.0.2.7/32.");
        }
        foreach (var wrong in Cors.Where(text => !IsOrigin(text)))
        {
            yield return new($"Cms:Cors: '{wrong}' is no origin such as https://www.example.gov.cn.");
        }
        foreach (var (name, limit) in RateLimits.All.Where(limit => !RateLimitOptions.IsLimit(limit.Setting)))
        {
            yield return new($"Cms:RateLimits:{name}: '{limit}' is no limit such as 600/60 (requests/seconds), nor empty for none.");
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == text;
}

/// <summary>How often callers may ask: <c>600/60</c> is 600 requests in 60 seconds, empty is no limit.</summary>
internal sealed partial class RateLimitOptions
{
    /// <summary>An address's reads without a key.</summary>
    public string PublicReads { get; set; } = "";

    /// <summary>An address's view counts.</summary>
    public string ViewCounts { get; set; } = "";

    /// <summary>A key's requests; the admin key of the settings has no limit.</summary>
    public string Keys { get; set; } = "600/60";

    /// <summary>An address's requests with a refused key.</summary>
    public string FailedLogins { get; set; } = "20/60";

    /// <summary>Each limit by its name.</summary>
    internal IEnumerable<(string Name, string Setting)> All =>
    [
        (nameof(PublicReads), PublicReads),
        (nameof(ViewCounts), ViewCounts),
        (nameof(Keys), Keys),
        (nameof(FailedLogins), FailedLogins),
    ];

    /// <summary>Whether the text is a limit, or empty for none.</summary>
    internal static bool IsLimit(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^([1-9]\d{0,8}/[1-9]\d{0,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>
/// Which versions of articles are kept: all by default. With both limits, only what is beyond both goes. What the public
/// ever saw, the working copy, what is planned and what a link opens always stay.
/// </summary>
internal sealed class VersionOptions
{
    /// <summary>How many of an article's last versions stay; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int KeepLatest { get; set; }

    /// <summary>For how many days a version stays; 0 sets no limit.</summary>
    [Range(0, 36_500)]
    public int KeepDays { get; set; }
}

/// <summary>How views are counted.</summary>
internal sealed class ViewOptions
{
    /// <summary>Seconds in which a visitor's repeated view of an article is not counted again; 0 counts every one.</summary>
    [Range(0, 86_400)]
    public int RepeatWindow { get; set; }

    /// <summary>Views that may wait to be counted; one more is answered <c>503</c>, to be sent again.</summary>
    [Range(1, 1_000_000)]
    public int Queue { get; set; } = 4096;

    /// <summary>Patterns (regular expressions) of crawlers' user agents, beyond those we know.</summary>
    public IReadOnlyList<string> Crawlers { get; set; } = [];
}

/// <summary>An OpenID Connect provider whose access tokens (JWT) are taken beside keys; none unless it is named.</summary>
internal sealed class OidcOptions
{
    /// <summary>Its address, below which <c>/.well-known/openid-configuration</c> lies; asked for with the first token.</summary>
    [Url]
    public string? Authority { get; set; }

    /// <summary>Who its tokens must be for: their <c>aud</c>.</summary>
    public string? Audience { get; set; }

    /// <summary>Whether the address must be https; false only for trials on one machine.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>The claim that says what the caller may do: each of its values, or, in <c>scope</c> and <c>scp</c>, words with spaces between.</summary>
    [Required]
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>The claim that names the caller in the audit trail; where it is missing, <c>name</c> or <c>sub</c> does.</summary>
    [Required]
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Which scopes each value of the claim gives, and no others then. Empty: each value is a scope itself, but for <c>keys:manage</c>.</summary>
    public IReadOnlyList<OidcGrant> Grants { get; set; } = [];
}

/// <summary>What one value of the provider's claim gives.</summary>
internal sealed class OidcGrant
{
    /// <summary>The value, such as <c>editors</c>.</summary>
    public string Claim { get; set; } = "";

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];
}

/// <summary>What is kept in memory of public answers.</summary>
internal sealed class CacheOptions
{
    /// <summary>Bytes of it; 0 keeps nothing.</summary>
    [Range(0, 1L << 40)]
    public long MaximumBytes { get; set; } = 64 * 1024 * 1024;
}

/// <summary>Telling search engines of new pages at once (indexnow.org).</summary>
internal sealed class IndexNowOptions
{
    /// <summary>A word of 8 to 80 lower-case letters, digits and hyphens that the site answers at <c>/{key}.txt</c>; empty: nobody is told.</summary>
    [RegularExpression("^(?=.{8,80}$)[a-z0-9]+(-[a-z0-9]+)*$", ErrorMessage = "It must be 8 to 80 lower-case letters, digits and single hyphens, or empty.")]
    public string Key { get; set; } = "";

    /// <summary>Who is told.</summary>
    [Required, Url]
    public string Endpoint { get; set; } = "https://api.indexnow.org/indexnow";
}

/// <summary>How those who ask for it are told of changes.</summary>
internal sealed class WebhookOptions
{
    /// <summary>Networks (CIDR) that are called although they are private, loopback or link-local; default none.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Seconds that a call may take, its answer included.</summary>
    [Range(1, 60)]
    public int Timeout { get; set; } = 15;

    /// <summary>Days that what was delivered is remembered.</summary>
    [Range(7, 36_500)]
    public int LogDays { get; set; } = 30;
}

/// <summary>How readers of feeds are told of changes (W3C WebSub).</summary>
internal sealed class WebSubOptions
{
    /// <summary>Another hub that feeds name and that is told of changes, instead of our own; empty: our own.</summary>
    public string Hub { get; set; } = "";
}
