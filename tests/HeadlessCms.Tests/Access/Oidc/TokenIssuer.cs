using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HeadlessCms.Tests.Access.Oidc;

/// <summary>An OpenID Connect provider on this machine: its discovery document, its keys, and the tokens it signs.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "https://cms.example";

    private readonly WebApplication _app;
    private readonly List<SecurityKey> _published = [];
    private int _asked;

    private TokenIssuer(WebApplication app) => _app = app;

    /// <summary>Its address, and what it calls itself.</summary>
    public string Authority => _app.Urls.Single();

    /// <summary>How often anything was asked of it.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public RsaSecurityKey Rsa { get; } = new(RSA.Create(2048)) { KeyId = "rsa-1" };

    public ECDsaSecurityKey Ec { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "ec-1" };

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var issuer = new TokenIssuer(builder.Build());
        issuer._published.AddRange([issuer.Rsa, issuer.Ec]);
        issuer._app.Urls.Add("http://127.0.0.1:0");
        issuer._app.MapGet("/.well-known/openid-configuration", issuer.Describe);
        issuer._app.MapGet("/keys", issuer.Keys);
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>From now on its keys are these too.</summary>
    public void Publish(SecurityKey key)
    {
        lock (_published)
        {
            _published.Add(key);
        }
    }

    /// <summary>A token for our server, valid for an hour, signed by its RSA key; each part otherwise when told so.</summary>
    public string Token(
        IReadOnlyDictionary<string, object> claims, SigningCredentials? signing = null, string audience = Audience, string? issuer = null,
        TimeSpan? begins = null, TimeSpan? ends = null, bool hasEnd = true)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            NotBefore = now + (begins ?? TimeSpan.FromMinutes(-1)),
            Expires = hasEnd ? now + (ends ?? TimeSpan.FromHours(1)) : null,
            Claims = claims.ToDictionary(),
            SigningCredentials = signing ?? new SigningCredentials(Rsa, SecurityAlgorithms.RsaSha256),
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Describe()
    {
        Interlocked.Increment(ref _asked);
        return TypedResults.Ok(new Dictionary<string, object> { ["issuer"] = Authority, ["jwks_uri"] = $"{Authority}/keys" });
    }

    private IResult Keys()
    {
        Interlocked.Increment(ref _asked);
        lock (_published)
        {
            return TypedResults.Ok(new Dictionary<string, object> { ["keys"] = _published.Select(Public).ToList() });
        }
    }

    private static Dictionary<string, string> Public(SecurityKey key)
    {
        var jwk = JsonWebKeyConverter.ConvertFromSecurityKey(key);
        return key is RsaSecurityKey
            ? new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.KeyId, ["n"] = jwk.N, ["e"] = jwk.E }
            : new() { ["kty"] = "EC", ["use"] = "sig", ["kid"] = key.KeyId, ["crv"] = jwk.Crv, ["x"] = jwk.X, ["y"] = jwk.Y };
    }
}
