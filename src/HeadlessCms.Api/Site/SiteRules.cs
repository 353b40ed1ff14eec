using System.Text.RegularExpressions;
using FluentValidation;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Site;

/// <summary>What is refused of the site's settings before the database is asked.</summary>
internal sealed partial class SiteRules : AbstractValidator<SiteDraft>
{
    /// <summary>What an address may be made of.</summary>
    public static readonly string[] Placeholders = ["categorySlug", "categoryPath", "slug", "id", "yyyy", "MM", "dd"];

    /// <summary>What a domain looks like.</summary>
    public const string DomainForm = @"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$";

    /// <summary>The same in words.</summary>
    public const string DomainWords = "a host name in lower case, such as www.example.gov.cn";

    // IANA's areas: what else a machine calls a zone (localtime, posix/…, Windows' names) is another one on the next machine.
    private const string ZoneForm =
        "^(UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)(/[A-Za-z0-9_+-]+)+)$";

    public SiteRules()
    {
        RuleFor(site => site.Name).NotEmpty().MaximumCodePoints(100);
        RuleFor(site => site.Domain).NotEmpty().MaximumLength(253).OfForm(DomainForm, DomainWords);
        RuleFor(site => site.SiteIdCode).MaximumLength(10).OfForm("^[0-9]{10}$", "ten digits, such as 3205000001");
        RuleFor(site => site.TimeZone).NotEmpty().MaximumLength(64).OfForm(ZoneForm, "the name of an IANA time zone, such as Asia/Shanghai");
        RuleFor(site => site.TimeZone).Must(IsKnownZone).WithErrorCode("unknown")
            .WithMessage("No time zone of the IANA database has this name.");
        RuleFor(site => site.DefaultLocale).NotEmpty().MaximumLength(35).OfForm("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "a BCP 47 language tag, such as zh-CN");
        RuleFor(site => site.ArticleUrlTemplate).NotEmpty().MaximumCodePoints(500);
        RuleFor(site => site.ArticleUrlTemplate).Must(template => template is null || UnknownIn(template).Length == 0)
            .WithErrorCode("unknown_placeholder")
            .WithMessage($"Braces hold one of {string.Join(", ", Placeholders)}.");
        RuleFor(site => site.ArticleUrlTemplate).Must(template => template is null || IsAddress(template))
            .WithErrorCode("not_an_address").WithMessage("It must make an absolute http or https address; its host is the same for every article.");
        RuleFor(site => site.ArticleUrlTemplate)
            .Must(template => template is null || template.Contains("{slug}", StringComparison.Ordinal) || template.Contains("{id}", StringComparison.Ordinal))
            .WithErrorCode("ambiguous").WithMessage("Without {slug} or {id} several articles would have one address.");
        RuleFor(site => site.Description).MaximumCodePoints(500);
    }

    // The form is judged by the rule before; a name that is none is not looked up.
    private static bool IsKnownZone(string? name) =>
        name is null || !TextForm.Fits(name, ZoneForm) || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    private static string[] UnknownIn(string template) =>
        [.. Braces().Matches(template).Select(match => match.Groups["name"].Value).Where(name => !Placeholders.Contains(name)),
            .. Braces().Replace(template, "").Where(letter => letter is '{' or '}').Select(letter => $"{letter}")];

    private static bool IsAddress(string template)
    {
        var host = HostAndRest().Match(template);
        return host.Success && !host.Groups["host"].Value.Contains('{', StringComparison.Ordinal)
            && Uri.TryCreate(Braces().Replace(template, "x"), UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Host.Length > 0;
    }

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}")]
    private static partial Regex Braces();

    [GeneratedRegex("""\Ahttps?://(?<host>[^/?#\s"<>\\]+)/[^\s"<>\\^`|]*\z""", RegexOptions.CultureInvariant)]
    private static partial Regex HostAndRest();
}
