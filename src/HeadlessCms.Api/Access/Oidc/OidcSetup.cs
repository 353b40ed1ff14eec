using HeadlessCms.Platform;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HeadlessCms.Access.Oidc;

/// <summary>How the framework's own handler checks the provider's tokens. Made with the first token: nothing is asked at start.</summary>
internal sealed class OidcSetup(IOptions<CmsOptions> cms, TimeProvider clock) : IConfigureNamedOptions<JwtBearerOptions>
{
    // What providers sign with. Not HMAC: its key would have to be known to us, and a public key could be passed off as one.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    // The two clocks may differ by so much.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public void Configure(string? name, JwtBearerOptions options)
    {
        var oidc = cms.Value.Oidc;
        options.Authority = oidc.Authority;
        options.Audience = oidc.Audience;
        options.RequireHttpsMetadata = oidc.RequireHttps;
        options.MapInboundClaims = false; // claims keep the names that the settings know them by
        options.SaveToken = false;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.AutomaticRefreshInterval = TimeSpan.FromHours(1); // a key that the provider gave up is trusted no longer than that
        options.RefreshInterval = TimeSpan.FromMinutes(1); // an unknown key id makes it look again, at most this often
        options.TokenValidationParameters = new()
        {
            ValidAlgorithms = Algorithms,
            LifetimeValidator = IsOfNow,
        };
    }

    /// <inheritdoc/>
    public void Configure(JwtBearerOptions options) => Configure(null, options);

    // By the program's clock; the framework's own check reads the system's. A token without an end is none.
    private bool IsOfNow(DateTime? begins, DateTime? ends, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return ends is { } end && end > now - Skew && !(begins > now + Skew);
    }
}
