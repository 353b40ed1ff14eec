using HeadlessCms.Platform;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Access.Oidc;

/// <summary>What the settings may say of the provider.</summary>
internal sealed class OidcRules : IValidateOptions<CmsOptions>
{
    private const string Section = "Cms:Oidc";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CmsOptions options)
    {
        string[] faults = [.. FaultsOf(options.Oidc)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(OidcOptions oidc)
    {
        if (oidc.Authority is { } authority && oidc.RequireHttps && !authority.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Section}:Authority: It must be an https address, unless {Section}:RequireHttps is false.";
        }
        if (string.IsNullOrWhiteSpace(oidc.Audience) && oidc.Authority is not null)
        {
            yield return $"{Section}:Audience: It is required with {Section}:Authority, or tokens meant for others would be taken.";
        }
        if (oidc.Authority is null && (oidc.Audience is not null || oidc.Grants.Count > 0))
        {
            yield return $"{Section}:Authority: It is required with {Section}:Audience and {Section}:Grants, or no token would be taken.";
        }
        foreach (var grant in oidc.Grants)
        {
            if (grant.Claim.Length == 0 || grant.Scopes.Count == 0)
            {
                yield return $"{Section}:Grants: Each needs a Claim, a value, and the Scopes that it gives.";
            }
            foreach (var unknown in grant.Scopes.Except(Scopes.All))
            {
                yield return $"{Section}:Grants: '{unknown}' is no scope; there are {string.Join(", ", Scopes.All)}.";
            }
        }
    }
}
