using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HeadlessCms.Access.Oidc;

/// <summary>The provider, whose tokens cannot be checked without it, does not answer.</summary>
internal sealed class ProviderUnreachableException()
    : Exception("The OpenID Connect provider does not answer, so that its tokens cannot be checked. Try again later.");

/// <summary>Callers who come with a token of the OpenID Connect provider: the same scopes, the same limits, the same trail as with a key.</summary>
internal sealed class OidcCallers(IOptions<CmsOptions> cms, OidcProvider provider)
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "Oidc";

    private const int MaximumName = 100;

    // Words with spaces between (RFC 8693 section 4.2); the values of any other claim may have spaces of their own.
    private static readonly string[] Spaced = ["scope", "scp"];

    private static readonly JsonWebTokenHandler Reader = new();

    private readonly OidcOptions _oidc = cms.Value.Oidc;

    /// <summary>Whether the settings name a provider.</summary>
    public bool AreTaken => _oidc.Authority is not null;

    /// <summary>Whose token it is, when it is a valid one.</summary>
    public async Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string presented)
    {
        if (!Reader.CanReadToken(presented))
        {
            return AuthenticateResult.Fail("It is neither a key nor a token."); // for which nobody has to be asked
        }
        if (!await provider.AnswersAsync(context.RequestAborted))
        {
            var unreachable = new ProviderUnreachableException();
            context.Features.Set(unreachable); // the framework keeps no failed result
            return AuthenticateResult.Fail(unreachable);
        }
        var result = await context.AuthenticateAsync(Scheme);
        return result.Principal is { } token ? CallerOf(token) : AuthenticateResult.Fail("The token is not valid.");
    }

    private AuthenticateResult CallerOf(ClaimsPrincipal token)
    {
        var (issuer, subject) = (token.FindFirstValue("iss"), token.FindFirstValue("sub"));
        var name = new[] { token.FindFirstValue(_oidc.NameClaim), token.FindFirstValue("name"), subject }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        return string.IsNullOrWhiteSpace(subject) || !CodePoints.IsWellFormed(name!)
            ? AuthenticateResult.Fail("The token does not say whose it is.")
            : KeyAuthentication.Caller(IdOf(issuer, subject).ToString(), CodePoints.First(name!, MaximumName), ScopesOf(token));
    }

    private IEnumerable<string> ScopesOf(ClaimsPrincipal token)
    {
        var values = token.FindAll(_oidc.ScopeClaim).SelectMany(claim => Spaced.Contains(claim.Type) ? claim.Value.Split(' ') : [claim.Value]).ToHashSet();
        // A key outlasts the token it is made with, so whoever may make keys is named in the settings.
        return _oidc.Grants.Count == 0
            ? Scopes.All.Where(scope => scope != Scopes.KeysManage && values.Contains(scope))
            : _oidc.Grants.Where(grant => values.Contains(grant.Claim)).SelectMany(grant => grant.Scopes).Distinct();
    }

    // The same for the same person of the same provider, for ever: of issuer and subject (OpenID Connect Core section 5.7),
    // as a UUID of version 8 (RFC 9562 section 5.8). It cannot be that of a key, which has version 7.
    private static Guid IdOf(string? issuer, string subject)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
