using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HeadlessCms.Platform;

/// <summary>What the settings may say together; every fault at once, each by the setting's full name and never with a secret.</summary>
internal sealed class CmsOptionsRules(IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<CmsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CmsOptions options)
    {
        string[] faults =
        [
            .. Attributes(options, CmsOptions.Section),
            .. Attributes(options.RateLimits, $"{CmsOptions.Section}:{nameof(CmsOptions.RateLimits)}"),
            .. Attributes(options.Oidc, $"{CmsOptions.Section}:{nameof(CmsOptions.Oidc)}"),
            .. Attributes(options.Versions, $"{CmsOptions.Section}:{nameof(CmsOptions.Versions)}"),
            .. Attributes(options.Cache, $"{CmsOptions.Section}:{nameof(CmsOptions.Cache)}"),
            .. Attributes(options.Views, $"{CmsOptions.Section}:{nameof(CmsOptions.Views)}"),
            .. Attributes(options.IndexNow, $"{CmsOptions.Section}:{nameof(CmsOptions.IndexNow)}"),
            .. Attributes(options.Webhooks, $"{CmsOptions.Section}:{nameof(CmsOptions.Webhooks)}"),
            .. Values(options),
            .. Storage(options),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // The framework's own ValidateDataAnnotations looks neither into nested options nor says their full names.
    private static IEnumerable<string> Attributes(object options, string section)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => result.MemberNames.FirstOrDefault() is { } member
            ? $"{section}:{member}: {result.ErrorMessage}"
            : $"{result.ErrorMessage}");
    }

    private static IEnumerable<string> Values(CmsOptions options)
    {
        if (options.PublicUrl is { } address && !IsBase(address))
        {
            yield return "Cms:PublicUrl: It must be an absolute http or https address without a query, such as https://api.example.gov.cn.";
        }
        if (options.PreviousSecrets.Any(secret => secret is not { Length: >= 32 }))
        {
            yield return "Cms:PreviousSecrets: Each must have at least 32 characters.";
        }
        if (options.WebSub.Hub is { Length: > 0 } hub && !IsBase(hub))
        {
            yield return "Cms:WebSub:Hub: It must be an absolute http or https address without a query, such as https://hub.example/, or empty.";
        }
        foreach (var wrong in options.Webhooks.AllowedNetworks.Where(text => !IPNetwork.TryParse(text, out _)))
        {
            yield return $"Cms:Webhooks:AllowedNetworks: '{wrong}' is no network such as 10.0.0.0/8 or 192.0.2.7/32.";
        }
        foreach (var pattern in options.Views.Crawlers.Where(pattern => !IsPattern(pattern)))
        {
            yield return $"Cms:Views:Crawlers: '{pattern}' is no regular expression.";
        }
    }

    private IEnumerable<string> Storage(CmsOptions options)
    {
        if (configuration.GetConnectionString("Cms") is not { Length: > 0 } postgres)
        {
            yield break;
        }
        if (!IsConnectionString(postgres))
        {
            yield return "ConnectionStrings:Cms: It is no connection string of Npgsql, such as Host=…;Database=…;Username=….";
        }
        if (options.Secret is null && !environment.IsDevelopment())
        {
            yield return "Cms:Secret: It is required with PostgreSQL outside Development, so that all instances sign alike.";
        }
    }

    private static bool IsBase(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0;

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
