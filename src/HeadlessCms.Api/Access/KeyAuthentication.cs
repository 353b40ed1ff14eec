using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using HeadlessCms.Access.Oidc;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Access;

/// <summary>
/// Who calls: <c>Authorization: Bearer &lt;key&gt;</c> (RFC 6750 section 2.1), or a token of the provider in the settings.
/// A key in a query string is not looked at, and refused as any unknown parameter.
/// </summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    KeyStore keys, KeyUses uses, OidcCallers oidc, IOptions<CmsOptions> cms, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "Key";

    /// <summary>The claim that names a scope.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>The claim that names the category the caller is limited to.</summary>
    public const string CategoryClaim = "category";

    /// <summary>The claim that says when the caller's key ends.</summary>
    public const string ExpiresClaim = "expires";

    /// <summary>The id of the key in the settings, which is in no table.</summary>
    public const string AdminId = "settings";

    private const string Bearer = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return AuthenticateResult.NoResult();
        }
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("Only Bearer is taken.");
        }
        var presented = header[Bearer.Length..].Trim();
        if (IsAdminKey(presented))
        {
            return Caller(AdminId, "admin", HeadlessCms.Access.Scopes.All);
        }
        if (oidc.AreTaken && !presented.StartsWith(KeyText.Prefix, StringComparison.Ordinal))
        {
            return await oidc.AuthenticateAsync(Context, presented);
        }
        if (await keys.FindAsync(presented, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("The key is not known.");
        }
        uses.Note(key.Id, clock.GetUtcNow());
        return Caller(key.Id.ToString(), key.Name, StoredJson.Read<string[]>(key.Scopes), LimitsOf(key));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count > 0
            ? "Bearer error=\"invalid_token\""
            : "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return ProblemWriter.WriteForStatusAsync(Context);
    }

    // Hashes are compared, of equal length whatever was sent, in constant time.
    private bool IsAdminKey(string presented) => cms.Value.AdminKey is { } admin && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(presented)), SHA256.HashData(Encoding.UTF8.GetBytes(admin)));

    private static IEnumerable<Claim> LimitsOf(PresentedKey key) =>
    [
        .. key.CategoryId is { } category ? [new Claim(CategoryClaim, category.ToString())] : Array.Empty<Claim>(),
        .. key.ExpiresAt is { } end ? [new Claim(ExpiresClaim, end.ToString("O", CultureInfo.InvariantCulture))] : Array.Empty<Claim>(),
    ];

    /// <summary>A caller who is known, as everything behind this sees it.</summary>
    public static AuthenticateResult Caller(string id, string name, IEnumerable<string> scopes, params IEnumerable<Claim> limits)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, id),
                new Claim(ClaimTypes.Name, name),
                .. scopes.Select(scope => new Claim(ScopeClaim, scope)),
                .. limits,
            ],
            Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }
}
